// `npm run world -- --requests 1000000 --years 4`: a made-up history of years, straight into a PostgreSQL database. What it does and says: app/world.server.ts.
import { nodeIsNewEnough } from "./node-version.mjs";

if (nodeIsNewEnough()) {
  const [{ install, root }, { spawn }] = await Promise.all([import("./prepare.mjs"), import("node:child_process")]);
  await install();
  const words = ["--import", "tsx", "app/world.server.ts", ...process.argv.slice(2)];
  spawn(process.execPath, words, { cwd: root, stdio: "inherit" }).on("close", (code) => {
    process.exitCode = code ?? 1;
  });
}
