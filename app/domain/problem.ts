/**
 * What the office can say about something that cannot be done. The code is read out over the phone, so it is stable; the sentence in the
 * reader's language lives in `templates/locales/<language>/problems.json` under the same code; `details` fills its blanks.
 * Details never hold a PIN, password, BSN or key.
 */
export class Problem extends Error {
  override readonly name = "Problem";

  constructor(
    readonly code: string,
    readonly details: Readonly<Record<string, string | number>> = {},
    options?: { cause?: unknown },
  ) {
    super(code, options);
  }
}

/** Whether a thrown thing is a problem that the office can word; with a code, whether it is that one. */
export function isProblem(thrown: unknown, code?: string): thrown is Problem {
  return thrown instanceof Problem && (code === undefined || thrown.code === code);
}
