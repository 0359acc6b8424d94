import type { IdentificationStep, LetterStep, Life } from "#db/schema/flow.ts";
import type { TrailAct } from "#app/domain/audit/acts.ts";
import { officeDate, workingDaysBetween } from "#app/domain/deadlines/calendar.ts";
import { receivedOn, type OfficeDay } from "#app/domain/deadlines/clock.ts";

/** An event of a request's trail, in the order of the trail. `details` is null once retention has emptied it. */
export type LifeEvent = { act: TrailAct; at: Date; actorKind: string; actorId: string; details: Record<string, unknown> | null };

/** Acts after which what was decided counts no more: the desk decides anew. */
const VOIDS: readonly TrailAct[] = ["request.undone", "request.objected", "request.second-returned", "request.approval-returned", "request.effect-returned", "identification.denied"];

const STEPS: Partial<Record<TrailAct, IdentificationStep>> = {
  "identification.opened": "opened",
  "identification.started": "started",
  "identification.returned": "returned",
  "identification.matched": "matched",
  "identification.appointment-asked": "amp",
  "identification.by-hand-confirmed": "by-hand",
  "identification.denied": "denied",
};

/** How far each act brings a letter. */
export const LETTERS: Partial<Record<TrailAct, LetterStep>> = { "letter.sealed": "made", "letter.written": "made", "letter.batched": "printed", "letter.posted": "posted", "letter.returned": "returned", "letter.opened-by-another": "returned", "letter.spoilt": "spoilt" };

const RECEIVED: readonly TrailAct[] = ["request.confirmed", "request.registered", "request.called-in"];
const ANSWERED: readonly TrailAct[] = ["request.information-given", "request.answered-by-post", "request.answered-by-phone"];
const CLOSES = { "request.completed": "done", "request.rejection-effective": "rejected", "request.cancelled": "cancelled", "request.lapsed": "lapsed", "request.joined": "joined" } as const satisfies Partial<Record<TrailAct, string>>;

/** The acts that make a life; a reader of the trail needs no others. */
export const LIFE_ACTS: readonly TrailAct[] = [
  ...VOIDS, ...RECEIVED, ...ANSWERED, ...(Object.keys(STEPS) as TrailAct[]), ...(Object.keys(LETTERS) as TrailAct[]), ...(Object.keys(CLOSES) as TrailAct[]),
  "request.information-asked", "request.approval-proposed", "request.approved", "request.second-approved", "request.rejected", "request.approval-effective", "request.parted",
  "identification.asked", "identification.answered", "identification.ruled", "request.identified", "deadline.passed",
];

/** What is known half-way: when stages began, and when the desk waited for an answer. */
type Path = { life: Life | null; receivedAt: Date | null; proposedBy: string | undefined; goesOnAt: Date | null; invitedAt: Date | null; waitsSince: Date | null; waitedDays: number; asked: boolean; askedAbout: string[]; decidedAt: Date | null; closedAt: Date | null; late: { review: boolean; delivery: boolean }; rules: string[] };

/**
 * The life of one request, read from its trail alone (reference 7). Null while it does not count yet: its address is not confirmed, or nobody registered it. A request
 * whose details retention has emptied (D20) was over long ago: its life is `former`, as it was read while they were there.
 */
export function lifeOf(events: readonly LifeEvent[], office: OfficeDay, former: Life | null = null): Life | null {
  if (former && events.some(({ details }) => details === null)) return former;
  const path: Path = { life: null, receivedAt: null, proposedBy: undefined, goesOnAt: null, invitedAt: null, waitsSince: null, waitedDays: 0, asked: false, askedAbout: [], decidedAt: null, closedAt: null, late: { review: false, delivery: false }, rules: [] };
  for (const event of events) follow(path, event, office);
  return path.life;
}

function follow(path: Path, event: LifeEvent, office: OfficeDay): void {
  const { act, at, details } = event;
  const day = officeDate(at);
  if (RECEIVED.includes(act)) receive(path, event);
  const { life } = path;
  // What nobody confirmed, or was cancelled before, never came to the office.
  if (!life) return;
  if (Array.isArray(details?.["spoke"])) path.rules = details["spoke"].map(String);
  const days = (from: Date | null) => (from === null ? 0 : workingDaysBetween(office.calendar, officeDate(from), day));

  if (VOIDS.includes(act)) {
    delete life.decided;
    path.proposedBy = undefined;
    path.goesOnAt = null;
    path.invitedAt = null;
    path.decidedAt = null;
  }
  const letter = LETTERS[act];
  if (letter) life.letters = [...(life.letters ?? []), { step: letter, on: day }];
  const step = STEPS[act] ?? (act === "identification.answered" ? answered(details) : undefined);
  if (step) reach(life, step);
  // It is at the desk again: what others took until now is none of its time (D9).
  if ((ANSWERED.includes(act) || VOIDS.includes(act) || act === "request.parted") && path.waitsSince) {
    path.waitedDays += days(path.waitsSince);
    path.waitsSince = null;
  }

  switch (act) {
    case "request.information-asked":
      path.asked = true;
      askAbout(path, details);
      path.waitsSince ??= at;
      break;
    case "request.approval-proposed":
      path.proposedBy = event.actorId;
      break;
    case "request.approved":
    case "request.rejected":
    case "request.second-approved":
      decide(path, event, { office, as: act === "request.rejected" ? "reject" : "approve" });
      break;
    case "request.approval-effective":
      path.goesOnAt = at;
      path.waitsSince ??= at;
      break;
    case "identification.asked":
      // Another round of the same approval goes on with the first; after another decision it is another invitation.
      if (path.invitedAt === null || !life.identification || life.identification.ended) {
        life.identification = { on: day, steps: ["asked"] };
        path.invitedAt = at;
      }
      break;
    case "identification.ruled":
      if (details?.["ruling"] === "refuse") refuse(path, event, office);
      break;
    case "request.identified":
      if (life.identification) life.identification = { ...life.identification, steps: [...life.identification.steps, "done"], ended: { on: day, days: days(path.invitedAt) } };
      path.goesOnAt = at;
      break;
    case "deadline.passed":
      passed(path, details);
      break;
    case "request.joined":
      path.waitsSince ??= at;
      break;
    case "request.parted":
      delete life.closed;
      path.closedAt = null;
      break;
  }
  const as = CLOSES[act as keyof typeof CLOSES];
  if (as) close(path, event, { as, office });
}

