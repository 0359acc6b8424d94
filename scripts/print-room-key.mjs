#!/usr/bin/env node
/*
 * Makes the print room's key pair: node scripts/print-room-key.mjs [folder]
 * Run it on the print room's own machine. print-room.<mark>.key.json stays there; print-room.<mark>.public.json goes into the server's configuration.
 * The mark is the beginning of the key's thumbprint, by which the print room's pages call it: a new pair lies beside the one before.
 */
import { writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { createInterface } from "node:readline";
import { makePrintRoomKey, SHORTEST_PASSPHRASE } from "../app/adapters/seal/print-room-key.js";

const folder = resolve(process.argv[2] ?? ".");
const MARK_LENGTH = 8;

try {
  const passphrase = process.env.ZEGEL_PRINT_ROOM_PASSPHRASE ?? (await askTwice());
  const { publicJwk, keyFile } = await makePrintRoomKey(passphrase);
  const name = join(folder, `print-room.${keyFile.kid.slice(0, MARK_LENGTH)}`);
  const [keyPath, publicPath] = [`${name}.key.json`, `${name}.public.json`];
  // "wx": never over another key; 0600: nobody else on this machine reads it.
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
