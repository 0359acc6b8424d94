/** Keys of the simulated providers. They open nothing but a simulator, so they are no secret. */
export const SIMULATOR_KEYS = {
  merchantToken: "00000000-0000-4000-8000-00000000c0de",
  ampToken: "demonstration-amp-token",
  ampCallbackSecret: "demonstration-secret-of-the-callbacks-of-amp",
  kvkApiKey: "demonstration-kvk-key",
  vektisToken: "demonstration-vektis-token",
} as const;

export type SimulatorSettings = {
  idin: { baseUrl: string; merchantToken: string; directoryCacheMs: number };
  amp: { baseUrl: string; token: string; callbackSecret: string };
  kvk: { baseUrl: string; apiKey: string };
  vektis: { baseUrl: string; token: string };
  smtp: { host: string; port: number };
};

/**
 * What the real adapters need to find the simulators: the office's own port, on which `/simulators` is mounted, and the mailbox's port.
 * The list of banks is not kept, so that an outage that is switched on shows at once.
 */
export function simulatorSettings({ port, smtpPort }: { port: number; smtpPort: number }): SimulatorSettings {
  const simulators = `http://127.0.0.1:${port}/simulators`;
  return {
    idin: { baseUrl: `${simulators}/idin/v1.0`, merchantToken: SIMULATOR_KEYS.merchantToken, directoryCacheMs: 0 },
    amp: { baseUrl: `${simulators}/amp/v1`, token: SIMULATOR_KEYS.ampToken, callbackSecret: SIMULATOR_KEYS.ampCallbackSecret },
    kvk: { baseUrl: `${simulators}/kvk`, apiKey: SIMULATOR_KEYS.kvkApiKey },
    vektis: { baseUrl: `${simulators}/vektis`, token: SIMULATOR_KEYS.vektisToken },
    smtp: { host: "127.0.0.1", port: smtpPort },
  };
}
