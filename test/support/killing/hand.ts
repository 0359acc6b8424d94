// Users of a doomed office: how they got their first certificate, and what may not be once they have their next one.
import { eq, ne } from "drizzle-orm";

import { system } from "#app/domain/access/actor.ts";
import { hashPin, makePin } from "#app/domain/accounts/pin.ts";
import { newUserNumber } from "#app/domain/accounts/user-number.ts";
import { grantInstallation, markSaved } from "#app/domain/certificates/install.ts";
import { installCertificate } from "#app/domain/certificates/pipeline.ts";
import { openReissues } from "#app/domain/certificates/reissue.ts";
import { decideRelease, proposeRelease } from "#app/domain/certificates/release.ts";
import { currentRelease, getDefinition } from "#app/domain/definitions/store.ts";
import { account, certificate, credential } from "#db/schema/accounts.ts";
import { practiceMove } from "#db/schema/moves.ts";
import { agbCode, enterprise } from "#db/schema/organisations.ts";
import { runSql, type Db } from "#db/types.ts";

import { makeCsr } from "../journey.ts";
import type { Hand, HandAct } from "./hands-kept.ts";
import type { KilledOffice } from "./killed-office.ts";

const DAY_MS = 86_400_000;
/** How long ago the first certificate was made, of the two years that it lasts: twenty days are left, it ended five days ago, or it is nearly new. */
const MADE_DAYS_AGO: Record<HandAct, number> = { renew: 710, remind: 710, expired: 735, released: 100, corrected: 100 };

/** Somebody of De Brug with number, PIN and a certificate of long ago, as an import leaves them; where it was lost, two members of staff have given leave. */
export async function beginHand({ made, stage }: Pick<KilledOffice, "made" | "stage">, { act, order }: { act: HandAct; order: number }): Promise<Hand> {
  const { office } = made;
  const { db } = office;
  const now = stage.now();
  const then = new Date(now.getTime() - MADE_DAYS_AGO[act] * DAY_MS);
  const [userNumber, pin] = [newUserNumber(made.fulfil.environment), makePin()];
  const email = `u${userNumber}@debrug.example`;
  const [[practice], firstCsr, csrPem, pinHash] = await Promise.all([db.select().from(agbCode).where(eq(agbCode.code, "12345678")), makeCsr(userNumber, 2048), act === "remind" ? "" : makeCsr(userNumber), hashPin(pin)]);
  if (!practice) throw new Error("De Brug is not there.");
  await db.insert(account).values({ userNumber, enterpriseId: practice.enterpriseId, agbCode: practice.code, initials: "Z.", prefix: "van der", surname: "Håkon", email, language: "nl", status: "active", createdAt: then });
  const [owned] = await db.insert(credential).values({ userNumber, pinHash, madeAt: then, installUntil: new Date(then.getTime() + 60 * DAY_MS) }).returning();
  if (!owned) throw new Error("The PIN was not stored.");
  const leave = await grantInstallation(office, { credential: owned, notSaved: false, now: then });
  const { content: profile } = await getDefinition(db, await currentRelease(db), "certificate-profile", "personal");
  // It was linted when it was made, by the clock of that day, and keys were shorter then.
  const first = await installCertificate(office, { ...office.authority, lint: () => [] }, { installationId: leave.id, csrPem: firstCsr, profile: { ...profile, key: { ...profile.key, minBits: 2048 } }, now: then });
  await markSaved(office, { installationId: leave.id, now: then });
  if (act === "released") {
    const { id } = await proposeRelease(office, { userNumber, why: "lost", note: "laptop kwijt", by: stage.staff.sanne, now });
    await decideRelease(office, { id, outcome: "granted", by: stage.staff.wim, now });
  }
  if (act === "corrected") {
    // A correction has a cause; which one is the same to whoever replaces the certificate.
    const [other] = await db.select().from(enterprise).where(ne(enterprise.id, practice.enterpriseId)).limit(1);
    const [cause] = await db
      .insert(practiceMove)
      .values({ agbCode: practice.code, fromEnterpriseId: practice.enterpriseId, toEnterpriseId: other?.id ?? "", movesOn: "2026-01-01", reason: "naam", proposedBy: stage.staff.sanne.id, proposedAt: now, outcome: "refused", decidedBy: stage.staff.wim.id, decidedAt: now })
      .returning();
    await db.transaction(async (tx) => {
      await tx.update(account).set({ prefix: "de", surname: "Vries" }).where(eq(account.userNumber, userNumber));
      await openReissues(tx, office, { userNumbers: [userNumber], because: { moveId: cause?.id ?? "" }, by: system("fulfilment"), now });
    });
  }
  return { order, act, userNumber, pin, email, first: first.serial, csrPem, leaveId: null, wasBegun: false, isDone: false };
}