/** A term that passed while its stage was under way; the office may notice it only after what came too late was done. */
function passed({ life, late, decidedAt, closedAt }: Path, details: LifeEvent["details"]): void {
  const dueAt = new Date(String(details?.["dueAt"]));
  if (details?.["stage"] === "review") {
    if (life?.decided && decidedAt && dueAt < decidedAt) life.decided.late = true;
    else late.review = true;
  }
  if (details?.["stage"] === "delivery") {
    if (life?.closed?.as === "done" && closedAt && dueAt < closedAt) life.closed.late = true;
    else late.delivery = true;
  }
}

/** Each field counts once, however often it is asked about. */
function askAbout({ askedAbout }: Path, details: LifeEvent["details"]): void {
  const about = details?.["about"];
  if (typeof about === "string" && !askedAbout.includes(about)) askedAbout.push(about);
}

/** A form on paper was received on the day that stands on it, not when somebody registered it (D9). */
function receive(path: Path, { at, details }: LifeEvent): void {
  if (path.life) return;
  const said = typeof details?.["receivedAt"] === "string" ? new Date(details["receivedAt"]) : at;
  path.receivedAt = said;
  path.life = { received: officeDate(said) };
}

function decide(path: Path, { at, actorKind, actorId, details }: LifeEvent, { office, as }: { office: OfficeDay; as: "approve" | "reject" }): void {
  const { life, receivedAt, proposedBy } = path;
  if (!life || !receivedAt) return;
  const on = officeDate(at);
  const isOffice = actorKind === "system";
  const reason = as === "reject" ? String(details?.["reasonCode"] ?? "") : undefined;
  life.decided = {
    on,
    as,
    how: isOffice ? "office" : path.asked ? "asked" : "at-once",
    days: Math.max(0, workingDaysBetween(office.calendar, receivedOn(receivedAt, office), on) - path.waitedDays),
    ...(reason !== undefined && { reason }),
    ...(path.askedAbout.length > 0 && { asked: [...path.askedAbout] }),
    ...(!isOffice && { by: proposedBy ?? actorId }),
    ...(proposedBy !== undefined && as === "approve" && { second: actorId }),
    ...(path.late.review && { late: true as const }),
    ...(path.rules.length > 0 && { rules: path.rules }),
  };
  path.proposedBy = undefined;
  path.decidedAt = at;
}

const NOT_THE_SAME = "NAME_MISMATCH";

/** The desk does not believe that it is the same person: the approval becomes a rejection, and the request is closed. */
function refuse(path: Path, event: LifeEvent, office: OfficeDay): void {
  const { life } = path;
  if (!life) return;
  const { second: _second, ...before } = life.decided ?? { how: "at-once" as const, days: 0 };
  life.decided = { ...before, on: officeDate(event.at), as: "reject", reason: NOT_THE_SAME, by: event.actorId };
  close(path, event, { as: "rejected", office });
}

function reach(life: Life, step: IdentificationStep): void {
  if (life.identification && !life.identification.steps.includes(step)) life.identification.steps.push(step);
}

function answered(details: LifeEvent["details"]): IdentificationStep | undefined {
  const result = details?.["result"];
  return result === "near" || result === "mismatch" ? result : undefined;
}

function close(path: Path, { at }: LifeEvent, { as, office }: { as: NonNullable<Life["closed"]>["as"]; office: OfficeDay }): void {
  const { life, receivedAt, goesOnAt, late } = path;
  if (!life || !receivedAt) return;
  path.closedAt = at;
  const on = officeDate(at);
  const between = (from: string) => Math.max(0, workingDaysBetween(office.calendar, from, on));
  life.closed = {
    on,
    as,
    ...(as === "done" && { days: between(receivedOn(receivedAt, office)), ...(goesOnAt && { deliveryDays: between(officeDate(goesOnAt)) }) }),
    ...(as === "done" && late.delivery && { late: true as const }),
  };
}
