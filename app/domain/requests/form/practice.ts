import type { Looked } from "#app/domain/requests/facts.ts";
import type { AgbEntry, TradeEntry } from "#app/domain/organisations/ports.ts";

import type { FieldNote } from "./kinds/result.ts";

/**
 * What the registers make of the two numbers, at the fields that hold them; `today` is the day in Amsterdam. Refused: a code of a person
 * (R74; the kind comes from Vektis, for digits alone do not say it), an unknown or ended one, and a pair that does not belong together.
 */
export function checkPractice(looked: Looked, fields: { agbCode: string; kvkNumber: string }, typed: { kvkNumber: string }, today: string): { errors: FieldNote[]; warnings: FieldNote[] } {
  const agbError = errorOfAgb(looked.agb, today);
  const tradeError = errorOfTrade(looked.trade, today);
  const entry = looked.agb === "unavailable" ? null : looked.agb;
  const named = entry?.kvkNumber ?? null;
  const mismatch = !agbError && !tradeError && named !== null && named !== typed.kvkNumber;
  const note = (field: string, error: Omit<FieldNote, "field"> | null): FieldNote[] => (error === null ? [] : [{ field, ...error }]);
  return {
    errors: [
      ...note(fields.agbCode, agbError),
      ...note(fields.kvkNumber, tradeError),
      ...note(fields.kvkNumber, mismatch ? { code: "practice.mismatch", details: { name: entry?.name ?? "", kvk: typed.kvkNumber } } : null),
    ],
    warnings: [
      ...note(fields.agbCode, looked.agb === "unavailable" ? { code: "practice.agb-silent", details: {} } : null),
      ...note(fields.kvkNumber, looked.trade === "unavailable" ? { code: "practice.kvk-silent", details: {} } : null),
    ],
  };
}

function errorOfAgb(agb: Looked["agb"], today: string): Omit<FieldNote, "field"> | null {
  if (agb === "unavailable") return null;
  if (agb === null) return { code: "practice.agb-unknown", details: {} };
  const { kind, name, endsOn, startsOn, careType }: AgbEntry = agb;
  if (kind === "person") return { code: careType.code === "91" ? "practice.agb-nurse" : "practice.agb-person", details: { name } };
  if (endsOn !== null && endsOn < today) return { code: "practice.agb-ended", details: { name, endsOn } };
  if (startsOn > today) return { code: "practice.agb-not-yet", details: { name, startsOn } };
  return null;
}

function errorOfTrade(trade: Looked["trade"], today: string): Omit<FieldNote, "field"> | null {
  if (trade === "unavailable") return null;
  if (trade === null) return { code: "practice.kvk-unknown", details: {} };
  const { endsOn, name }: TradeEntry = trade;
  return endsOn !== null && endsOn < today ? { code: "practice.kvk-ended", details: { name, endsOn } } : null;
}
