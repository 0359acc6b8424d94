import { readFileSync, renameSync, writeFileSync } from "node:fs";

import { beforeEach, describe, expect, it } from "vitest";

import { record } from "#app/domain/audit/record.ts";
import { lastHour } from "#app/domain/deadlines/calendar.ts";
import { latestVerification, verifyInTurn } from "#app/domain/jobs/verification.ts";
import { makeTrailVerifier } from "#app/start/verifier.server.ts";
import type { Database } from "#db/client.server.ts";
import { runSql } from "#db/types.ts";
import { sealOf, tamper } from "#test/support/audit.ts";
import { freshDatabase } from "#test/support/database.ts";

const NIGHT = new Date("2026-03-02T02:30:00+01:00");
const dueSince = lastHour(NIGHT, 2);
let database: Database;
let office: ReturnType<typeof sealOf>;

beforeEach(async () => {
  database ??= await freshDatabase();
  await tamper(database, "truncate audit_event, audit_seal, audit_waiting, audit_checkpoint, audit_verification");
  office = sealOf(database);
});

/** So many events, sealed; made in the database itself, for speed. */
async function sealed(count: number): Promise<void> {
  await database.db.transaction((tx) => record(tx, { now: NIGHT, actor: { kind: "system", id: "start" }, act: "request.noted", subject: { kind: "request", id: "1" } }));
  await runSql(
    database.db,
    `insert into audit_event (occurred_at, actor_kind, actor_id, actor_name, act, subject_kind, subject_id, payload, payload_salt, payload_hash)
     select occurred_at, actor_kind, actor_id, actor_name, act, subject_kind, subject_id, payload, payload_salt, payload_hash from audit_event, generate_series(2, $1::int)`,
    [count],
  );
  await office.seal({ batchSize: 1000 });
}

const verifier = () => makeTrailVerifier(database.db, office);
const turn = (now = NIGHT, since = dueSince) => verifyInTurn(database.db, verifier(), { now, dueSince: since });
const shown = (now = NIGHT) => latestVerification(database.db, now);
async function night(now = NIGHT): Promise<void> {
  for (let step = 0; step < 20; step += 1) await turn(now, lastHour(now, 2));
}

describe("the nightly verification", () => {
  it("goes through the whole trail in steps, and leaves what it came to", async () => {
    await sealed(4500);
    expect(await shown()).toMatchObject({ state: "never", last: null, running: null });
    await turn();
    expect(await shown()).toMatchObject({ state: "never", running: { seals: 2000 } });
    await night();
    expect(await shown()).toMatchObject({ state: "sound", last: { seals: 4500, endedAt: NIGHT }, running: null, findingCount: 0 });
    expect((await shown()).last?.sealedUntil).toBeInstanceOf(Date);
    expect(await runSql(database.db, "select act, payload from audit_event order by id desc limit 1")).toEqual([{ act: "trail.verified", payload: { seals: 4500, findings: 0 } }]);
  });

  it("can be stopped and goes on where it was, and comes once a night", async () => {
    await sealed(2500);
    await turn();
    // Another process takes over: nothing is kept but what stands in the database.
    await turn();
    expect(await shown()).toMatchObject({ running: { seals: 2500 } });
    await night();
    const runs = () => runSql<{ count: string }>(database.db, "select count(*)::text as count from audit_verification");
    expect(await runs()).toEqual([{ count: "1" }]);
    await night(new Date("2026-03-03T01:59:00+01:00"));
    expect(await runs()).toEqual([{ count: "1" }]);
    await night(new Date("2026-03-03T02:00:00+01:00"));
    expect(await runs()).toEqual([{ count: "2" }]);
  });

  it("shows damage from the step that found it, with what was found", async () => {
    await sealed(2500);
    await tamper(database, "update audit_event set act = 'request.rejected' where id = (select event_id from audit_seal where position = 1200)", "update audit_seal set chain_hash = repeat('c', 64) where position = 2400");
    await turn();
    expect(await shown()).toMatchObject({ state: "damaged", findingCount: 1, findings: [{ kind: "event-changed" }] });
    await night();
    expect(await shown()).toMatchObject({ state: "damaged", findingCount: 3, running: null });
  });

  it("finds in the heads file what is no longer in the database", async () => {
    await sealed(3);
    await tamper(database, "delete from audit_seal where position = 3", "delete from audit_event where id = (select max(id) from audit_event)", "delete from audit_checkpoint");
    await night();
    expect((await shown()).findings.map(({ kind }) => kind)).toEqual(["tail-cut"]);
  });

  it("says that it cannot look, and goes on when it can", async () => {
    await sealed(3);
    const broken = { begin: verifier().begin, step: () => Promise.reject(Object.assign(new Error("connect ECONNREFUSED"), { code: "ECONNREFUSED" })) };
    await expect(verifyInTurn(database.db, broken, { now: NIGHT, dueSince })).rejects.toThrow("ECONNREFUSED");
    expect(await shown()).toMatchObject({ state: "stopped", running: { seals: 0 } });
    await night();
    expect(await shown()).toMatchObject({ state: "sound" });
  });

  it("calls a missing heads file damage, and a night that was missed late", async () => {
    await sealed(3);
    renameSync(office.headsFile, `${office.headsFile}.away`);
    await night();
    expect((await shown()).findings.map(({ kind }) => kind)).toEqual(["heads-file-missing"]);
    writeFileSync(office.headsFile, readFileSync(`${office.headsFile}.away`));
    const next = new Date("2026-03-03T03:00:00+01:00");
    await night(next);
    expect(await shown(next)).toMatchObject({ state: "sound" });
    expect(await shown(new Date("2026-03-05T03:00:00+01:00"))).toMatchObject({ state: "late" });
  });

  it("is one at a time, also for two processes at once", async () => {
    await sealed(3);
    await Promise.all([turn(), turn(), turn()]);
    await night();
    expect(await runSql(database.db, "select count(*)::text as count from audit_verification")).toEqual([{ count: "1" }]);
    expect(await runSql(database.db, "select count(*)::text as count from audit_event where act = 'trail.verified'")).toEqual([{ count: "1" }]);
  });
});
