// A process of the office that is told at which statement to kill itself. It is bundled and run by `office-process.ts`.
import process from "node:process";

import { and, asc, eq, inArray, isNull, ne } from "drizzle-orm";

import { sealEvents } from "#app/domain/audit/seal.ts";
import { takeDecisionsIntoEffect } from "#app/domain/effects/take-effect.ts";
import { makeBatch, releaseBatch } from "#app/domain/print-room/batches.ts";
import { settleBatch } from "#app/domain/print-room/settle.ts";
import { isProblem } from "#app/domain/problem.ts";
import { getRequest } from "#app/domain/requests/decide.ts";
import { makeSweeps } from "#app/worker.server.ts";
import { account, certificate, credential, letter } from "#db/schema/accounts.ts";
import { mail } from "#db/schema/correspondence.ts";
import { draft, request } from "#db/schema/requests.ts";

import { atTheDoor, attend, orderAtHome, orderOf, ordersOf } from "../door.ts";
import { approve, confirm, fillIn, identify, install, submit } from "../journey.ts";
import { findWhatIsWrong, type Confirmed } from "./checker.ts";
import { openKilledOffice, order, say, untilNothingIsLeft } from "./killed-office.ts";

let inHand = "";
let statements = 0;

/** Sees each statement before it runs; the one that it was told of never does. */
function logQuery(query: string, params: unknown[]): void {
  if (order.kill === null || inHand !== order.kill.step) return;
  statements += 1;
  const { at } = order.kill;
  const isTrail = typeof at === "string" && query.startsWith('insert into "audit_event"') && params.includes(at);
  if (isTrail || statements === at) process.kill(process.pid, "SIGKILL");
}

/** One step of the main job as somebody does it; what it answered was confirmed to them. */
async function step<T>(name: string, work: () => Promise<T>, told?: (answer: T) => Confirmed): Promise<T> {
  inHand = name;
  statements = 0;
  say({ begins: name });
  const answer = await work();
  // Committed, and nobody has heard of it.
  if (order.kill?.step === name && order.kill.at === "answer") process.kill(process.pid, "SIGKILL");
  if (told) say({ confirmed: told(answer) });
  if (told && order.kill?.step === name && order.kill.at === "told") process.kill(process.pid, "SIGKILL");
  inHand = "";
  return answer;
}

const office = await openKilledOffice(logQuery);
const { made, stage } = office;
const { db } = made.office;
const sweeps = makeSweeps(made);

// Longer than a lost answer of a bank and an unfinished signature are waited for.
await later(120_000);
// The work of a process that died is taken up again; that may die too.
await step("fulfil", () => made.queue.start().then(rest));
await look();
const left = await unfinished();
if (left.length === 0 && order.kill) left.push(await send(await fillIn(stage)));
for (const requestId of left) await goOn(requestId);
await look();
say({ mails: (await db.select({ messageId: mail.messageId }).from(mail)).map(({ messageId }) => messageId) });
await office.close();

async function look(): Promise<void> {
  say({ wrong: await findWhatIsWrong(db, { headsFile: made.audit.headsFile, publicPem: made.audit.key.publicPem }, order.confirmed) });
}

/** The office's clock goes forward; it stands in the database. */
async function later(milliseconds: number): Promise<void> {
  await made.movable?.moveTo(new Date(made.clock.now().getTime() + milliseconds));
}

/** Every sweep and every job, those that lost their worker too, until nothing is left to do; then the seal. */
async function rest(): Promise<void> {
  await untilNothingIsLeft(office, () => sweeps.tick());
  await sealEvents(db, { ...made.audit, headEverySeconds: 0 });
}

