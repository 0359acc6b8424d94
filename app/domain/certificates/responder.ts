import { and, eq, isNull } from "drizzle-orm";

import { responderCertificate } from "#db/schema/authority.ts";
import type { Db } from "#db/types.ts";
import { system } from "#app/domain/access/actor.ts";
import { inTrail } from "#app/domain/access/in-trail.ts";
import { record } from "#app/domain/audit/record.ts";
import { isProblem, Problem } from "#app/domain/problem.ts";

import { askTogether } from "./certificate-states.ts";
import type { CertId, CertificateState, Currency, ResponderKey, StatusAuthority } from "./ports.ts";
import { isWithin, type Validity } from "./validity.ts";

const DAY_MS = 86_400_000;
/** How long a responder's key is used. Nobody asks whether its certificate was revoked, so that it ends soon (RFC 6960, 4.2.2.2.1). */
const KEY_DAYS = 30;
/** Computers whose clock is slow; an hour is the most that the lint allows. */
const CLOCK_ALLOWANCE_MS = 5 * 60_000;
/** How long an answer may be believed. It is signed anew when half of that is over. */
const GOOD_FOR_MS = 3_600_000;
/** Answers that wait for their signature; who comes on top is asked to come back. */
const MOST_WAITING = 512;
/** Signed answers that are kept, of two kilobytes each. */
const MOST_KEPT = 20_000;

/** What goes back to who asked: DER of an OCSPResponse, and between when it counts; null where it holds no answer. */
export type OcspAnswer = { der: Uint8Array; currency: Currency | null };

export type Responder = {
  /** Answers one OCSPRequest; never throws for what somebody sent. */
  answer: (request: Uint8Array, now: Date) => Promise<OcspAnswer>;
};

/** The responder of one issuing CA: null where somebody asks of what another one issued. */
type ResponderOfOne = (request: Uint8Array, now: Date) => Promise<OcspAnswer | null>;

/** A key of this process with its certificate. */
type AtWork = { key: ResponderKey; certificate: Uint8Array; validity: Validity };

/**
 * The responder of one process, at one address for all the authorities of the office (RFC 6960): each is asked in turn whether the question is about its own. About other
 * authorities' certificates, or those of several at once, nobody should believe us (2.3).
 */
export function openResponder(db: Db, first: StatusAuthority, ...others: readonly StatusAuthority[]): Responder {
  const responders = [first, ...others].map((authority) => responderOf(db, authority));
  return {
    answer: async (request, now) => {
      for (const answer of responders) {
        const answered = await answer(request, now);
        if (answered !== null) return answered;
      }
      return { der: first.refuse("unauthorized"), currency: null };
    },
  };
}

/**
 * The responder of one issuing CA in one process. How a certificate stands is read from the database for each question, so that a revocation counts from its commit on
 * (P13), in every process; what costs is the signature, and that is kept for as long as the same may be said of the same certificate. An asker who sends a
 * nonce gets a signature of their own.
 */
