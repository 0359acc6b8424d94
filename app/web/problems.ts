/** The status that goes with a problem: by its whole code, else by its area, else 422 (understood, but it cannot be done as asked). */
export function statusOf(code: string): number {
  return STATUS_BY_CODE[code] ?? STATUS_BY_AREA[code.slice(0, code.indexOf("."))] ?? 422;
}

/** What a page shows of a problem: the sentence for the reader, the code and the correlation id for whoever they phone. */
export type ShownProblem = {
  code: string;
  message: string;
  details: Readonly<Record<string, string | number>>;
  correlationId: string;
  /** One sentence for each field that has to change, by the field's name ("user.surname"). */
  fields: Readonly<Record<string, string>>;
  /** What was typed, but for secrets, so that the form comes back as it was sent. */
  values: Readonly<Record<string, string | string[]>>;
};

/** What an action answers when it did not do what was asked. */
export type ActionProblem = { problem: ShownProblem };

/** Whether an action's or a boundary's data is a problem that the office worded. */
export function isActionProblem(value: unknown): value is ActionProblem {
  if (typeof value !== "object" || value === null || !("problem" in value)) return false;
  const { problem } = value;
  return typeof problem === "object" && problem !== null && "code" in problem && "message" in problem;
}

/** What the error page says of an act that was refused at an address of its own; without one, that nothing is to be seen there. */
export function refusalShown(answer: unknown): { status: number; message?: string; correlationId?: string } {
  if (!isActionProblem(answer)) return { status: 404 };
  const { code, message, correlationId } = answer.problem;
  return { status: statusOf(code), message, correlationId };
}

const STATUS_BY_CODE: Readonly<Record<string, number>> = {
  "access.signed-out": 401,
  "login.logged-out": 401,
  "authenticator.too-often": 429,
  "authenticator.linked": 409,
  "access.refused": 403,
  "access.foreign-form": 403,
  "access.too-often": 429,
  "page.not-found": 404,
  "page.method": 405,
  "page.malformed": 400,
  "form.invalid": 422,
  "form.too-large": 413,
  "form.too-heavy": 413,
  "form.unreadable": 400,
  "authority.token-away": 503,
  "request.not-found": 404,
  "request.unknown": 404,
  "request.cleared": 410,
  "retention.halted": 409,
  "retention.not-halted": 409,
  "request.moved": 409,
  "access.own-act": 403,
  "access.own-call": 403,
  "access.callers-proposal": 409,
  "access.not-own-act": 403,
  "account.unknown": 404,
  "certificate.unknown": 404,
  "release.open": 409,
  "release.unknown": 404,
  "release.decided": 409,
  "certificate.revoked-already": 409,
  "certificate.being-made": 409,
  "certificate.software-by-form": 409,
  "customer.unknown": 404,
  "letter.already-released": 409,
  "letter.batch-of-colleague": 403,
  "letter.batch-settled": 409,
  "letter.own-decision": 403,
  "letter.pin-void": 409,
  "letter.none-waiting": 409,
  "request.moved-by": 409,
  "request.moved-by-you": 409,
  "request.too-late": 409,
  "identification.by-hand-waits": 409,
  "job.not-stuck": 409,
  "staff.unknown": 404,
  "staff.own-roles": 403,
  "staff.change-open": 409,
  "staff.change-unknown": 404,
  "staff.change-decided": 409,
  "staff.last-administrator": 409,
  "task.unknown": 404,
  "task.done": 409,
  "task.too-late": 409,
  "task.note-missing": 422,
  "addendum.missing": 409,
  "undelivered.closed": 409,
  "account.has-ended": 409,
  "call.unknown": 404,
  "call.of-another": 409,
  "move.decided": 409,
  "move.open": 409,
  "move.unknown": 404,
  "incident.unknown": 404,
  "incident.assessed": 409,
  "letter.batch-unknown": 404,
  "print-room-key.in-use": 409,
  "print-room-key.lost-already": 409,
  "print-room-key.unknown": 404,
  "bulk.unknown": 404,
  "bulk.moved": 409,
  "bulk.not-yours": 403,
  "request.link-unknown": 404,
  "request.link-ended": 410,
  "confirmation.done": 409,
  "confirmation.moved": 409,
  "confirmation.elsewhere": 403,
  "confirmation.too-often": 429,
  "link.unknown": 404,
  "link.expired": 410,
  "link.ended": 410,
  "link.used": 410,
  "draft.moved": 409,
  "draft.submitted": 409,
  "file.unknown": 404,
  "file.moved": 409,
  "intake.unknown": 404,
  "intake.closed": 409,
  "file.destroyed": 410,
  "file.too-large": 413,
  "file.too-many": 413,
  "file.too-large-together": 413,
  "office.failed": 500,
  "office.busy": 503,
};

const STATUS_BY_AREA: Readonly<Record<string, number>> = {
  register: 503,
  idin: 503,
  amp: 503,
  mail: 503,
  "sign-in": 503,
};
