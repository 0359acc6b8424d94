import { desc, eq } from "drizzle-orm";
import fc from "fast-check";
import { expect } from "vitest";

import { may, type Act } from "#app/domain/access/permissions.ts";
import { tell } from "#app/domain/correspondence/tell.ts";
import { recordView } from "#app/domain/customers/viewed.ts";
import { takeDecisionsIntoEffect } from "#app/domain/effects/take-effect.ts";
import { confirmRuling, proposeAcceptance, refuseIdentity } from "#app/domain/identification/rule.ts";
import { isProblem, Problem } from "#app/domain/problem.ts";
import { answerInformation, askInformation } from "#app/domain/requests/ask.ts";
import type { BulkAct } from "#app/domain/requests/bulk/acts.ts";
import { planBulk, startBulk } from "#app/domain/requests/bulk/plan.ts";
import { listBulk } from "#app/domain/requests/bulk/read.ts";
import { runBulk } from "#app/domain/requests/bulk/run.ts";
import { selectForBulk } from "#app/domain/requests/bulk/select.ts";
import { claimRequest, releaseLateClaims, releaseRequest, takeOverRequest } from "#app/domain/requests/claim.ts";
import { approveRequest, getRequest, rejectRequest, secondApprove, secondReturn, undoDecision } from "#app/domain/requests/decide.ts";
import { cancelRequest, objectToRequest } from "#app/domain/requests/end.ts";
import { CLOSED, LIFECYCLE, type Act as LifeAct } from "#app/domain/requests/lifecycle.ts";
import type { RequestRow } from "#app/domain/requests/move.ts";
import { identification } from "#db/schema/identification.ts";
import { enterprise } from "#db/schema/organisations.ts";
import { practice } from "#db/worlds/cast.ts";

import { count, differences, expectLivesLikeRequests } from "./figures.ts";
import { answersFor, identify, linkTo, look, received } from "./journey.ts";
import type { TestOffice } from "./office.ts";
import { replay, standsAs } from "./replay.ts";
import type { Staff } from "./stage.ts";

type Who = keyof Staff;
type Doing = { office: TestOffice; requestId: string; row: RequestRow; who: Who };

/** What anybody may try, each with the permission that its route asks for; null is open to who has the link, or the office's own clockwork. */
const TRIES: Record<string, { can: Act | null; act: (doing: Doing) => Promise<unknown> }> = {
  claim: { can: "request:claim", act: ({ office, requestId, who }) => claimRequest(office.made.office, { requestId, by: office.staff[who], now: office.now() }) },
  release: { can: "request:claim", act: ({ office, requestId, who }) => releaseRequest(office.made.office, { requestId, by: office.staff[who], now: office.now() }) },
  "take-over": { can: "request:take-over", act: ({ office, requestId, who }) => takeOverRequest(office.made.office, { requestId, reason: "Collega is weg.", by: office.staff[who], now: office.now() }) },
  approve: { can: "request:decide", act: (doing) => approveRequest(doing.office.made.office, deciding(doing)) },
  "approve an older version": { can: "request:decide", act: (doing) => approveRequest(doing.office.made.office, { ...deciding(doing), version: doing.row.version - 1 }) },
  reject: { can: "request:decide", act: (doing) => rejectRequest(doing.office.made.office, { ...deciding(doing), reasonCode: "DUPLICATE" }) },
  "second-approve": { can: "request:second-check", act: (doing) => secondApprove(doing.office.made.office, deciding(doing)) },
  "second-return": { can: "request:second-check", act: (doing) => secondReturn(doing.office.made.office, { ...deciding(doing), note: "Bel eerst." }) },
  ask: { can: "request:ask", act: (doing) => askInformation(doing.office.made.office, { ...deciding(doing), question: "Wie is dit?" }) },
  answer: { can: null, act: async ({ office, requestId }) => answerInformation(office.made.office, { link: await linkTo(office, requestId, "status"), answer: "Een collega.", now: office.now() }) },
  undo: { can: "request:decide", act: ({ office, requestId, who }) => undoDecision(office.made.office, { requestId, by: office.staff[who], now: office.now() }) },
  "time passes": { can: null, act: async ({ office }) => office.clock.add(11_000) },
  "decisions leave": { can: null, act: ({ office }) => takeDecisionsIntoEffect(office.made.office, office.now()) },
  "claims run out": { can: null, act: ({ office }) => releaseLateClaims(office.made.office, new Date(office.now().getTime() + 3_600_000)) },
  identify: { can: null, act: ({ office, requestId }) => identify(office, requestId, { holder: "maarten" }) },
  "identify as somebody else": { can: null, act: ({ office, requestId }) => identify(office, requestId, { holder: "maarten", customer: "sem" }) },
  "look at the bank's answer": { can: "identification:judge", act: ({ office, requestId, who }) => look(office, requestId, who) },
  "propose acceptance": { can: "identification:judge", act: ({ office, requestId, who }) => proposeAcceptance(office.made.office, { requestId, note: "Gebeld.", by: office.staff[who], now: office.now() }) },
  "confirm ruling": { can: "identification:second-check", act: ({ office, requestId, who }) => confirmRuling(office.made.office, { requestId, agree: true, by: office.staff[who], now: office.now() }) },
  "refuse identity": { can: "identification:judge", act: ({ office, requestId, who }) => refuseIdentity(office.made.office, { requestId, note: "Iemand anders.", by: office.staff[who], now: office.now() }) },
  object: { can: null, act: async ({ office, requestId }) => objectToRequest(office.made.office, { link: await linkTo(office, requestId, "objection", "lieke"), text: "", now: office.now() }) },
  "claim in bulk": { can: "request:bulk", act: (doing) => inBulk(doing, "claim") },
  "approve in bulk": { can: "request:bulk", act: (doing) => inBulk(doing, "approve") },
  "reject in bulk": { can: "request:bulk", act: (doing) => inBulk(doing, "reject") },
  "ask in bulk": { can: "request:bulk", act: (doing) => inBulk(doing, "ask") },
  open: { can: "request:read", act: ({ office, requestId, who }) => recordView(office.database.db, { kind: "request", id: requestId, by: office.staff[who], now: office.now(), correlationId: "walk" }) },
  cancel: { can: null, act: ({ office, requestId }) => cancelRequest(office.made.office, { requestId, now: office.now() }) },
};

