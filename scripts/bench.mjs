// `npm run bench`: prints figures beside what they are held against. Words after `--` choose parts.
import { nodeIsNewEnough } from "./node-version.mjs";

if (nodeIsNewEnough()) {
  const [{ install, root }, { spawn }] = await Promise.all([import("./prepare.mjs"), import("node:child_process")]);
  await install();
  const words = ["--import", "tsx", "test/bench/index.ts", ...process.argv.slice(2)];
  spawn(process.execPath, words, { cwd: root, stdio: "inherit" }).on("close", (code) => {
    process.exitCode = code ?? 1;
  });
}
