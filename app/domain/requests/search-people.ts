import { eq, inArray, type SQL } from "drizzle-orm";

import { account } from "#db/schema/accounts.ts";
import { requestPerson } from "#db/schema/people.ts";
import { request } from "#db/schema/requests.ts";
import type { Db } from "#db/types.ts";

/** The condition that a request is about several people (R108), one of whom `fits`: the request itself bears the first one's name only. */
export function isAboutOneOf(db: Db, fits: SQL | undefined): SQL | undefined {
  return fits && inArray(request.id, db.select({ id: requestPerson.requestId }).from(requestPerson).where(fits));
}

/** The condition that a request made the account with this number, for whichever of its people. */
export function madeAccount(db: Db, userNumber: string): SQL {
  return inArray(request.id, db.select({ id: account.requestId }).from(account).where(eq(account.userNumber, userNumber)));
}
