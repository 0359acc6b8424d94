import { z } from "zod";

import { officeDate } from "#app/domain/deadlines/calendar.ts";
import type { Seen } from "#app/domain/intake/type-over.ts";
import { readDate } from "#app/domain/requests/form/kinds/date.ts";

const Part = z.string().max(10).catch("");

/** What a person says of the paper (D8, D17); what was not said yet comes as null. */
export const SeenFields = {
  _signed: z.union([z.uuid(), z.enum(["of-another", "none"])]).nullable().catch(null),
  _idCopy: z.enum(["present", "missing", "unmasked", "expired"]).nullable().catch(null),
  _idDocument: z.enum(["passport", "identity-card", "driving-licence", "residence-permit"]).nullable().catch(null),
  _idLastFour: z.string().trim().toUpperCase().regex(/^[0-9A-Z]{4}$/).nullable().catch(null),
  _idExpiresOn: z.object({ day: Part, month: Part, year: Part }).catch({ day: "", month: "", year: "" }),
};

export function seenIn(input: z.output<z.ZodObject<typeof SeenFields>>, now: Date): Seen {
  const signed = input._signed;
  const expires = readDate("_idExpiresOn", input._idExpiresOn, { today: officeDate(now) });
  return {
    signed: signed === null || signed === "of-another" || signed === "none" ? signed : { by: signed },
    idCopy: input._idCopy,
    idDocument: input._idDocument,
    idLastFour: input._idLastFour,
    idExpiresOn: expires.ok ? expires.value : null,
  };
}
