import { z } from "zod";

/** The address of one request at the desk; anything else is a page that does not exist. */
export const CaseParams = z.object({ requestId: z.uuid() });

/** The address of a print batch. */
export const BatchParams = z.object({ number: z.string().regex(/^[1-9][0-9]{0,14}$/).transform(Number) });
