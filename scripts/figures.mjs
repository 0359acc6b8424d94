// `npm run figures -- [--mend]`: counts the figures of the past anew from the audit trail. What it does and says: app/figures.server.ts.
import { nodeIsNewEnough } from "./node-version.mjs";

if (nodeIsNewEnough()) {
  const [{ install, root }, { spawn }] = await Promise.all([import("./prepare.mjs"), import("node:child_process")]);
  await install();
  const words = ["--import", "tsx", "app/figures.server.ts", ...process.argv.slice(2)];
  spawn(process.execPath, words, { cwd: root, stdio: "inherit" }).on("close", (code) => {
    process.exitCode = code ?? 1;
  });
}