function deciding({ office, requestId, row, who }: Doing) {
  return { requestId, version: row.version, by: office.staff[who], now: office.now() };
}

/** The act as one of many, from the selection to the result; refused where it is not done, as a single one is. */
async function inBulk({ office, requestId, who }: Doing, act: BulkAct): Promise<void> {
  const { office: at } = office.made;
  const by = office.staff[who];
  const now = office.now();
  const runId = await selectForBulk(at, { source: "rows", batches: [[{ id: requestId }]], by, now });
  const { plan } = await planBulk(at, { runId, act, reasonCode: "DUPLICATE", text: "Wie is dit?", by, now });
  await startBulk(at, { runId, plan, by, now });
  await runBulk(at, { runId, after: -1 }, { now: office.now });
  const [line] = await listBulk(at.db, { runId, part: "everything", limit: 1 });
  if (line?.outcome !== "done") throw new Problem(line?.code ?? "bulk.nobody");
}

/** What somebody who wants to get on tries next; the more often it stands here, the more often it is tried. */
const SENSIBLE: Record<string, readonly string[]> = {
  submitted: ["claim", "claim", "claim in bulk"],
  "in-review": ["approve", "approve", "approve", "reject", "release", "ask", "reject in bulk"],
  "waiting-applicant": ["answer"],
  "second-check": ["second-approve", "second-approve", "second-return"],
  decided: ["time passes", "time passes", "decisions leave", "decisions leave", "undo"],
  identifying: ["identify as somebody else", "identify as somebody else", "identify"],
  "identification-desk": ["look at the bank's answer", "look at the bank's answer", "propose acceptance", "propose acceptance", "confirm ruling", "confirm ruling", "refuse identity"],
};

/** Tries in any order by anybody; two of three of them sensible, since the others alone do not lead far. */
export const randomTries = (amount: number) =>
  fc.array(
    fc.record({
      pick: fc.nat(1000),
      isSensible: fc.oneof({ weight: 2, arbitrary: fc.constant(true) }, { weight: 1, arbitrary: fc.constant(false) }),
      who: fc.oneof({ weight: 6, arbitrary: fc.constantFrom<Who>("sanne", "wim") }, { weight: 1, arbitrary: fc.constantFrom<Who>("noor", "tom", "els", "ravi", "ilse", "daan") }),
    }),
    { minLength: amount, maxLength: amount },
  );

type Random = { pick: number; isSensible: boolean; who: Who };

/** A sensible one is done by who has the request in hand, where that matters. */
function choose(office: TestOffice, row: RequestRow, { pick, isSensible, who }: Random): { what: string; who: Who } {
  const names = isSensible ? (SENSIBLE[row.status] ?? Object.keys(TRIES)) : Object.keys(TRIES);
  const owner = (Object.keys(office.staff) as Who[]).find((one) => office.staff[one].id === row.claimedBy);
  return { what: names[pick % names.length] ?? "claim", who: isSensible && owner ? owner : who };
}

/** How often each try succeeded, so that a walk that gets nowhere is seen. */
export type Reached = Map<string, number>;

