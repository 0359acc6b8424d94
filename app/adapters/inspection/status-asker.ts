import { createHash, randomBytes, verify, X509Certificate } from "node:crypto";
import { Readable } from "node:stream";

import type { Asked, CrlSaid, NotAnswered, OcspSaid, StatusAsker } from "#app/domain/certificates/reading.ts";

import { elementAt, instant, need, oid, within, written, type Element } from "./octets.ts";

type Fetch = typeof globalThis.fetch;
/** An issuing CA and where what it publishes is found. */
export type Publisher = { issuerCertPem: string; urls: { ocsp: string; crl: string } };

/** Longer than this nobody waits for a card on a page; a responder that has just been started makes its key first. */
const TIMEOUT_MS = 8_000;
/** A list of a million. */
const LARGEST = 64 * 1024 * 1024;
/** Clocks differ by as much. */
const ALLOWANCE_MS = 5 * 60_000;

const OCSP_SIGNING = "1.3.6.1.5.5.7.3.9";
const OCSP_BASIC = "1.3.6.1.5.5.7.48.1.1";
const OCSP_NONCE = "1.3.6.1.5.5.7.48.1.2";
const CRL_NUMBER = "2.5.29.20";
const REASON_CODE = "2.5.29.21";

class Failed extends Error {
  constructor(readonly why: NotAnswered) {
    super(why);
  }
}

/**
 * Asks what is published as anybody would who got one of our certificates: a question with a nonce of its own over HTTP, and the list; each is believed only
 * where its signature leads to the issuing CA and its time is now. Shares no code with what answers.
 */
export function makeStatusAsker(publishers: readonly Publisher[], fetch: Fetch = globalThis.fetch): StatusAsker {
  const known = new Map(publishers.map(({ issuerCertPem, urls }) => [issuerIdOf(issuerCertPem), { issuer: new X509Certificate(issuerCertPem), urls }]));
  return {
    ask: async ({ serial, issuerId, now }) => {
      const publisher = known.get(issuerId);
      if (!publisher) return null;
      const { issuer, urls } = publisher;
      const [ocsp, crl] = await Promise.all([
        timed(urls.ocsp, () => askOcsp(fetch, urls.ocsp, { serial, issuer, now })),
        timed(urls.crl, async () => readList(await fetched(fetch, urls.crl), { serial, issuer, now })),
      ]);
      return { ocsp, crl };
    },
  };
}

async function timed<Answer>(url: string, ask: () => Promise<Answer>): Promise<Asked<Answer>> {
  const begun = performance.now();
  const took = () => Math.round(performance.now() - begun);
  try {
    const answer = await ask();
    return { url, tookMs: took(), answer };
  } catch (failure) {
    if (failure instanceof Failed) return { url, tookMs: took(), failure: failure.why };
    // What was sent is not what it should be, wherever that showed.
    return { url, tookMs: took(), failure: "malformed" };
  }
}

async function fetched(fetch: Fetch, url: string, question?: Buffer): Promise<Buffer> {
  const init = question ? { method: "POST", headers: { "content-type": "application/ocsp-request" }, body: new Uint8Array(question) } : {};
  const response = await fetch(url, { ...init, redirect: "error", signal: AbortSignal.timeout(TIMEOUT_MS) }).catch(() => null);
  if (!response) throw new Failed("unreachable");
  if (!response.ok) {
    await response.body?.cancel();
    throw new Failed(response.status >= 500 ? "unreachable" : "malformed");
  }
  const parts: Uint8Array[] = [];
  let length = 0;
  try {
    for await (const part of bodyOf(response)) {
      length += part.length;
      if (length > LARGEST) throw new Failed("malformed");
      parts.push(part);
    }
  } catch (failure) {
    throw failure instanceof Failed ? failure : new Failed("unreachable");
  }
  return Buffer.concat(parts);
}

function bodyOf({ body }: Response): AsyncIterable<Uint8Array> {
  return body ? (body as unknown as AsyncIterable<Uint8Array>) : Readable.from([]);
}

type About = { serial: string; issuer: X509Certificate; now: Date };

async function askOcsp(fetch: Fetch, url: string, about: About): Promise<OcspSaid> {
  const nonce = randomBytes(16);
  const id = certId(about);
  return readAnswer(await fetched(fetch, url, question(id, nonce)), { ...about, id, nonce });
}

/** RFC 6960, 4.1.1, with SHA-1, which every responder knows (RFC 5019, 2.1.1). */
function certId({ serial, issuer }: About): Buffer {
  const [tbs] = within(elementAt(Buffer.from(issuer.raw)));
  const fields = within(need(tbs, 0x30)).filter(({ tag }) => tag !== 0xa0);
  // Serial, algorithm, issuer, validity, subject, key.
  const [subject, spki] = [need(fields[4], 0x30), need(fields[5], 0x30)];
  const key = need(within(spki)[1], 0x03).value.subarray(1);
  const sha1 = (octets: Uint8Array) => createHash("sha1").update(octets).digest();
  const algorithm = written(0x30, Buffer.from("06052b0e03021a0500", "hex"));
  return written(0x30, algorithm, written(0x04, sha1(subject.whole)), written(0x04, sha1(key)), written(0x02, Buffer.from(serial, "hex")));
}

function question(id: Buffer, nonce: Buffer): Buffer {
  const extension = written(0x30, Buffer.from("06092b0601050507300102", "hex"), written(0x04, written(0x04, nonce)));
  return written(0x30, written(0x30, written(0x30, written(0x30, id)), written(0xa2, written(0x30, extension))));
}

