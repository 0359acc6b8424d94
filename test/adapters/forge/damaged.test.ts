import { createPrivateKey, createPublicKey } from "node:crypto";

import { beforeAll, describe, expect, test } from "vitest";

import { NotDer, readDer } from "#app/adapters/forge/der.ts";
import { toPem } from "#app/adapters/forge/pem.ts";
import { isProblem } from "#app/domain/problem.ts";
import { makeCsr } from "#test/bench/keys.ts";

import { aKey, anAuthority, personal, SLOW, ZOE, type TestAuthority } from "./authority.fixture.ts";
import { hex, sequenceOf, tlv } from "./der-surgery.ts";

/** So many for each reader; each is damaged in a way of its own, and the same in every run. */
const DAMAGED = 100_000;
/** Far above what the slowest takes, and far below what a reader that hangs would. */
const LONG = 240_000;

let made: TestAuthority;
let csr: Buffer;
let question: Buffer;
beforeAll(async () => {
  made = await anAuthority();
  const { publicKey, privateKeyPem } = aKey();
  const pem = makeCsr(createPrivateKey(privateKeyPem), Uint8Array.from(createPublicKey(privateKeyPem).export({ type: "spki", format: "der" })), ZOE.userNumber);
  expect(made.authority.checkCsr(pem, { userNumber: ZOE.userNumber, profile: personal }).publicKey).toEqual(publicKey);
  csr = Buffer.from(pem.replace(/-----.*-----/g, ""), "base64");
  const id = sequenceOf(sequenceOf(hex("06052b0e03021a"), hex("0500")), tlv(0x04, Buffer.alloc(20, 1)), tlv(0x04, Buffer.alloc(20, 2)), tlv(0x02, hex(made.authority.newSerial())));
  const nonce = sequenceOf(hex("06092b0601050507300102"), tlv(0x04, tlv(0x04, Buffer.alloc(16, 7))));
  question = Buffer.from(sequenceOf(sequenceOf(sequenceOf(sequenceOf(id)), tlv(0xa2, sequenceOf(nonce)))));
  expect(made.authority.readQuestion(question).nonce).toHaveLength(18);
}, SLOW);

/** The same numbers in every run (a linear congruence of Numerical Recipes): a failure can be looked at again. */
function dice(seed: number): (below: number) => number {
  let state = seed >>> 0;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

/** Octets changed, left out, put in, doubled, cut off; lengths that promise too much; several of these. */
function damage(good: Buffer, roll: (below: number) => number): Buffer {
  let octets = Buffer.from(good);
  for (let times = 1 + roll(4); times > 0; times -= 1) {
    const at = roll(octets.length || 1);
    const kind = roll(6);
    if (kind === 0) octets[at] = roll(256);
    else if (kind === 1) octets = Buffer.concat([octets.subarray(0, at), octets.subarray(at + 1 + roll(8))]);
    else if (kind === 2) octets = Buffer.concat([octets.subarray(0, at), Buffer.from(Array.from({ length: 1 + roll(8) }, () => roll(256))), octets.subarray(at)]);
    else if (kind === 3) octets = Buffer.concat([octets.subarray(0, at), octets.subarray(at, at + roll(64)), octets.subarray(at)]);
    else if (kind === 4) octets = octets.subarray(0, at);
    else octets[at] = [0x80, 0x81, 0x82, 0x83, 0x84, 0xff, 0x30, 0x00][roll(8)] ?? 0;
  }
  return octets;
}

/** What a reader said of all of them: how often it took one, and by which codes it refused the others. Anything but a refusal in words fails the test. */
function read(good: Buffer, reader: (octets: Buffer) => unknown, refusal: (failure: unknown) => string | null): Map<string, number> {
  const roll = dice(2026);
  const said = new Map<string, number>();
  for (let round = 0; round < DAMAGED; round += 1) {
    const octets = damage(good, roll);
    let word: string | null = "taken";
    try {
      reader(octets);
    } catch (failure) {
      word = refusal(failure);
      if (word === null) throw new Error(`Round ${round}, ${octets.toString("hex")}: ${String(failure)}`, { cause: failure });
    }
    said.set(word, (said.get(word) ?? 0) + 1);
  }
  return said;
}

const byCode = (prefix: string) => (failure: unknown) => (isProblem(failure) && failure.code.startsWith(prefix) ? failure.code : null);

describe(`${DAMAGED.toLocaleString("en")} damaged inputs: no crash and no hang, but a refusal in words`, () => {
  test("the reader of DER", { timeout: LONG }, () => {
    const said = read(csr, readDer, (failure) => (failure instanceof NotDer ? "not DER" : null));
    expect(said.get("not DER")).toBeGreaterThan(DAMAGED / 2);
  });

  test("questions to the responder", { timeout: LONG }, () => {
    const said = read(question, (octets) => made.authority.readQuestion(octets), byCode("ocsp."));
    expect(said.get("ocsp.malformed")).toBeGreaterThan(DAMAGED / 2);
    expect(said.get("taken")).toBeGreaterThan(100);
  });

  test("signing requests: none is taken whose octets are not those that were signed", { timeout: LONG }, () => {
    const take = (octets: Buffer) => {
      made.authority.checkCsr(toPem("CERTIFICATE REQUEST", octets), { userNumber: ZOE.userNumber, profile: personal });
      if (!octets.equals(csr)) throw new Error("It was taken.");
    };
    const said = read(csr, take, byCode("csr."));
    expect(said.get("csr.malformed")).toBeGreaterThan(DAMAGED / 2);
    expect(said.size).toBeGreaterThan(4);
  });
});
