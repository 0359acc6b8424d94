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

const STATUS_BY_CODE: Readonly<Record<string, number>> = {
  "access.signed-out": 401,
  "access.refused": 403,
  "access.foreign-form": 403,
  "access.too-often": 429,
  "page.not-found": 404,
  "page.method": 405,
  "page.malformed": 400,
  "form.invalid": 422,
  "form.too-large": 413,
  "form.unreadable": 400,
  "request.not-found": 404,
  "request.unknown": 404,
  "request.moved": 409,
  "access.own-act": 403,
  "access.not-own-act": 403,
  "account.unknown": 404,
  "letter.already-released": 409,
  "letter.batch-of-colleague": 403,
  "letter.batch-settled": 409,
  "letter.none-waiting": 409,
  "request.moved-by": 409,
  "request.too-late": 409,
  "job.not-stuck": 409,
  "letter.batch-unknown": 404,
  "request.link-unknown": 404,
  "request.link-ended": 410,
  "link.unknown": 404,
  "link.expired": 410,
  "link.ended": 410,
  "link.used": 410,
  "draft.moved": 409,
  "draft.submitted": 409,
  "office.failed": 500,
  "office.busy": 503,
};

const STATUS_BY_AREA: Readonly<Record<string, number>> = {
  register: 503,
  idin: 503,
  mail: 503,
};
