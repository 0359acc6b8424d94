// A process of the office in which users get their next certificate or are reminded of its end, and which is told at which statement to kill itself.
import { checkPin } from "#app/domain/accounts/check-pin.ts";
import { grantInstallation } from "#app/domain/certificates/install.ts";
import { installCertificate } from "#app/domain/certificates/pipeline.ts";
import { recoverCertificates } from "#app/domain/certificates/recover.ts";
import { remindOfExpiry } from "#app/domain/certificates/remind.ts";
import { renewCertificate } from "#app/domain/certificates/renew.ts";
import { currentRelease, getDefinition } from "#app/domain/definitions/store.ts";
import { isProblem } from "#app/domain/problem.ts";
import { mail } from "#db/schema/correspondence.ts";

import { makeCsr } from "../journey.ts";
import { beginHand, findWrongHands } from "./hand.ts";
import { handsIn, type Hand, type HandAct } from "./hands-kept.ts";
import { lookThrough, openKilledOffice, order, rest, say, step } from "./killed-office.ts";

/** Days before its end at which a certificate is reminded of, as the policy has them. */
const REMINDER_DAYS = [60, 30, 14, 3];

const office = await openKilledOffice();
const { made, stage } = office;
const { db, authority } = made.office;
const hands = handsIn(order.dataDir);

// Longer than an unfinished signature is waited for.
await made.movable?.moveTo(new Date(made.clock.now().getTime() + 120_000));
await comeToRest();

// Whoever was interrupted does it again, and nothing dies of that.
for (const hand of hands.list().filter(({ isDone }) => !isDone)) await goOn(hand, "again");
const [wanted, part] = (order.kill?.step ?? "").split(":") as [HandAct | "", string | undefined];
if (wanted !== "") {
  const hand = await beginHand(office, { act: wanted, order: hands.list().length });
  hands.keep(hand);
  await comeToRest();
  await goOn(hand, part === undefined ? wanted : "before it is told");
  if (part !== undefined) await step(`${wanted}:${part}`, comeToRest);
}
await comeToRest();
await lookThrough(office, {});
say({ wrong: await findWrongHands(db, hands.list()) });
say({ mails: (await db.select({ messageId: mail.messageId }).from(mail)).map(({ messageId }) => messageId) });
await office.close();

async function comeToRest(): Promise<void> {
  await recoverCertificates(made.office, authority, { now: stage.now() });
  await made.queue.start();
  await rest(office);
  await made.queue.stop(5);
}

/** Does what somebody is there for. The second time either in the tab that stayed open, with the key that it has, or in another one, for the first was closed and its key is gone (D5). */
async function goOn(hand: Hand, as: string): Promise<void> {
  const wasClosed = hand.wasBegun && hand.order % 2 === 1;
  const mine: Hand = { ...hand, wasBegun: true, ...(wasClosed && hand.act !== "remind" && { csrPem: await makeCsr(hand.userNumber), leaveId: null }) };
  hands.keep(mine);
  await step(as, () => act(mine, wasClosed));
  hands.keep({ ...mine, isDone: true });
}

async function profile() {
  return (await getDefinition(db, await currentRelease(db), "certificate-profile", "personal")).content;
}

async function installAgain(hand: Hand, notSaved: boolean): Promise<void> {
  const now = stage.now();
  const { userNumber, pin, csrPem } = hand;
  const granted = async () => {
    const { credential } = await checkPin(made.office, { userNumber, pin, ip: "192.0.2.7", now });
    const { id } = await grantInstallation(made.office, { credential, notSaved, now });
    hands.keep({ ...hand, leaveId: id });
    return id;
  };
  const installationId = hand.leaveId ?? (await granted());
  await installCertificate(made.office, authority, { installationId, csrPem, profile: await profile(), now });
}

/** Whoever lost the new file with its tab has no certificate to log in with, and a letter with a PIN (D5). */
async function replace(hand: Hand, notSaved: boolean): Promise<void> {
  const { first: serial, csrPem } = hand;
  try {
    await renewCertificate(made.office, authority, { serial, csrPem, notSaved, profile: await profile(), now: stage.now() });
  } catch (problem) {
    if (!notSaved || !isProblem(problem, "renewal.revoked")) throw problem;
    await installAgain(hand, true);
  }
}

/** What somebody is there for; a reminder comes by itself. */
async function act(hand: Hand, notSaved: boolean): Promise<void> {
  const now = stage.now();
  if (hand.act === "remind") await remindOfExpiry(made.office, { days: REMINDER_DAYS, now });
  else if (hand.act === "corrected") await replace(hand, notSaved);
  else if (hand.act === "renew") await renewCertificate(made.office, authority, { serial: hand.first, csrPem: hand.csrPem, notSaved, profile: await profile(), now });
  else await installAgain(hand, notSaved);
}
