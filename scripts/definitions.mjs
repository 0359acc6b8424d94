// `npm run definitions -- export|import|check|diff`: forms, rules, policies and templates as files. What it does and says: app/definitions.server.ts.
import { nodeIsNewEnough } from "./node-version.mjs";

if (nodeIsNewEnough()) {
  const [{ install, root }, { spawn }] = await Promise.all([import("./prepare.mjs"), import("node:child_process")]);
  await install();
  const words = ["--import", "tsx", "app/definitions.server.ts", ...process.argv.slice(2)];
  spawn(process.execPath, words, { cwd: root, stdio: "inherit" }).on("close", (code) => {
    process.exitCode = code ?? 1;
  });
}
