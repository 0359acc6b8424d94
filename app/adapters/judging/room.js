// The thread in which a back-test judges: the same modules as the office's own, read as they are written.
import { parentPort, workerData } from "node:worker_threads";

import { register } from "tsx/esm/api";

register();
const { openJudging } = await import("../../domain/definitions/backtest/judging.ts");
const judge = openJudging(workerData);

parentPort?.on("message", (snapshots) => parentPort?.postMessage(judge(snapshots)));
