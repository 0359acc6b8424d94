// `npm test`: everything, and as the last line, alone, the sum of it. `--long` runs what takes longer instead.
import { nodeIsNewEnough } from "./node-version.mjs";

if (nodeIsNewEnough()) {
  import("./test-run.mjs").then(({ testEverything }) => testEverything(process.argv.includes("--long"))).then((ok) => {
    process.exitCode = ok ? 0 : 1;
  });
}
