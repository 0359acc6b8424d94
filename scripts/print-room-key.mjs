#!/usr/bin/env node
/*
 * Makes the print room's key pair: node scripts/print-room-key.mjs [folder]
 * Run it on the print room's own machine. print-room.<mark>.key.json stays there; print-room.<mark>.public.json goes into the server's configuration.
 * The mark is the beginning of the key's thumbprint, by which the print room's pages call it: a new pair lies beside the one before.
 */
import { writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { makePrintRoomKey, SHORTEST_PASSPHRASE } from "../app/adapters/seal/print-room-key.js";
import { passphrase } from "./passphrase.mjs";

const folder = resolve(process.argv[2] ?? ".");
const MARK_LENGTH = 8;

try {
  const { publicJwk, keyFile } = await makePrintRoomKey(await passphrase("ZEGEL_PRINT_ROOM_PASSPHRASE"));
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
