import type { Dice } from "#db/worlds/dice.ts";
import { NOTES, OBJECTIONS, QUESTIONS, REFUSALS, REJECTIONS, RULINGS } from "#db/worlds/words.ts";
import { confirmRuling, openSealedAnswers, proposeAcceptance, refuseIdentity } from "#app/domain/identification/rule.ts";
import { answerInformation } from "#app/domain/requests/ask.ts";
import { claimRequest } from "#app/domain/requests/claim.ts";
import { cancelRequest, objectToRequest } from "#app/domain/requests/end.ts";
import { joinRequests } from "#app/domain/requests/join.ts";
import { addNote } from "#app/domain/requests/notes.ts";

import { approve, approveToo, ask, confirm, install, linkOf, reject, send, takeEffect, type FilledForm, type World } from "./world-acts.server.ts";
import { deny, identify, look, type AtTheBank } from "./world-identification.server.ts";
import { pastRegisters } from "./world-office.server.ts";
import type { Moments, Story } from "./world-time.server.ts";

/** How the story of a request ends, as far as it is told. */
export type Ending =
  | "unconfirmed"
  | "waiting"
  | "claimed"
  | "sent-twice"
  | "asked"
  | "answered"
  | "second-check"
  | "decided"
  | "rejected"
  | "cancelled"
  | "objected"
  | "denied"
  | "identifying"
  | "unanswered"
  | "near"
  | "proposed"
  | "ruled"
  | "mismatch"
  | "refused"
  | "fulfilled"
  | "installed";

export type Plot = {
  ending: Ending;
  form: FilledForm;
  /** Working days ago: sent, decided, identified (or what else comes last). */
  sent: number;
  decided: number;
  last: number;
};

/** One request from its form to where it stands today. */
export async function* tellRequest(world: World, plot: Plot, dice: Dice, moments: Moments): Story {
  const { ending } = plot;
  const requestId = await send(world, plot.form, yield moments.officeHours(plot.sent));
  if (ending === "unconfirmed") return;
  await confirm(world, requestId, yield moments.soon(1, 90));
  const [first, second] = dice.chance(55) ? world.reviewers : ([world.reviewers[1], world.reviewers[0]] as const);
  const note = async (now: Date) => addNote(world.office, { requestId, text: dice.pick(NOTES), by: first, now });

  if (ending === "waiting") {
    if (plot.sent > 2 && dice.chance(15)) await note(yield moments.officeHours(1));
    return;
  }
  if (ending === "claimed") {
    const now = yield moments.justNow(dice.between(40, 700));
    await claimRequest(world.office, { requestId, by: first, now });
    return;
  }
  if (ending === "sent-twice") {
    const again = await send(world, { ...plot.form, remarks: "" }, yield moments.soon(20, 90));
    await confirm(world, again, yield moments.soon(1, 30));
    const now = yield moments.justNow(dice.between(40, 700));
    const { version } = await claimRequest(world.office, { requestId, by: first, now });
    return joinRequests({ ...world.office, registers: pastRegisters }, { requestId, version, others: [again], by: first, now });
  }
  if (ending === "asked" || ending === "answered") {
    const [question, answer, about] = dice.pick(QUESTIONS);
    await ask(world, requestId, first, { question, about }, yield moments.officeHours(plot.decided));
    if (ending === "asked") return;
    const now = yield moments.evening(plot.last);
    await answerInformation(world.office, { link: await linkOf(world, requestId, "status"), answer, now });
    return world.finish(now);
  }
  if (ending === "objected") {
    const now = yield moments.evening(plot.decided);
    await objectToRequest(world.office, { link: await linkOf(world, requestId, "objection"), text: dice.pick(OBJECTIONS), now });
    return;
  }
  if (ending === "cancelled" && dice.chance(50)) {
    const now = yield moments.soon(60, 900);
    await cancelRequest(world.office, { requestId, now });
    return world.finish(now);
  }
  if (ending === "rejected") {
    const [reasonCode, why] = dice.pick(REJECTIONS);
    if (dice.chance(40)) await note(yield moments.officeHours(plot.decided));
    await reject(world, requestId, first, { reasonCode, note: why }, yield moments.officeHours(plot.decided));
    return takeEffect(world, yield moments.soon(1, 1));
  }

  const decidedAt = yield ending === "decided" ? moments.justNow(3) : moments.officeHours(plot.decided);
  const { needsSecond } = await approve(world, requestId, first, decidedAt);
  if (ending === "second-check" || ending === "decided") return;
  if (needsSecond) await approveToo(world, requestId, second, yield moments.soon(15, 180));
  await takeEffect(world, yield moments.soon(1, 1));
  yield* tellIdentification(world, { ...plot, requestId }, dice, moments);
}

const AT_THE_BANK: Partial<Record<Ending, AtTheBank>> = { near: "near", proposed: "near", ruled: "near", mismatch: "mismatch", refused: "mismatch" };

async function* tellIdentification(world: World, plot: Plot & { requestId: string }, dice: Dice, moments: Moments): Story {
  const { ending, requestId } = plot;
  if (ending === "cancelled") {
    const now = yield moments.officeHours(plot.last);
    await cancelRequest(world.office, { requestId, now });
    return world.finish(now);
  }
  if (ending === "denied") return deny(world, requestId, dice, yield moments.evening(plot.last));
  if (ending === "identifying" || ending === "unanswered") {
    if (dice.chance(60)) await look(world, requestId, dice, yield moments.evening(plot.last));
    return;
  }

  await identify(world, requestId, AT_THE_BANK[ending] ?? "match", dice, yield dice.chance(60) ? moments.evening(plot.last) : moments.officeHours(plot.last));
  const [sanne, wim] = world.reviewers;
  if (ending === "refused") {
    const now = yield moments.officeHours(plot.last - 1);
    await refuseIdentity(world.office, { requestId, note: dice.pick(REFUSALS), by: wim, now });
    return world.finish(now);
  }
  if (ending === "proposed" || ending === "ruled") {
    const proposedAt = yield moments.officeHours(plot.last - 1);
    await openSealedAnswers(world.office, { requestId, secret: world.secret, by: sanne, now: proposedAt });
    await proposeAcceptance(world.office, { requestId, note: dice.pick(RULINGS), by: sanne, now: proposedAt });
    if (ending === "proposed") return;
    const now = yield moments.soon(20, 200);
    await openSealedAnswers(world.office, { requestId, secret: world.secret, by: wim, now });
    await confirmRuling(world.office, { requestId, agree: true, by: wim, now });
    await world.finish(now);
  }
  // The letter is posted on the print room's next day, and takes a day or two.
  if (ending === "installed") await install(world, requestId, yield moments.officeHours(plot.last - dice.between(7, 10)));
}
