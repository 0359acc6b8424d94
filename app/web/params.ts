import { z } from "zod";

/** The address of one request at the desk; anything else is a page that does not exist. */
export const CaseParams = z.object({ requestId: z.uuid() });
