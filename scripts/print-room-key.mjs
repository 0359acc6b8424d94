#!/usr/bin/env node
/*
 * Makes the print room's key pair: node scripts/print-room-key.mjs [folder]
 * Run it on the print room's own machine. print-room.key.json stays there; print-room.public.json goes into the server's configuration.
 */
import { existsSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { createInterface } from "node:readline";
import { makePrintRoomKey, SHORTEST_PASSPHRASE } from "../app/adapters/seal/print-room-key.js";

const folder = resolve(process.argv[2] ?? ".");
const keyPath = join(folder, "print-room.key.json");
const publicPath = join(folder, "print-room.public.json");

try {
  for (const path of [keyPath, publicPath]) if (existsSync(path)) throw new Error(`${path} is already there. Move it away first: whoever loses the key can open no letter.`);
  const passphrase = process.env.ZEGEL_PRINT_ROOM_PASSPHRASE ?? (await askTwice());
  const { publicJwk, keyFile } = await makePrintRoomKey(passphrase);
  // "wx": never over a file that came in between; 0600: nobody else on this machine reads it.
  writeFileSync(keyPath, `${JSON.stringify(keyFile, null, 2)}\n`, { flag: "wx", mode: 0o600 });
  writeFileSync(publicPath, `${JSON.stringify(publicJwk)}\n`, { flag: "wx", mode: 0o644 });
  console.log(`For the print room: ${keyPath}\nFor the server:     ${publicPath}\nKey id:             ${keyFile.kid}`);
} catch (error) {
  console.error(error instanceof RangeError ? `The passphrase needs at least ${SHORTEST_PASSPHRASE} characters.` : error instanceof Error ? error.message : error);
  process.exitCode = 1;
}

async function askTwice() {
  if (!process.stdin.isTTY) throw new Error("There is nobody to ask for a passphrase. Set ZEGEL_PRINT_ROOM_PASSPHRASE.");
  const once = await ask("Passphrase: ");
  if (once !== (await ask("Once more:  "))) throw new Error("The two are not the same.");
  return once;
}

/**
 * Asks without showing what is typed.
 * @param {string} question
 * @returns {Promise<string>}
 */
function ask(question) {
  process.stdout.write(question);
  const reader = createInterface({ input: process.stdin, terminal: false });
  process.stdin.setRawMode?.(false);
  process.stdout.write("\u001b[8m");
  return new Promise((answer) =>
    reader.once("line", (line) => {
      process.stdout.write("\u001b[28m\n");
      reader.close();
      answer(line);
    }),
  );
}
