import type { StaffActor } from "#app/domain/access/actor.ts";
import { may } from "#app/domain/access/permissions.ts";
import type { Asked, CertificateRead, CertificateReader, CrlSaid, OcspSaid, StatusAsker } from "#app/domain/certificates/reading.ts";
import { listReissues } from "#app/domain/certificates/reissue-list.ts";
import { type CertificateRecord, readCertificate } from "#app/domain/customers/certificates/life.ts";
import { standingOf } from "#app/domain/customers/certificates/states.ts";
import { currentRelease, listDefinitions } from "#app/domain/definitions/store.ts";
import { fullName } from "#app/domain/people.ts";
import type { Db } from "#db/types.ts";

import type { Translate } from "./i18n.server.ts";
import { profileName } from "./certificates.server.ts";
import { paths } from "./paths.ts";
import { showReissues } from "./reissues.server.ts";
import { showTrail } from "./trail.server.ts";

type Reader = { db: Db; actor: StaffActor; now: Date; t: Translate; reader: CertificateReader };

/** The page of one certificate, for its reader; dates as ISO 8601. */
export async function showCertificatePage(means: Reader, serial: string) {
  const { db, actor, now, t, reader } = means;
  const found = await readCertificate(db, serial);
  const { row, user, code, party } = found;
  const read = row.der && reader.read(row.der);
  const state = standingOf(row, now);
  return {
    serial,
    decimal: BigInt(`0x${serial}`).toString(),
    state,
    name: fullName(user).trim(),
    kind: user.kind,
    owner: { userNumber: user.userNumber, to: may(actor, "account:read") ? paths.account(user.userNumber) : null },
    practice: { name: code.name, agbCode: code.code, to: may(actor, "organisation:read") ? paths.customer(party.id) : null },
    profile: profileName(row.profile, t),
    notBefore: row.notBefore.toISOString(),
    notAfter: row.notAfter.toISOString(),
    revoked: row.revokedAt && { at: row.revokedAt.toISOString(), reason: row.revocationReason },
    predecessor: row.predecessor === null ? null : { serial: row.predecessor, to: paths.certificate(row.predecessor) },
    isKeyBlocked: found.isKeyBlocked,
    reissues: showReissues(await listReissues(db, { serial }), { actor, t }),
    findings: found.findings.map(({ what, foundAt }) => ({ what, foundAt: foundAt.toISOString() })),
    authorityTo: may(actor, "authority:read") ? paths.authority() : null,
    read: read && showRead(read),
    chain: (reader.chainOf(row.issuerId) ?? []).map(showRead),
    policies: await policiesOf(db, t),
    life: showLife(found, { now, t }),
    request: found.request && { ...found.request, to: may(actor, "request:read") ? paths.request(found.request.id) : null },
    views: showTrail(found.views, { t }),
    file: read ? paths.certificateFile(serial) : null,
    revocation: row.status === "issued" && may(actor, "certificate:revoke") ? paths.revocation(serial) : null,
  };
}
export type CertificatePageShown = Awaited<ReturnType<typeof showCertificatePage>>;

function showRead({ notBefore, notAfter, ...read }: CertificateRead) {
  return { ...read, notBefore: notBefore.toISOString(), notAfter: notAfter.toISOString() };
}

/** Which kind of certificate each policy stands for. */
async function policiesOf(db: Db, t: Translate): Promise<Record<string, string>> {
  const profiles = await listDefinitions(db, await currentRelease(db), "certificate-profile");
  return Object.fromEntries(profiles.map(({ key, content }) => [content.policyOid, profileName(key, t)]));
}

/** What happened, oldest first, and what is still to come: from the trail, and from what the rows say by themselves. */
function showLife({ row, events, listed }: CertificateRecord, { now, t }: { now: Date; t: Translate }) {
  const state = standingOf(row, now);
  const happened = showTrail([...events].reverse(), { t }).reverse().map(({ id, at, what, who, isAutomatic, text }) => ({ key: String(id), at, what, who: isAutomatic ? null : who, text, state: "done" as const }));
  const said = (key: string, at: Date, values: Record<string, string | number> = {}) => ({ key, at: at.toISOString(), what: t(`certificates:life.${key}`, values), who: null, text: null });
  const rest = [
    ...(listed?.at ? [{ ...said("listed", listed.at, { number: listed.number }), state: "stopped" as const }] : []),
    ...(row.supersededAt ? [{ ...said("superseded", row.supersededAt), state: "done" as const }] : []),
    ...(state === "expired" ? [{ ...said("expired", row.notAfter), state: "stopped" as const }] : []),
  ];
  const all = [...happened, ...rest].sort((one, other) => one.at.localeCompare(other.at));
  const isOn = state === "valid" || state === "expires-soon" || state === "succeeded";
  return isOn ? [...all, { ...said("expires", row.notAfter), state: "next" as const }] : all;
}

/** What the authority's own publication says of it now, as asked over the network; for a card of the page. */
export async function showStatus(asker: StatusAsker, record: { serial: string; issuerId: string }, now: Date) {
  const asked = await asker.ask({ ...record, now });
  return { at: now.toISOString(), ocsp: asked && showAsked(asked.ocsp, showOcsp), crl: asked && showAsked(asked.crl, showCrl) };
}
export type StatusShown = Awaited<ReturnType<typeof showStatus>>;

function showAsked<Answer, Shown>(asked: Asked<Answer>, show: (answer: Answer) => Shown) {
  const { url, tookMs } = asked;
  return "answer" in asked ? { url, tookMs, failure: null, answer: show(asked.answer) } : { url, tookMs, failure: asked.failure, answer: null };
}

function showOcsp({ state, revokedAt, reason, producedAt, nextUpdate }: OcspSaid) {
  return { state, revokedAt: revokedAt?.toISOString() ?? null, reason: reasonNamed(reason), producedAt: producedAt.toISOString(), nextUpdate: nextUpdate?.toISOString() ?? null };
}

function showCrl({ number, entries, thisUpdate, nextUpdate, listed }: CrlSaid) {
  return { number, entries, thisUpdate: thisUpdate.toISOString(), nextUpdate: nextUpdate.toISOString(), listed: listed && { revokedAt: listed.revokedAt.toISOString(), reason: reasonNamed(listed.reason) } };
}

/** RFC 5280, 5.3.1. */
const REASONS: Readonly<Record<number, string>> = { 0: "unspecified", 1: "keyCompromise", 3: "affiliationChanged", 4: "superseded", 5: "cessationOfOperation", 9: "privilegeWithdrawn" };

function reasonNamed(code: number | null): string | null {
  return code === null ? null : (REASONS[code] ?? String(code));
}
