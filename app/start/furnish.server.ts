import { sql } from "drizzle-orm";

import { LOCKS } from "#db/locks.ts";
import { staff } from "#db/schema/staff.ts";
import type { Db } from "#db/types.ts";
import { STAFF } from "#db/worlds/cast.ts";
import { seedParties, seedStaff } from "#db/worlds/parties.ts";
import type { Composition } from "#app/composition.server.ts";
import { staffActor, type StaffActor } from "#app/domain/access/actor.ts";
import type { Authority } from "#app/domain/certificates/ports.ts";
import type { Clock } from "#app/domain/deadlines/ports.ts";
import { allowedServices } from "#app/domain/decisions/services.ts";
import { currentRelease, listDefinitions } from "#app/domain/definitions/store.ts";
import { officeDay } from "#app/domain/requests/policy.ts";
import { makeKey } from "#app/ui/install/csr.ts";

import { openPastOffice } from "./world-office.server.ts";
import { tellWorld } from "./world.server.ts";

export const WORLDS = ["busy-office", "quiet-office", "empty"] as const;
export type WorldName = (typeof WORLDS)[number];

/** A day long before today, so that nobody's role or address counts as changed lately. */
const LONG_AGO_MS = 400 * 86_400_000;

/** For so long back the e-mails of the past are there to be read. */
const MAILS_KEPT_MS = 10 * 86_400_000;

export type Furnishing = {
  world: WorldName;
  /** The demonstration's authority at a moment of the past: its lint holds dates against the clock that it is given. */
  authorityAt(clock: Clock): Authority;
  /** Told once, when there is something to wait for. */
  say(line: string): void;
};

/**
 * Furnishes a demonstration at its first start: the staff, the practices of the cast and, in the busy office, some 200 requests. One
 * transaction: a start that was killed begins anew, and of several that begin together one does it.
 */
export async function furnishOffice(made: Composition, furnishing: Furnishing): Promise<void> {
  const { office, clock } = made;
  const { world } = furnishing;
  if (await isFurnished(office.db)) return;
  const now = clock.now();
  await office.db.transaction(async (tx) => {
    await tx.execute(sql`select pg_advisory_xact_lock(${LOCKS.space}, ${LOCKS.furnishing})`);
    if (await isFurnished(tx)) return;
    const staffIds = await seedStaff(tx, now);
    if (world === "empty") return;
    await seedPractices(tx, now);
    if (world === "busy-office") furnishing.say("First start: filling the office with ten weeks of work, once. This takes some seconds.");
    await tellPast(tx, made, { ...furnishing, world, now, actor: (id) => actorOf(staffIds, id) });
  });
}

/** Furnishes an office as it was on its first day: the staff and the practices of the cast, and nothing that was asked. In the caller's transaction; answers false where staff is there already. */
export async function furnishFirstDay(tx: Db, now: Date): Promise<boolean> {
  if (await isFurnished(tx)) return false;
  await seedStaff(tx, now);
  await seedPractices(tx, now);
  return true;
}

async function isFurnished(db: Db): Promise<boolean> {
  const [known] = await db.select({ amount: sql<number>`count(*)::int` }).from(staff);
  return (known?.amount ?? 0) > 0;
}

async function seedPractices(tx: Db, now: Date): Promise<void> {
  const [catalogue] = await listDefinitions(tx, await currentRelease(tx), "services");
  const all = catalogue?.content.services ?? [];
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
}

type Past = Omit<Furnishing, "world"> & { world: Exclude<WorldName, "empty">; now: Date; actor(id: string): StaffActor };

async function tellPast(tx: Db, made: Composition, { world, now, authorityAt, actor }: Past): Promise<void> {
  let at = now;
  const past = openPastOffice(tx, made, { mailsFrom: new Date(now.getTime() - MAILS_KEPT_MS) });
  const { calendar } = await officeDay(tx, await currentRelease(tx), now);
  await tellWorld(
    {
      office: past.office,
      finish: past.finish,
      turnTo: (moment) => void (at = moment),
      secret: made.office.secrets.identification,
      authority: authorityAt({ now: () => at }),
      reviewers: [actor("sanne"), actor("wim")],
      printRoom: actor("noor"),
      nextKey: makeAhead(makeKey, world === "busy-office" ? 8 : 0),
    },
    world,
    calendar,
    now,
  );
}

/** Keys of RSA-3072 take about a second each: they are made beside everything else, one after another, in good time. */
function makeAhead<T>(make: () => Promise<T>, amount: number): () => Promise<T> {
  const ready: Array<Promise<T>> = [];
  for (let place = 0; place < amount; place += 1) ready.push((ready[place - 1] ?? Promise.resolve()).then(make));
  return () => ready.shift() ?? make();
}

function actorOf(ids: ReadonlyMap<string, string>, castId: string): StaffActor {
  const member = STAFF.find(({ id }) => id === castId);
  const id = ids.get(castId);
  if (!member || !id) throw new Error(`Nobody of the staff is called "${castId}".`);
  return staffActor({ id, name: member.name, roles: [member.role] });
}
