import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";

import { root, run } from "./prepare.mjs";

const NAMES = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome.exe", "msedge.exe"];
const PLACES = [
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
  ...["ProgramFiles", "ProgramFiles(x86)", "LOCALAPPDATA"].map((name) => join(process.env[name] ?? "", "Google/Chrome/Application/chrome.exe")),
];

/**
 * A Chromium for the journeys: `CHROMIUM`, an installed one, Playwright's own (downloaded when it can be), or Debian's package when we
 * are root. Null, with one sentence on the console, when there is none.
 * @returns {Promise<string | null>}
 */
export async function findChromium() {
  const named = process.env["CHROMIUM"];
  if (named) return existsSync(named) ? named : complain(`CHROMIUM points to ${named}, and there is nothing there.`);
  const found = installed() ?? (await ofPlaywright());
  if (found) return found;
  console.log("Looking for a Chromium to download …");
  await run(process.execPath, [join(root, "node_modules/playwright-core/cli.js"), "install", "chromium"]);
  const downloaded = await ofPlaywright();
  if (downloaded) return downloaded;
  if (process.getuid?.() === 0 && existsSync("/usr/bin/apt-get")) {
    await run("apt-get", ["update"]);
    await run("apt-get", ["install", "-y", "--no-install-recommends", "chromium"], { DEBIAN_FRONTEND: "noninteractive" });
  }
  return installed() ?? complain("The browser journeys need a Chromium: install Chromium or Google Chrome, or set CHROMIUM to its path.");
}

/** @returns {string | null} */
function installed() {
  const folders = (process.env["PATH"] ?? "").split(delimiter).filter(Boolean);
  const candidates = [...folders.flatMap((folder) => NAMES.map((name) => join(folder, name))), ...PLACES];
  return candidates.find((path) => existsSync(path)) ?? null;
}

/** @returns {Promise<string | null>} */
async function ofPlaywright() {
  const { chromium } = await import("playwright-core");
  return existsSync(chromium.executablePath()) ? chromium.executablePath() : null;
}

/** @param {string} sentence @returns {null} */
function complain(sentence) {
  console.log(sentence);
  return null;
}
