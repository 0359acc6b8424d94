// What must be there before anything of ours can run. Uses nothing but Node.
import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

export const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** One plain sentence for whoever stands at the keyboard. */
export class NotReady extends Error {}

/** Installs the packages when `package.json`, the lock file or the platform is not the one that they were installed for. */
export async function install() {
  const stamp = join(root, "node_modules", ".zegel-installed");
  const wanted = hashOf(["package.json", "package-lock.json"], `${process.platform} ${process.arch} ${process.versions.modules}`);
  if (readIfThere(stamp) === wanted) return;
  console.log("Installing packages …");
  // The lock file knows the native packages of Linux only: elsewhere the exact versions in package.json have to do.
  const lock = process.platform === "linux" ? [] : ["--no-package-lock"];
  const npm = process.env["npm_execpath"];
  const words = ["install", "--include=dev", "--no-audit", "--no-fund", "--loglevel=error", ...lock];
  // The one package that is compiled, and may be missing, needs Node's headers: where they came with Node they are not fetched.
  const beside = dirname(dirname(process.execPath));
  /** @type {Record<string, string>} */
  const headers = existsSync(join(beside, "include/node/node_api.h")) ? { npm_config_nodedir: beside } : {};
  const { code, output } = npm?.endsWith(".js")
    ? await run(process.execPath, [npm, ...words], headers)
    : await run(process.platform === "win32" ? "npm.cmd" : "npm", words, headers, process.platform === "win32");
  if (code !== 0) throw new NotReady(`${output.trim()}\nThe packages could not be installed: check the connection to the npm registry and try again.`);
  writeFileSync(stamp, wanted);
}

/** Builds when a source is not the one that was built. */
export async function build() {
  const stamp = join(root, "build", ".stamp");
  const sources = ["app", "db", "rules", "templates", "package.json", "package-lock.json", "remix.config.js", "vite.config.ts", "tsconfig.json"];
  const wanted = hashOf(sources.flatMap(filesUnder), process.versions.node);
  if (readIfThere(stamp) === wanted && existsSync(join(root, "build/server/index.js"))) return;
  console.log("Building …");
  rmSync(stamp, { force: true });
  const cli = join(root, "node_modules/@remix-run/dev/dist/cli.js");
  const { code, output } = await run(process.execPath, [cli, "vite:build", "--logLevel", "warn"], { NODE_ENV: "production" });
  if (code !== 0) throw new NotReady(`${output.trim()}\nThe build failed: the lines above say where.`);
  mkdirSync(dirname(stamp), { recursive: true });
  writeFileSync(stamp, wanted);
}

/**
 * Runs a program in the project's folder and keeps what it says.
 * @param {string} command @param {string[]} words @param {Record<string, string>} [env] @param {boolean} [shell]
 * @returns {Promise<{ code: number, output: string }>}
 */
export function run(command, words, env = {}, shell = false) {
  return new Promise((resolve) => {
    const child = spawn(command, words, { cwd: root, env: { ...process.env, ...env }, shell, stdio: ["ignore", "pipe", "pipe"] });
    let output = "";
    child.stdout.on("data", (bytes) => (output += bytes));
    child.stderr.on("data", (bytes) => (output += bytes));
    child.on("error", (error) => resolve({ code: 127, output: error.message }));
    child.on("close", (code) => resolve({ code: code ?? 1, output }));
  });
}

/** @param {string} path a file or a folder, from the root @returns {string[]} */
function filesUnder(path) {
  const full = join(root, path);
  if (!existsSync(full)) return [];
  if (!statSync(full).isDirectory()) return [path];
  return readdirSync(full, { recursive: true, encoding: "utf8" })
    .map((name) => join(path, name))
    .filter((name) => statSync(join(root, name)).isFile())
    .sort();
}

/** @param {string[]} files @param {string} salt */
function hashOf(files, salt) {
  const hash = createHash("sha256").update(salt);
  for (const file of files) hash.update(`\0${file}\0`).update(readIfThere(join(root, file)) ?? "");
  return hash.digest("hex");
}

/** @param {string} path */
function readIfThere(path) {
  return existsSync(path) ? readFileSync(path, "latin1") : null;
}
