// `npm run ca -- …`: the ceremony in which a certification authority is made. What it does and says: app/ceremony.server.ts.
import { nodeIsNewEnough } from "./node-version.mjs";

if (nodeIsNewEnough()) {
  const [{ install, root }, { passphrase }, { spawn }] = await Promise.all([import("./prepare.mjs"), import("./passphrase.mjs"), import("node:child_process")]);
  try {
    const words = process.argv.slice(2);
    const asksNothing = words.length === 0 || words.includes("--help");
    const isInToken = words.some((word) => /^--(pkcs11-module|token|key)\b/.test(word));
    // Asked before anything is installed or made: whoever holds the root's passphrase need not be the one who holds the other.
    const secrets = asksNothing
      ? {}
      : {
          ZEGEL_CA_ROOT_PASSPHRASE: await passphrase("ZEGEL_CA_ROOT_PASSPHRASE", "Passphrase of the root's key, for the safe: "),
          ...(isInToken
            ? { ZEGEL_CA_PKCS11_PIN: await passphrase("ZEGEL_CA_PKCS11_PIN", "PIN of the token's user: ") }
            : { ZEGEL_CA_PASSPHRASE: await passphrase("ZEGEL_CA_PASSPHRASE", "Passphrase of the issuing key, for the office: ") }),
        };
    await install();
    spawn(process.execPath, ["--import", "tsx", "app/ceremony.server.ts", ...words], { cwd: root, env: { ...process.env, ...secrets, ZEGEL_CEREMONY_FROM: process.cwd() }, stdio: "inherit" }).on("close", (code) => {
      process.exitCode = code ?? 1;
    });
  } catch (failure) {
    console.error(failure instanceof Error ? failure.message : failure);
    process.exitCode = 2;
  }
}
