import { compactDecrypt, decodeProtectedHeader } from "jose";
import { Problem } from "#app/domain/problem.ts";
import type { PrintRoomKey } from "./key.ts";

/** A letter as the server hands it to the print room: its reference, such as "B-000123", and the compact JWE. */
export type SealedLetter = { reference: string; sealed: string };
export type OpenedLetter = { reference: string; pdf: Uint8Array };

/**
 * Opens the letters of a batch, one after another, in their order. Throws `print-room.other-key` when a letter was sealed for another key
 * and `print-room.damaged-letter` when it cannot be opened, both with its reference; then none is printed.
 */
export async function openLetters(letters: readonly SealedLetter[], key: PrintRoomKey, onProgress: (opened: number, of: number) => void = () => undefined): Promise<OpenedLetter[]> {
  const opened: OpenedLetter[] = [];
  for (const letter of letters) {
    opened.push(await openLetter(letter, key));
    onProgress(opened.length, letters.length);
  }
  return opened;
}

async function openLetter({ reference, sealed }: SealedLetter, key: PrintRoomKey): Promise<OpenedLetter> {
  const damaged = (cause: unknown) => new Problem("print-room.damaged-letter", { reference }, { cause });
  let kid: string | undefined;
  try {
    kid = decodeProtectedHeader(sealed).kid;
  } catch (cause) {
    throw damaged(cause);
  }
  if (kid !== key.kid) throw new Problem("print-room.other-key", { reference });
  const { plaintext } = await compactDecrypt(sealed, key.privateKey, { keyManagementAlgorithms: ["ECDH-ES+A256KW"], contentEncryptionAlgorithms: ["A256GCM"] }).catch((cause: unknown) => {
    throw damaged(cause);
  });
  return { reference, pdf: plaintext };
}
