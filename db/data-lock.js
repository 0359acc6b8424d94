// Plain JavaScript, because the audit verifier runs without the application.
import { createHash, randomUUID } from "node:crypto";
import { mkdirSync, realpathSync, rmSync } from "node:fs";
import { connect, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { setTimeout as pause } from "node:timers/promises";

/**
 * Takes the data folder for this process, or answers null when another process has it. The embedded database lets two processes open
 * one folder without an error, and would be damaged. What is held is a socket that belongs to the operating system: a process that is
 * killed, even with -9, loses it at that moment, so that there is no such thing as a stale lock on Linux and Windows.
 *
 * @param {string} dataDir made when it does not exist
 * @returns {Promise<(() => Promise<void>) | null>} gives the folder back
 */
export async function takeFolder(dataDir) {
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const name = createHash("sha256").update(realpathSync(dataDir)).digest("hex").slice(0, 32);
  if (process.platform === "linux") return hold(`\0zegel-${name}`, randomUUID());
  if (process.platform === "win32") return hold(`\\\\.\\pipe\\zegel-${name}`, randomUUID());
  return holdFile(join(tmpdir(), `zegel-${name}.sock`));
}

/**
 * Elsewhere the socket is a file that stays behind after kill -9; nobody answers there, and it is cleared away. Should two processes
 * clear it in the same moment, the first finds a moment later that another answers in its place, and withdraws.
 *
 * @param {string} path
 */
async function holdFile(path) {
  const token = randomUUID();
  let release = await hold(path, token);
  if (!release && (await whoAnswers(path)) === null) {
    rmSync(path, { force: true });
    release = await hold(path, token);
    await pause(100);
    if (release && (await whoAnswers(path)) !== token) return null;
  }
  return release;
}

/**
 * @param {string} address @param {string} token
 * @returns {Promise<(() => Promise<void>) | null>}
 */
function hold(address, token) {
  return new Promise((resolve, reject) => {
    const server = createServer((socket) => socket.on("error", () => undefined).end(token));
    server.once("error", (/** @type {NodeJS.ErrnoException} */ error) => (error.code === "EADDRINUSE" ? resolve(null) : reject(error)));
    server.listen(address, () => {
      server.unref();
      resolve(() => new Promise((closed) => server.close(() => closed())));
    });
  });
}

/** @param {string} path @returns {Promise<string | null>} */
function whoAnswers(path) {
  return new Promise((resolve) => {
    let said = "";
    connect(path)
      .on("data", (bytes) => (said += bytes))
      .on("end", () => resolve(said))
      .on("error", () => resolve(null));
  });
}