/** Templates of what user, contact and main contact are told, of the certificate that is named; a reminder names the first one, everything else the next. */
const TOLD: Record<HandAct, string> = { renew: "certificate.renewed", corrected: "reissue.done", expired: "certificate.reinstalled", released: "certificate.installed", remind: "certificate.expiring" };

/** What is wrong with those who have what they came for: sentences, each with whom it is about. */
export async function findWrongHands(db: Db, hands: readonly Hand[]): Promise<string[]> {
  const wrong: string[] = [];
  for (const hand of hands.filter(({ isDone }) => isDone)) wrong.push(...(await findWrong(db, hand)).map((sentence) => `${hand.act} ${hand.userNumber}: ${sentence}`));
  return wrong;
}

async function findWrong(db: Db, { act, userNumber, first, email }: Hand): Promise<string[]> {
  const all = await db.select().from(certificate).where(eq(certificate.userNumber, userNumber));
  const former = all.find(({ serial }) => serial === first);
  const later = all.filter(({ serial }) => serial !== first);
  const current = later.filter(({ status, supersededAt }) => status === "issued" && supersededAt === null);
  const stands = former && `${former.status}${former.supersededAt ? " aside" : ""}${former.revocationReason ? ` ${former.revocationReason}` : ""}`;
  const wrong: string[] = [];
  const expect = (what: string, is: unknown, wanted: unknown) => void (is === wanted || wrong.push(`${what}: ${String(is)} instead of ${String(wanted)}`));
  expect("the former certificate is", stands, { renew: "issued aside", expired: "issued aside", released: "revoked superseded", corrected: "revoked aside affiliationChanged", remind: "issued" }[act]);
  expect("successors that count", current.length, act === "remind" ? 0 : 1);
  expect("certificates that are neither", later.filter(({ status }) => status !== "revoked").length - current.length, 0);
  expect("thrown away, more than one", later.length - current.length > 1, false);
  // Of a correction, whose file was lost with its tab: by then nothing is left that it could follow (D5).
  const isAnew = act === "corrected" && later.length > current.length;
  expect("successor of", current[0]?.predecessor ?? null, act === "renew" || act === "expired" || (act === "corrected" && !isAnew) ? first : null);
  const of = act === "remind" ? first : current[0]?.serial;
  const told = await runSql<{ recipient: string; times: string }>(db, "select lower(recipient) as recipient, count(*) as times from mail where status = 'sent' and occasion like $1 group by 1", [`${isAnew ? "certificate.installed" : TOLD[act]} ${of ?? "nothing"} %`]);
  expect("told to user, contact and main contact", told.length, 3);
  expect("told to the user", told.some(({ recipient }) => recipient === email), true);
  expect("told more than once", told.some(({ times }) => Number(times) !== 1), false);
  if (act === "remind") expect("reminders", (await runSql(db, "select 1 from certificate_reminder where serial = $1", [first])).length, 1);
  if (act === "corrected") expect("corrections that were carried out", (await runSql(db, "select 1 from reissue where user_number = $1 and outcome = 'issued'", [userNumber])).length, 1);
  if (act === "released") expect("releases used", (await runSql(db, "select 1 from reinstall_release where user_number = $1 and used_at is not null", [userNumber])).length, 1);
  return wrong;
}