/** Walks: one try after another at a request that wants four eyes, a new one when it has ended; after each try everything that must hold is looked at. The office's worker rests meanwhile. */
export async function walk(office: TestOffice, tries: readonly Random[], reached: Reached): Promise<void> {
  await office.database.db.update(enterprise).set({ addressChangedAt: office.now() }).where(eq(enterprise.kvkNumber, practice("zonneveld").kvkNumber));
  let requestId = await begin(office);
  for (const one of tries) {
    const row = await getRequest(office.database.db, requestId);
    if (CLOSED.includes(row.status) || row.status === "fulfilling") {
      requestId = await begin(office);
      continue;
    }
    await tryOne({ office, requestId, row, ...choose(office, row, one) }, reached);
    // Now and then, as the worker may come at any moment, with as many events as there happen to be.
    if (one.pick % 5 === 0) await count(office, 1 + (one.pick % 7));
  }
  await count(office);
  await expectLivesLikeRequests(office);
  expect(await differences(office)).toEqual([]);
}

/** A request whose contacts were told, so that they can object; nothing else is done behind the walk's back. */
async function begin(office: TestOffice): Promise<string> {
  const requestId = await received(office, answersFor("zonneveld"));
  await tell(office.made.telling, { happening: "request.confirmed", requestId }, office.now());
  return requestId;
}

async function tryOne({ office, requestId, row: before, what, who }: Doing & { what: string }, reached: Reached): Promise<void> {
  const { can, act } = TRIES[what] ?? { can: null, act: async () => undefined };
  const events = (await office.trail(requestId)).length;
  const round = await roundOf(office, requestId);
  const problem = await attempt(async () => {
    // What the route's wrapper asks before anything else.
    if (can !== null && !may(office.staff[who], can)) throw new Problem("access.refused");
    await act({ office, requestId, row: before, who });
  });
  const after = await getRequest(office.database.db, requestId);
  const trail = await office.trail(requestId);
  const said = `${what} by ${who} at ${before.status}${problem ? `: ${problem}` : ""}`;

  if (problem) expect(after, said).toEqual(before);
  else reached.set(what, (reached.get(what) ?? 0) + 1);
  // Nothing happens without a trace, and a refused act leaves none.
  if (after.version !== before.version) expect(trail.length, said).toBeGreaterThan(events);
  if (problem && !what.startsWith("identify")) expect(trail.length, said).toBe(events);
  // Only along the table.
  const isWay = (one: RequestRow["status"], other: RequestRow["status"]) => Object.values<LifeAct>(LIFECYCLE).some(({ from, to }) => from.includes(one) && to === other);
  // One of many is first taken up by whoever does it, in the same transaction.
  const takenUp = what.endsWith("in bulk") && isWay(before.status, "in-review") && isWay("in-review", after.status);
  expect(isWay(before.status, after.status) || takenUp || after.status === before.status, `${said}: ${before.status} → ${after.status}`).toBe(true);
  // Nobody checks their own act, by whatever way they came.
  expect(after.secondBy === null || after.secondBy !== after.decidedBy, said).toBe(true);
  if (what === "second-approve" && !problem) expect(office.staff[who].id, said).not.toBe(before.decidedBy);
  if (what === "confirm ruling" && !problem) expect(office.staff[who].id, said).not.toBe(round?.ruledBy);
  if (["propose acceptance", "confirm ruling"].includes(what) && !problem) expect(trail.filter((act) => act === "identification.viewed").length, said).toBeGreaterThan(0);
  if (["identifying", "identification-desk", "fulfilling"].includes(after.status)) {
    expect(after.decision, said).toBe("approve");
    expect(after.secondCheckRequired ? after.secondBy : "nobody", said).not.toBeNull();
  }
  // What wants four eyes is never approved as one of many.
  expect(what === "approve in bulk" && !problem, said).toBe(false);
  // The trail alone tells the same state.
  expect(await replay(office.database.db, requestId), said).toEqual(standsAs(after));
  // An answer, an objection and everything else that leads back voids what was decided.
  if (["submitted", "in-review", "waiting-applicant"].includes(after.status)) expect([after.decision, after.decidedBy, after.secondBy, after.effectiveAt], said).toEqual([null, null, null, null]);
  if (after.status === "fulfilling") expect(after.identifiedAt, said).not.toBeNull();
}

async function attempt(work: () => Promise<unknown>): Promise<string | null> {
  try {
    await work();
    return null;
  } catch (thrown) {
    if (isProblem(thrown)) return thrown.code;
    // There is no link to follow: the person could not even try.
    if (thrown instanceof Error && thrown.message.startsWith("There is no")) return thrown.message;
    throw thrown;
  }
}

async function roundOf(office: TestOffice, requestId: string) {
  const [round] = await office.database.db.select().from(identification).where(eq(identification.requestId, requestId)).orderBy(desc(identification.round)).limit(1);
  return round;
}
