import { maskSecrets } from "#app/domain/requests/form/mask.ts";

const LONGEST = 80;

/**
 * What a file is called from now on: the last part of what it was called, without what makes a path, without control and direction signs, without a BSN
 * or PIN (D18, D19), and of a length that a list can show. It is shown and offered for a download, and never opened by.
 */
export function harmlessName(sent: string): string {
  const last = sent.normalize("NFC").split(/[/\\]/).at(-1) ?? "";
  const plain = last
    .replaceAll(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu, "")
    .replaceAll(/[<>:"|?*;%]/g, "-")
    .replaceAll(/\s+/g, " ")
    .replace(/^[.\s]+/, "")
    .trim();
  const ending = /\.[A-Za-z0-9]{1,5}$/.exec(plain)?.[0] ?? "";
  const stem = plain.slice(0, plain.length - ending.length);
  // Underscores stand for spaces.
  const masked = maskSecrets(stem.replaceAll("_", " ")).text;
  return `${masked.slice(0, LONGEST - ending.length).trim() || "scan"}${ending}`;
}