function readAnswer(der: Buffer, about: About & { id: Buffer; nonce: Buffer }): OcspSaid {
  const [status, wrapped] = within(elementAt(der));
  if (need(status, 0x0a).value[0] !== 0) throw new Failed("refused");
  const [type, content] = within(need(within(need(wrapped, 0xa0))[0], 0x30));
  if (oid(type) !== OCSP_BASIC) throw new Failed("malformed");
  const [data, algorithm, signature, certificates] = within(elementAt(need(content, 0x04).value));
  const responder = responderIn(certificates, about);
  if (!isSigned(need(data, 0x30).whole, algorithm, signature, responder.publicKey)) throw new Failed("untrusted");
  const parts = within(need(data, 0x30)).filter(({ tag }) => tag !== 0xa0);
  const producedAt = instant(parts[1]);
  const single = within(need(parts[2], 0x30)).find((one) => within(one)[0]?.whole.equals(about.id));
  const nonce = extensionIn(parts.find(({ tag }) => tag === 0xa1), OCSP_NONCE);
  if (!single || !nonce || !elementAt(nonce).value.equals(about.nonce)) throw new Failed("another-question");
  const [, state, thisUpdate, next] = within(single);
  const nextUpdate = next?.tag === 0xa0 ? instant(within(next)[0]) : null;
  const said = { producedAt, thisUpdate: instant(thisUpdate), nextUpdate };
  if (!isNow(said.thisUpdate, nextUpdate, about.now)) throw new Failed("stale");
  if (state?.tag === 0xa1) {
    const [revokedAt, why] = within(state);
    return { ...said, state: "revoked", revokedAt: instant(revokedAt), reason: why ? (within(why)[0]?.value[0] ?? null) : 0 };
  }
  return { ...said, state: state?.tag === 0x80 ? "good" : "unknown", revokedAt: null, reason: null };
}

/** RFC 6960, 4.2.2.2: the issuing CA itself, or whom it lets answer. */
function responderIn(certificates: Element | undefined, { issuer, now }: About): X509Certificate {
  const [first] = certificates?.tag === 0xa0 ? within(need(within(certificates)[0], 0x30)) : [];
  if (!first) return issuer;
  const responder = new X509Certificate(first.whole);
  // Node knows the extended usages by this name.
  const may = (responder.keyUsage as string[] | undefined)?.includes(OCSP_SIGNING) ?? false;
  const isWithin = Date.parse(responder.validFrom) <= now.getTime() && now.getTime() <= Date.parse(responder.validTo);
  if (!may || !isWithin || !responder.checkIssued(issuer) || !responder.verify(issuer.publicKey)) throw new Failed("untrusted");
  return responder;
}

function readList(der: Buffer, { serial, issuer, now }: About): CrlSaid {
  const [list, algorithm, signature] = within(elementAt(der));
  if (!isSigned(need(list, 0x30).whole, algorithm, signature, issuer.publicKey)) throw new Failed("untrusted");
  const parts = within(need(list, 0x30));
  const times = parts.filter(({ tag }) => tag === 0x17 || tag === 0x18);
  const [thisUpdate, nextUpdate] = [instant(times[0]), instant(times[1])];
  if (!isNow(thisUpdate, nextUpdate, now)) throw new Failed("stale");
  const number = extensionIn(parts.find(({ tag }) => tag === 0xa0), CRL_NUMBER);
  // After the times, where anything is revoked at all (RFC 5280, 5.1.2.6).
  const revoked = parts.slice(parts.indexOf(times[1] ?? (parts[0] as Element)) + 1).find(({ tag }) => tag === 0x30);
  return { number: number && BigInt(`0x${elementAt(number).value.toString("hex")}`).toString(), thisUpdate, nextUpdate, ...lookedUp(revoked?.value, Buffer.from(serial, "hex")) };
}

/** Entry after entry, without keeping them: a list may have hundreds of thousands. */
function lookedUp(entries: Buffer | undefined, serial: Buffer): Pick<CrlSaid, "entries" | "listed"> {
  let [count, at] = [0, 0];
  let listed: CrlSaid["listed"] = null;
  for (; entries && at < entries.length; count += 1) {
    const entry = elementAt(entries, at);
    at = entry.end;
    if (!elementAt(entry.value).value.equals(serial)) continue;
    const [, when, extensions] = within(entry);
    const reason = extensions ? extensionAmong(extensions, REASON_CODE) : null;
    listed = { revokedAt: instant(when), reason: reason ? (elementAt(reason).value[0] ?? null) : 0 };
  }
  return { entries: count, listed };
}

function extensionIn(wrapped: Element | undefined, id: string): Buffer | null {
  return wrapped ? extensionAmong(need(within(wrapped)[0], 0x30), id) : null;
}

function extensionAmong(list: Element, id: string): Buffer | null {
  const found = within(list).map(within).find(([name]) => oid(name) === id);
  return found?.at(-1)?.value ?? null;
}

const HASHES: Readonly<Record<string, string>> = { "1.2.840.113549.1.1.11": "sha256", "1.2.840.113549.1.1.12": "sha384", "1.2.840.113549.1.1.13": "sha512", "1.2.840.10045.4.3.2": "sha256", "1.2.840.10045.4.3.3": "sha384" };

function isSigned(octets: Buffer, algorithm: Element | undefined, signature: Element | undefined, key: X509Certificate["publicKey"]): boolean {
  const hash = HASHES[oid(within(need(algorithm, 0x30))[0])];
  return hash !== undefined && verify(hash, octets, key, need(signature, 0x03).value.subarray(1));
}

function isNow(thisUpdate: Date, nextUpdate: Date | null, now: Date): boolean {
  return thisUpdate.getTime() <= now.getTime() + ALLOWANCE_MS && (nextUpdate === null || nextUpdate.getTime() + ALLOWANCE_MS >= now.getTime());
}

function issuerIdOf(pem: string): string {
  return createHash("sha256").update(new X509Certificate(pem).raw).digest("hex");
}
