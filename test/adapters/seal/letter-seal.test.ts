import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CompactEncrypt, decodeProtectedHeader, exportJWK, generateKeyPair, type JWK } from "jose";
import { beforeAll, describe, expect, test } from "vitest";
import { makeLetterPress } from "#app/adapters/pdf/letter-press.ts";
import { makeLetterSeal } from "#app/adapters/seal/letter-seal.ts";
import { makePrintRoomKey } from "#app/adapters/seal/print-room-key.js";
import { keyMark } from "#app/domain/correspondence/key-mark.ts";
import { controlSheet } from "#app/ui/print-room/control-sheet.ts";
import { openKeyFile, type PrintRoomKey } from "#app/ui/print-room/key.ts";
import { mergeLetters } from "#app/ui/print-room/merge.ts";
import { openLetters } from "#app/ui/print-room/open.ts";
import { PIN, pinLetter } from "#test/domain/correspondence/samples.ts";

const PASSPHRASE = "wächters van de postkamer";
const text = new TextEncoder();
let made: Awaited<ReturnType<typeof makePrintRoomKey>>;
let key: PrintRoomKey;
beforeAll(async () => {
  made = await makePrintRoomKey(PASSPHRASE);
  key = await openKeyFile(JSON.stringify(made.keyFile), PASSPHRASE);
});

describe("a sealed letter", () => {
  test("opens with the print room's key, and names that key", async () => {
    const seal = await makeLetterSeal(made.publicJwk);
    const sealed = await seal.seal(text.encode("brief"));
    expect(decodeProtectedHeader(sealed)).toMatchObject({ alg: "ECDH-ES+A256KW", enc: "A256GCM", kid: made.keyFile.kid });
    expect(seal.keyId).toBe(made.keyFile.kid);
    expect(await openLetters([{ reference: "B-1", sealed }], key)).toEqual([{ reference: "B-1", pdf: text.encode("brief") }]);
  });

  test("D6: shows nothing of itself, and what the server has does not open it", async () => {
    const pdf = text.encode(`PIN ${PIN}`);
    const seal = await makeLetterSeal(made.publicJwk);
    const sealed = await seal.seal(pdf);
    expect(Buffer.from(sealed.split(".")[3] ?? "", "base64url").includes(PIN)).toBe(false);
    expect(sealed).not.toBe(await seal.seal(pdf));
    expect(Object.keys(made.publicJwk)).not.toContain("d");
    expect(JSON.stringify(made.keyFile)).not.toContain('"d"');
  });

  test("also for a key on P-256", async () => {
    const pair = await generateKeyPair("ECDH-ES+A256KW", { crv: "P-256", extractable: true });
    const seal = await makeLetterSeal(await exportJWK(pair.publicKey));
    const sealed = await seal.seal(text.encode("brief"));
    const [opened] = await openLetters([{ reference: "B-1", sealed }], { kid: seal.keyId, privateKey: pair.privateKey as CryptoKey });
    expect(opened?.pdf).toEqual(text.encode("brief"));
  });

  test("for another key, or damaged, is refused with its reference", async () => {
    const other = await generateKeyPair("ECDH-ES+A256KW", { crv: "P-384", extractable: true });
    const foreign = await (await makeLetterSeal(await exportJWK(other.publicKey))).seal(text.encode("x"));
    await expect(openLetters([{ reference: "B-7", sealed: foreign }], key)).rejects.toMatchObject({ code: "print-room.other-key", details: { reference: "B-7" } });
    const sealed = await (await makeLetterSeal(made.publicJwk)).seal(text.encode("brief"));
    const parts = sealed.split(".");
    const flipped = parts.with(3, (parts[3]?.startsWith("A") ? "B" : "A") + (parts[3]?.slice(1) ?? "")).join(".");
    for (const broken of [flipped, "not a letter", `${parts.slice(0, 4).join(".")}`]) {
      await expect(openLetters([{ reference: "B-8", sealed: broken }], key)).rejects.toMatchObject({ code: "print-room.damaged-letter", details: { reference: "B-8" } });
    }
  });

  test("is never made for a private key or something that is no key", async () => {
    const pair = await generateKeyPair("ECDH-ES+A256KW", { crv: "P-384", extractable: true });
    await expect(makeLetterSeal(await exportJWK(pair.privateKey))).rejects.toThrow("print-room-key.private");
    for (const wrong of [{ kty: "RSA", n: "x", e: "AQAB" }, { ...made.publicJwk, x: "AAAA" }, {} as JWK]) await expect(makeLetterSeal(wrong)).rejects.toThrow("print-room-key.malformed");
  });
});

describe("the key file", () => {
  test("opens with the passphrase only, however its accents are typed", async () => {
    const json = JSON.stringify(made.keyFile);
    expect((await openKeyFile(json, PASSPHRASE.normalize("NFD"))).kid).toBe(key.kid);
    await expect(openKeyFile(json, "wachters van de postkamer")).rejects.toThrow("print-room.wrong-passphrase");
  });

  test("gives a key that cannot be taken out of the browser", () => expect(key.privateKey.extractable).toBe(false));

  test.each(["", "{}", "[1]", JSON.stringify({ zegel: "print-room-key", version: 1, kid: "k", privateKey: "a.b.c.d.e" })])("that is something else is refused: %s", async (json) => {
    await expect(openKeyFile(json, PASSPHRASE)).rejects.toThrow("print-room.key-file-malformed");
  });

  test("that asks for endless work is refused", async () => {
    const privateKey = await new CompactEncrypt(text.encode("{}")).setProtectedHeader({ alg: "PBES2-HS512+A256KW", enc: "A256GCM" }).setKeyManagementParameters({ p2c: 1000 }).encrypt(text.encode(PASSPHRASE));
    const [header = "", ...rest] = privateKey.split(".");
    const heavy = Buffer.from(JSON.stringify({ ...JSON.parse(Buffer.from(header, "base64url").toString()), p2c: 2_000_000_000 })).toString("base64url");
    await expect(openKeyFile(JSON.stringify({ ...made.keyFile, privateKey: [heavy, ...rest].join(".") }), PASSPHRASE)).rejects.toThrow("print-room.key-file-malformed");
  });

  test("is not made with a short passphrase", async () => {
    await expect(makePrintRoomKey("elf tekens!")).rejects.toThrow(RangeError);
  });
});