/** Forms that were filled in and requests that have not come to their end, oldest first. */
async function unfinished(): Promise<string[]> {
  const forms = await db.select().from(draft).where(isNull(draft.submittedAt)).orderBy(asc(draft.createdAt));
  for (const form of forms) await send(form);
  const open = await db.select({ id: request.id }).from(request).where(ne(request.status, "done")).orderBy(asc(request.number));
  const uncertified = await db
    .select({ id: account.requestId })
    .from(account)
    .leftJoin(credential, and(eq(credential.userNumber, account.userNumber), isNull(credential.voidedAt)))
    .leftJoin(certificate, and(eq(certificate.userNumber, account.userNumber), inArray(certificate.status, ["intended", "issued"])))
    .where(isNull(certificate.serial));
  return [...new Set([...open, ...uncertified].flatMap(({ id }) => id ?? []))];
}

function send(filled: typeof draft.$inferSelect): Promise<string> {
  return step("submit", () => submit(stage, filled), (requestId) => ({ step: "submit", draftId: filled.id, requestId }));
}

/** Does with a request whatever comes next, until its user has a certificate. Whoever was interrupted does it again. */
async function goOn(requestId: string): Promise<void> {
  for (;;) {
    const { status, fulfilledAt } = await getRequest(db, requestId);
    if (status === "unconfirmed") await step("confirm", () => confirm(stage, requestId));
    else if (["submitted", "in-review", "second-check"].includes(status)) await step("decide", () => approve(stage, requestId), () => ({ step: "decide", requestId }));
    else if (status === "decided") {
      await later(15_000);
      await step("take-effect", () => takeDecisionsIntoEffect(made.office, made.clock.now()));
    } else if (status === "identifying") {
      await made.queue.stop(5);
      if (order.kill?.step === "at-home") await step("at-home", () => identifyAtHome(requestId), () => ({ step: "identify", requestId }));
      else await step("identify", () => identify(stage, requestId, { holder: "johanna" }), () => ({ step: "identify", requestId }));
      await step("fulfil", () => made.queue.start().then(rest), () => ({ step: "fulfil", requestId }));
    } else if (status === "fulfilling" && fulfilledAt === null) await step("fulfil", rest, () => ({ step: "fulfil", requestId }));
    else if (status === "fulfilling") await print(requestId);
    else break;
  }
  await rest();
  await step("install", () => installOnce(requestId), ({ serial }) => ({ step: "install", serial }));
  await rest();
}

/** AMP comes to the door (R76). An order that an earlier life placed is gone on with; who goes to a bank instead, in another life, has it withdrawn. */
async function identifyAtHome(requestId: string): Promise<void> {
  const open = (await ordersOf(stage, requestId)).find(({ endedAt }) => endedAt === null);
  const orderId = open?.id ?? (await orderAtHome(stage, requestId, "johanna"));
  if ((await orderOf(stage, orderId)).orderNumber === null) await attend(stage, orderId);
  // An earlier life may have seen the courier off and died before it heard what came of it.
  await atTheDoor(stage, orderId, { person: "johanna", outcome: "identified" }).catch(() => undefined);
  await attend(stage, orderId);
}

/** One letter: into a batch, out of its seal, into the post. A letter that was opened and not settled is spoilt, and another is made (P11). */
async function print(requestId: string): Promise<void> {
  const by = stage.staff.noor;
  const now = made.clock.now();
  const told = (act: "batched" | "released" | "posted") => () => ({ step: "print" as const, act, requestId });
  const [current] = await db.select().from(letter).where(and(eq(letter.requestId, requestId), inArray(letter.status, ["waiting", "in-batch"])));
  if (!current) return rest();
  const batch = current.batch ?? (await step("print", () => makeBatch(made.office, { by, now }), told("batched")));
  if (current.openedAt !== null) {
    await step("print", () => settleBatch(made.office, { batch, posted: [], spoilt: [current.id], by, now }));
    return rest();
  }
  await step("print", () => releaseBatch(made.office, { batch, by, now }), told("released"));
  await step("print", () => settleBatch(made.office, { batch, posted: [current.id], spoilt: [], by, now }), told("posted"));
  await rest();
}

async function installOnce(requestId: string) {
  try {
    return await install(stage, requestId);
  } catch (problem) {
    if (!isProblem(problem, "install.repeat")) throw problem;
    return install(stage, requestId, { notSaved: true });
  }
}
