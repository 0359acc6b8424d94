// `npm start`: install what is missing, build what changed, open the office. What needs a newer Node is imported after the check.
import { nodeIsNewEnough } from "./node-version.mjs";

if (nodeIsNewEnough()) {
  import("./prepare.mjs")
    .then(async ({ install, build, root, NotReady }) => {
      try {
        process.chdir(root);
        await install();
        await build();
      } catch (error) {
        if (!(error instanceof NotReady)) throw error;
        console.error(error.message);
        process.exitCode = 1;
        return;
      }
      process.env["NODE_ENV"] ??= "production";
      // In this process: Ctrl-C, signals and the exit code are the office's own, on every platform.
      const office = "../build/server/index.js";
      await import(office);
    })
    .catch((error) => {
      console.error(error);
      process.exitCode = 1;
    });
}
