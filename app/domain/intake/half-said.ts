import type { Typed } from "#app/domain/requests/form/visible.ts";

/** What was said of the copy of an identity document, as it was typed. */
export type CopySaid = { idCopy: string; idDocument: string; idLastFour: string; idExpiresOn: { day: string; month: string; year: string } };

const INPUTS = ["_idCopy", "_idDocument", "_idLastFour", "_idExpiresOn.day", "_idExpiresOn.month", "_idExpiresOn.year"];

/**
 * What was typed, with what is said of the copy while that is not whole: a copy counts as there once all that stays of it is known, and until then the
 * half of it waits here, with the form, which lets go of it when it becomes a request. `half` is null where nothing has to wait.
 */
export function withHalfSaid(typed: Typed, half: CopySaid | null): Typed {
  const rest = Object.fromEntries(Object.entries(typed).filter(([name]) => !INPUTS.includes(name)));
  if (half === null) return rest;
  const { day, month, year } = half.idExpiresOn;
  return { ...rest, _idCopy: half.idCopy, _idDocument: half.idDocument, _idLastFour: half.idLastFour, "_idExpiresOn.day": day, "_idExpiresOn.month": month, "_idExpiresOn.year": year };
}

/** The half that waits there; null where none does. */
export function halfSaid(typed: Typed): CopySaid | null {
  const text = (name: string) => [typed[name] ?? ""].flat()[0] ?? "";
  if (text("_idCopy") === "") return null;
  return { idCopy: text("_idCopy"), idDocument: text("_idDocument"), idLastFour: text("_idLastFour"), idExpiresOn: { day: text("_idExpiresOn.day"), month: text("_idExpiresOn.month"), year: text("_idExpiresOn.year") } };
}
