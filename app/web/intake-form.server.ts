import { z } from "zod";

import { officeDate } from "#app/domain/deadlines/calendar.ts";
import type { CopySaid } from "#app/domain/intake/half-said.ts";
import type { Seen } from "#app/domain/intake/type-over.ts";
import { readDate } from "#app/domain/requests/form/kinds/date.ts";

const Part = z.string().max(10).catch("");

/** What a person says of the paper (D8, D17); what was not said yet comes as null. */
export const SeenFields = {
  _signed: z.union([z.uuid(), z.enum(["of-another", "none"])]).nullable().catch(null),
  _idCopy: z.enum(["present", "missing", "unmasked", "expired"]).nullable().catch(null),
  _idDocument: z.enum(["passport", "identity-card", "driving-licence", "residence-permit"]).nullable().catch(null),
  _idLastFour: z.string().trim().toUpperCase().max(4).catch(""),
  _idExpiresOn: z.object({ day: Part, month: Part, year: Part }).catch({ day: "", month: "", year: "" }),
};

type SeenInput = z.output<z.ZodObject<typeof SeenFields>>;

/** What was said of the paper, as far as it can be right. */
export function seenIn(input: SeenInput, now: Date): Seen {
  const signed = input._signed;
  const expires = readDate("_idExpiresOn", input._idExpiresOn, { today: officeDate(now) });
  return {
    signed: signed === null || signed === "of-another" || signed === "none" ? signed : { by: signed },
    idCopy: input._idCopy,
    idDocument: input._idDocument,
    idLastFour: /^[0-9A-Z]{4}$/.test(input._idLastFour) ? input._idLastFour : null,
    idExpiresOn: expires.ok ? expires.value : null,
  };
}

/** What was said of the copy as it was typed, also where it is half there. */
export function copySaidIn({ _idCopy, _idDocument, _idLastFour, _idExpiresOn }: SeenInput): CopySaid {
  return { idCopy: _idCopy ?? "", idDocument: _idDocument ?? "", idLastFour: _idLastFour, idExpiresOn: _idExpiresOn };
}