function responderOf(db: Db, authority: StatusAuthority): ResponderOfOne {
  const states = askTogether(db, authority.issuerId);
  const kept = new Map<string, { signed: Promise<OcspAnswer>; until: number; by: AtWork }>();
  let atWork: Promise<AtWork> | null = null;
  let waiting = 0;

  /** The key in use, or a new one where there is none, or its time is over by the office's clock. */
  async function responderAt(now: Date): Promise<AtWork> {
    const present = atWork;
    if (present) {
      const opened = await present.catch(() => null);
      if (opened && isWithin({ notBefore: opened.validity.notBefore, notAfter: lastAnswer(opened.validity) }, now)) return opened;
      // Whoever waited beside us has seen to it.
      if (atWork !== present) return responderAt(now);
    }
    atWork = takeKeyIntoUse(db, authority, now);
    return atWork;
  }

  async function sign(about: ReadonlyArray<{ about: CertId; state: CertificateState }>, nonce: Uint8Array | null, by: AtWork, now: Date): Promise<OcspAnswer> {
    if (waiting >= MOST_WAITING) return { der: authority.refuse("tryLater"), currency: null };
    waiting += 1;
    try {
      const thisUpdate = new Date(Math.floor(now.getTime() / 1000) * 1000);
      const currency = { thisUpdate, nextUpdate: new Date(thisUpdate.getTime() + GOOD_FOR_MS) };
      return { der: await by.key.answer(about, { ...currency, nonce, certificate: by.certificate }), currency };
    } finally {
      waiting -= 1;
    }
  }

  async function keptOrSigned(about: CertId, state: CertificateState, by: AtWork, now: Date): Promise<OcspAnswer> {
    const id = `${Buffer.from(about.der).toString("latin1")} ${typeof state === "string" ? state : `${state.revokedAt.getTime()} ${state.reason}`}`;
    const known = kept.get(id);
    if (known && known.by === by && now.getTime() < known.until && now.getTime() >= known.until - GOOD_FOR_MS / 2) return known.signed;
    const signed = sign([{ about, state }], null, by, now);
    kept.delete(id);
    kept.set(id, { signed, until: now.getTime() + GOOD_FOR_MS / 2, by });
    for (const oldest of kept.keys()) {
      if (kept.size <= MOST_KEPT) break;
      kept.delete(oldest);
    }
    // What could not be signed is not an answer to keep.
    const forget = () => void kept.delete(id);
    signed.then(({ currency }) => (currency ? undefined : forget()), forget);
    return signed;
  }

  return async (request, now) => {
    try {
      const { about, nonce } = authority.readQuestion(request);
      if (about.some(({ isOurs }) => !isOurs)) return null;
      const by = await responderAt(now);
      const answers = await Promise.all(about.map(async (one) => ({ about: one, state: await states(one.serial) })));
      const [only, ...more] = answers;
      // Of what was never issued there is no end: those answers would push out the ones that are asked for again.
      if (nonce || !only || more.length > 0 || only.state === "unknown") return await sign(answers, nonce, by, now);
      return await keptOrSigned(only.about, only.state, by, now);
    } catch (failure) {
      if (isProblem(failure, "ocsp.malformed")) return { der: authority.refuse("malformedRequest"), currency: null };
      throw failure;
    }
  };
}

/** The last instant at which an answer may be signed that is good for its whole time. */
const lastAnswer = ({ notAfter }: Validity): Date => new Date(notAfter.getTime() - GOOD_FOR_MS);

/** Makes a key and has the authority certify it: the octets are linted and stored before they are signed (P1, P2). Throws `certificate.unsound`. */
async function takeKeyIntoUse(db: Db, authority: StatusAuthority, now: Date): Promise<AtWork> {
  const key = await authority.newResponderKey();
  const serial = authority.newSerial();
  const seconds = Math.floor(now.getTime() / 1000) * 1000;
  const validity = { notBefore: new Date(seconds - CLOCK_ALLOWANCE_MS), notAfter: new Date(seconds + KEY_DAYS * DAY_MS - 1000) };
  const tbs = authority.prepareResponder({ serial, publicKey: key.publicKey, ...validity });
  const [finding] = authority.lintResponder(tbs);
  if (finding) throw new Problem("certificate.unsound", { check: finding.check, clause: finding.clause });

  await db.insert(responderCertificate).values({ serial, issuerId: authority.issuerId, tbs, ...validity, intendedAt: now });
  const certificate = await authority.sign(tbs);
  await db.transaction(async (tx) => {
    await tx
      .update(responderCertificate)
      .set({ der: certificate, issuedAt: now })
      .where(and(eq(responderCertificate.serial, serial), isNull(responderCertificate.issuedAt)));
    const actor = inTrail(system("ocsp"));
    await record(tx, { now, actor, act: "responder.certified", subject: { kind: "certificate", id: serial }, details: { until: validity.notAfter.toISOString() } });
  });
  return { key, certificate, validity };
}
