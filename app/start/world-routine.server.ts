import { eq } from "drizzle-orm";

import { enterprise, roleHolder } from "#db/schema/organisations.ts";
import { purgeUninstalled } from "#app/domain/accounts/purge.ts";
import { endWhatDelivers } from "#app/domain/effects/end-account.ts";
import { sweepIdentifications } from "#app/domain/identification/sweep.ts";
import { sweepWaiting } from "#app/domain/requests/ask.ts";
import { lapseUnconfirmed } from "#app/domain/requests/end.ts";
import { currentRelease } from "#app/domain/definitions/store.ts";
import { releasePolicies } from "#app/domain/requests/policy.ts";
import { practice } from "#db/worlds/cast.ts";

import { batch, post, type World } from "./world-acts.server.ts";
import type { Moments, Story } from "./world-time.server.ts";

/** What time brings, once a day: reminders, and the end of what nobody confirmed, answered or installed. */
export async function* tellNights(world: World, moments: Moments, daysAgo: number): Story {
  const { office } = world;
  for (let day = daysAgo; day >= 0; day -= 1) {
    const now = yield moments.evening(day);
    const policies = await releasePolicies(office.db, await currentRelease(office.db), {}, now);
    const days = (key: string): number[] => (Array.isArray(policies[key]) ? policies[key] : []);
    await lapseUnconfirmed(office, now);
    await sweepIdentifications(office, { now, reminderDays: days("identification.reminderDays") });
    await sweepWaiting(office, { now, reminderDays: days("wait.reminderDays") });
    await purgeUninstalled(office, { now }, (tx, of) => endWhatDelivers(tx, office, of));
    await world.finish(now);
  }
}

/** How many working days lie between two days on which the print room prints. */
const PRINT_EVERY = 3;
export const LAST_PRINTED = 4;

/** The print room's days: a batch is printed and posted; once a sheet is torn. The last batch is ready and not printed yet. */
export async function* tellPrintRoom(world: World, moments: Moments, daysAgo: number): Story {
  let printed = 0;
  for (let day = daysAgo - ((daysAgo - LAST_PRINTED) % PRINT_EVERY); day >= LAST_PRINTED; day -= PRINT_EVERY) {
    const number = await batch(world, yield moments.officeHours(day));
    if (number === null) continue;
    printed += 1;
    await post(world, number, printed === 4 ? 1 : 0, yield moments.soon(20, 60));
  }
  await batch(world, yield moments.officeHours(2));
}

/** Practices where something changed of late, so that four eyes look at their requests (D15). */
export const CHANGED = ["kramer", "het-kompas", "wiegelied", "zielsrust"] as const;

/** Addresses that move and people who follow others: what the rules of the screening warn of. */
export async function* tellChanges(world: World, moments: Moments): Story {
  const { db } = world.office;
  const of = async (id: string): Promise<string> => {
    const [found] = await db.select({ id: enterprise.id }).from(enterprise).where(eq(enterprise.kvkNumber, practice(id).kvkNumber));
    return found?.id ?? "";
  };
  const holder = (id: string, role: "main-contact" | "signatory", set: Partial<typeof roleHolder.$inferInsert>) => async () => {
    const holders = await db.select().from(roleHolder).where(eq(roleHolder.enterpriseId, await of(id)));
    const found = holders.find((one) => one.role === role);
    if (found) await db.update(roleHolder).set(set).where(eq(roleHolder.id, found.id));
  };
  const moved = yield moments.officeHours(17);
  await db.update(enterprise).set({ addressChangedAt: moved }).where(eq(enterprise.id, await of("kramer")));
  await holder("het-kompas", "main-contact", { emailChangedAt: yield moments.officeHours(15) })();
  await holder("wiegelied", "main-contact", { appointedAt: yield moments.officeHours(13) })();
  await holder("zielsrust", "signatory", { appointedAt: yield moments.officeHours(12) })();
}