describe("a print batch", () => {
  const press = makeLetterPress();

  test("is one file in which every letter has a sheet of its own, at its true size", async () => {
    const letter = pinLetter();
    const long = { ...letter, blocks: [...letter.blocks, ...Array.from({ length: 9 }, () => ({ kind: "paragraph" as const, text: "Nog een alinea die het vel vult. ".repeat(9) }))] };
    const drawn = [await press.draw(letter), await press.draw(long), await press.draw(letter)];
    const { pdf, pages } = await mergeLetters(drawn);
    expect(pages).toEqual([1, 2, 1]);
    expect(pagesWithText(pdf)).toEqual([true, false, true, true, true, false]);
    expect(pagesWithText((await mergeLetters(drawn, { oneSided: true })).pdf)).toEqual([true, true, true, true]);
    expect(qdf(pdf)).toMatch(/\/PrintScaling \/None/);
    expect(qdf(pdf)).toMatch(/\/Duplex \/DuplexFlipLongEdge/);
  });

  test("has a control sheet with every reference and counts that balance", async () => {
    const letters = Array.from({ length: 80 }, (_, index) => ({ reference: `B-${String(index + 1).padStart(6, "0")}`, pages: index === 0 ? 2 : 1 }));
    const pdf = await controlSheet({ number: "P-000012", date: "16 november 2026", letters }, "nl");
    const said = withFile(pdf, (path) => execFileSync("pdftotext", ["-layout", path, "-"], { encoding: "utf8" }));
    for (const { reference } of letters) expect(said.split(reference)).toHaveLength(2);
    for (const line of ["Controlelijst P-000012", "80 brieven, 81 bedrukte pagina's", "= 80", "Blad 2 van 2", "Gepost door"]) expect(said.replace(/ +/g, " ")).toContain(line);
  });
});

describe("scripts/print-room-key.mjs", () => {
  const script = new URL("../../../scripts/print-room-key.mjs", import.meta.url).pathname;
  const run = (folder: string, passphrase?: string) => {
    const { ZEGEL_PRINT_ROOM_PASSPHRASE: _, ...env } = process.env;
    return spawnSync(process.execPath, [script, folder], { encoding: "utf8", env: passphrase === undefined ? env : { ...env, ZEGEL_PRINT_ROOM_PASSPHRASE: passphrase } });
  };

  test("makes a pair that works, readable by its owner only, and each next pair beside it", async () => {
    const folder = mkdtempSync(join(tmpdir(), "zegel-key-"));
    try {
      expect(run(folder, PASSPHRASE)).toMatchObject({ status: 0, stderr: "" });
      const [keyFile = "", publicFile = ""] = readdirSync(folder).sort();
      const keyPath = join(folder, keyFile);
      expect(statSync(keyPath).mode & 0o077).toBe(0);
      const opened = await openKeyFile(readFileSync(keyPath, "utf8"), PASSPHRASE);
      expect([keyFile, publicFile]).toEqual(["key", "public"].map((half) => `print-room.${keyMark(opened.kid)}.${half}.json`));
      const seal = await makeLetterSeal(JSON.parse(readFileSync(join(folder, publicFile), "utf8")) as JWK);
      expect(await openLetters([{ reference: "B-1", sealed: await seal.seal(text.encode("brief")) }], opened)).toHaveLength(1);
      const before = readFileSync(keyPath, "utf8");
      expect(run(folder, PASSPHRASE)).toMatchObject({ status: 0, stderr: "" });
      expect(readdirSync(folder)).toHaveLength(4);
      expect(readFileSync(keyPath, "utf8")).toBe(before);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  test("says what is wrong with a short passphrase, or when there is nobody to ask", () => {
    const folder = mkdtempSync(join(tmpdir(), "zegel-key-"));
    expect(run(folder, "kort").stderr).toContain("at least 12 characters");
    expect(run(folder).stderr).toContain("ZEGEL_PRINT_ROOM_PASSPHRASE");
    expect(readdirSync(folder)).toEqual([]);
    rmSync(folder, { recursive: true });
  });
});

function withFile<T>(pdf: Uint8Array, use: (path: string) => T): T {
  const folder = mkdtempSync(join(tmpdir(), "zegel-batch-"));
  try {
    writeFileSync(join(folder, "batch.pdf"), pdf);
    return use(join(folder, "batch.pdf"));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const qdf = (pdf: Uint8Array) => withFile(pdf, (path) => execFileSync("qpdf", ["--qdf", "--object-streams=disable", path, "-"], { encoding: "latin1" }));

function pagesWithText(pdf: Uint8Array): boolean[] {
  const pages = withFile(pdf, (path) => execFileSync("pdftotext", [path, "-"], { encoding: "utf8" })).split("\f");
  return pages.slice(0, -1).map((page) => page.trim() !== "");
}
