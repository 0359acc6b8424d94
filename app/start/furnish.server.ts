import { sql } from "drizzle-orm";

import { staff } from "#db/schema/staff.ts";
import { seedParties, seedStaff } from "#db/worlds/parties.ts";
import type { Composition } from "#app/composition.server.ts";
import { allowedServices } from "#app/domain/decisions/services.ts";
import { currentRelease, listDefinitions } from "#app/domain/definitions/store.ts";

export const WORLDS = ["busy-office", "quiet-office", "empty"] as const;
export type WorldName = (typeof WORLDS)[number];

/** A day long before today, so that nobody's role or address counts as changed lately. */
const LONG_AGO_MS = 400 * 86_400_000;

/**
 * Furnishes a demonstration at its first start: the staff, the practices of the cast and, in the busy office, some 200 requests. All of it or
 * nothing: a start that was killed begins anew.
 */
export async function furnishOffice(made: Composition, world: WorldName): Promise<void> {
  const { office, clock } = made;
  const [known] = await office.db.select({ amount: sql<number>`count(*)::int` }).from(staff);
  if ((known?.amount ?? 0) > 0) return;
  const now = clock.now();
  const [catalogue] = await listDefinitions(office.db, await currentRelease(office.db), "services");
  const all = catalogue?.content.services ?? [];
  await office.db.transaction(async (tx) => {
    await seedStaff(tx, now);
    if (world === "empty") return;
    await seedParties(
      tx,
      ({ careType, segment }) =>
        catalogue
          ? allowedServices(catalogue.content, {
              careType,
              segment,
              recognitions: all.flatMap((service) => service.recognitions.map(({ code }) => code)),
              agreementServices: all.map(({ id }) => id),
            })
          : [],
      new Date(now.getTime() - LONG_AGO_MS),
    );
  });
}
