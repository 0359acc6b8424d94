import { describe, expect, it } from "vitest";

import { readClientCert } from "#app/adapters/tls/client-cert.ts";
import { readProxies } from "#app/adapters/tls/proxies.ts";
import { makeServerKey } from "#app/adapters/tls/server-key.ts";
import { serialOf } from "#app/domain/login/judge.ts";

const DAMAGED = 100_000;
const LONG = 240_000;

const { certPem } = await makeServerKey({ now: new Date("2026-11-16T09:00:00Z"), hosts: ["localhost"] });
const der = Buffer.from(certPem.replace(/-----.*-----/g, ""), "base64");
const field = `:${der.toString("base64")}:`;

describe("the Client-Cert header (RFC 9440)", () => {
  it("is one byte sequence of the certificate, with or without spaces around", () => {
    for (const written of [field, ` ${field}`, `${field} `]) expect(readClientCert(written)).toEqual(Uint8Array.from(der));
    expect(serialOf(der)).toMatch(/^[0-7][0-9a-f]{33}$/);
  });

  it.each([
    ["nothing", ""],
    ["only colons", "::"],
    ["no colons", field.slice(1, -1)],
    ["one colon", field.slice(1)],
    ["two values, as a proxy that does not strip would send them", `${field}, ${field}`],
    ["a parameter", `${field};a=1`],
    ["a string", `"${field}"`],
    ["a token", "certificate"],
    ["PEM", certPem.replaceAll("\n", " ")],
    ["percent-encoded PEM, as other headers have it", encodeURIComponent(certPem)],
    ["base64url", `:${der.toString("base64url")}:`],
    ["without its filling", `:${der.toString("base64").replace(/=*$/, "").slice(0, -1)}:`],
    ["with bits left over", ":MAAB:".replace("AAB", "AB=")],
    ["no SEQUENCE", `:${Buffer.from("hello").toString("base64")}:`],
    ["something behind it", `:${Buffer.concat([der, Buffer.of(0)]).toString("base64")}:`],
    ["cut off", `:${der.subarray(0, -1).toString("base64")}:`],
    ["a tab", `\t${field}`],
    ["far too long", `:${Buffer.alloc(60_000).toString("base64")}:`],
    ["a certificate of nine thousand octets", `:${Buffer.concat([Buffer.from("30822324", "hex"), Buffer.alloc(8996)]).toString("base64")}:`],
  ])("is refused with %s", (_, written) => {
    expect(readClientCert(written)).toBeNull();
  });

  it("damaged a hundred thousand times is read or refused, at once, and never throws; so is what was read", { timeout: LONG }, () => {
    let state = 2026;
    const roll = (below: number) => {
      state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
      return Math.floor((state / 2 ** 32) * below);
    };
    const counts = { read: 0, refused: 0, certificates: 0 };
    for (let time = 0; time < DAMAGED; time += 1) {
      const written = roll(2) === 0 ? damageText(field, roll) : `:${damageOctets(der, roll).toString("base64")}:`;
      const octets = readClientCert(written);
      if (octets === null) counts.refused += 1;
      else counts.read += 1;
      // The platform takes half a millisecond for each: one in ten tells as much.
      if (octets !== null && time % 10 === 0 && serialOf(octets) !== null) counts.certificates += 1;
    }
    expect(counts.read + counts.refused).toBe(DAMAGED);
    // Some of each, or nothing was tried.
    for (const count of Object.values(counts)) expect(count, JSON.stringify(counts)).toBeGreaterThan(100);
  });
});

const ODD = [":", "=", ",", ";", "\"", " ", "\t", "%", "-", "_", "\0", "é", "::", "/+", "\\", "?1"];

function damageText(good: string, roll: (below: number) => number): string {
  let text = good;
  for (let times = 1 + roll(3); times > 0; times -= 1) {
    const at = roll(text.length + 1);
    const kind = roll(5);
    if (kind === 0) text = text.slice(0, at) + (ODD[roll(ODD.length)] ?? "") + text.slice(at);
    else if (kind === 1) text = text.slice(0, at) + text.slice(at + 1 + roll(8));
    else if (kind === 2) text = text.slice(0, at) + text.slice(at, at + roll(64)) + text.slice(at);
    else if (kind === 3) text = text.slice(0, at);
    else text = text.slice(0, at) + String.fromCharCode(33 + roll(94)) + text.slice(at + 1);
  }
  return text;
}

/** Octets changed where the length stays true, now and then one more or fewer. */
function damageOctets(good: Buffer, roll: (below: number) => number): Buffer {
  const octets = Buffer.from(good);
  for (let times = 1 + roll(4); times > 0; times -= 1) octets[4 + roll(octets.length - 4)] = [roll(256), 0x80, 0x84, 0xff, 0x30, 0x00][roll(6)] ?? 0;
  return roll(10) === 0 ? octets.subarray(0, roll(octets.length)) : octets;
}

describe("whose header counts", () => {
  const isProxy = readProxies("10.0.0.7, 192.0.2.0/24,fd00::/8,2001:db8::1");

  it.each(["10.0.0.7", "::ffff:10.0.0.7", "192.0.2.255", "fd12::9", "2001:db8::1", "2001:db8:0:0::1"])("%s's does", (address) => {
    expect(isProxy?.(address)).toBe(true);
  });

  it.each(["10.0.0.8", "::ffff:10.0.0.8", "192.0.3.1", "fe80::1%eth0", "2001:db8::2", "", "10.0.0.7, 10.0.0.7", undefined])("%s's does not", (address) => {
    expect(isProxy?.(address)).toBe(false);
  });

  it.each(["", "10.0.0.7,", "10.0.0", "proxy.example", "10.0.0.0/33", "10.0.0.0/", "10.0.0.0/8/8", "fd00::/129", "10.0.0.0/-1", "fe80::1%eth0"])("%j names nobody", (text) => {
    expect(readProxies(text)).toBeNull();
  });
});
