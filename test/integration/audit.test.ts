import { readFileSync, writeFileSync } from "node:fs";

import { beforeEach, describe, expect, it } from "vitest";

import { record } from "#app/domain/audit/record.ts";
import { clearDetailsOf } from "#app/domain/audit/retention.ts";
import { sealingLag } from "#app/domain/audit/seal.ts";
import type { Database } from "#db/client.server.ts";
import { runSql, type Db } from "#db/types.ts";
import { sealOf, tamper } from "#test/support/audit.ts";
import { freshDatabase } from "#test/support/database.ts";

const now = new Date("2026-03-02T09:00:00.123Z");
const note = (tx: Db, nr: number) =>
  record(tx, {
    now,
    actor: { kind: "staff", id: "7", name: "Sanne Mulder" },
    act: "request.approved",
    subject: { kind: "request", id: nr },
    requestId: nr,
    details: { reason: "klopt: “Zoë van der Håkon”", amounts: [1, 2.5, 1e21, -0], empty: undefined, nested: { b: 1, a: null } },
  });

async function events(db: Db, count: number): Promise<void> {
  await db.transaction(async (tx) => {
    for (let nr = 1; nr <= count; nr += 1) await note(tx, nr);
  });
}

describe("the trail", () => {
  let database: Database;
  let office: ReturnType<typeof sealOf>;
  beforeEach(async () => {
    database ??= await freshDatabase();
    await tamper(database, "truncate audit_event, audit_seal, audit_waiting, audit_checkpoint");
    office = sealOf(database);
  });

  it("rolls an act back when its event cannot be written (P7)", async () => {
    await tamper(database, "create table if not exists act_of_test (id int)", "alter table audit_event add constraint shut check (act <> 'request.approved') not valid");
    const act = database.db.transaction(async (tx) => {
      await runSql(tx, "insert into act_of_test values (1)");
      await note(tx, 1);
    });
    await expect(act).rejects.toThrow();
    await tamper(database, "alter table audit_event drop constraint shut");
    expect(await runSql(database.db, "select * from act_of_test")).toEqual([]);
  });

  it("cannot be changed, shortened or emptied by the office itself", async () => {
    await events(database.db, 2);
    await office.seal();
    for (const attempt of [
      "update audit_event set act = 'request.rejected'",
      "update audit_event set payload = null, payload_salt = null, actor_name = null",
      "delete from audit_event",
      "truncate audit_event cascade",
      "update audit_seal set chain_hash = event_hash",
      "delete from audit_seal",
      "delete from audit_checkpoint",
      "select set_config('zegel.retention', 'on', false); update audit_event set act = 'request.rejected', payload = null, payload_salt = null, actor_name = null",
    ]) {
      const refused = database.executeSql(attempt);
      await expect(refused, attempt).rejects.toThrow(/written once/);
    }
    await database.executeSql("select set_config('zegel.retention', '', false)");
  });

  it("is sound after sealing in batches, also when nothing is new", async () => {
    await events(database.db, 25);
    expect(await office.seal({ batchSize: 10 })).toBe(25);
    expect(await office.seal()).toBe(0);
    expect(await office.verify()).toEqual({ events: 25, seals: 25, heads: 6, findings: [], notes: [] });
  });

  it("signs a head at most every ten seconds", async () => {
    await events(database.db, 1);
    await office.seal({ headEverySeconds: 10 });
    await events(database.db, 1);
    await office.seal({ headEverySeconds: 10 });
    expect(readFileSync(office.headsFile, "utf8").trim().split("\n")).toHaveLength(1);
    expect((await office.verify()).findings).toEqual([]);
    await tamper(database, "update audit_checkpoint set taken_at = taken_at - interval '10 seconds'");
    await office.seal({ headEverySeconds: 10 });
    expect(readFileSync(office.headsFile, "utf8").trim().split("\n")).toHaveLength(2);
  });

  it("seals what commits late with an earlier number, behind what was sealed before", async () => {
    await events(database.db, 3);
    // The number was given out, its transaction was still open when the sealer came by.
    await tamper(database, "delete from audit_waiting where event_id = (select min(id) from audit_event)");
    await office.seal();
    await tamper(database, "insert into audit_waiting select min(id) from audit_event");
    await office.seal();
    const order = await runSql<{ event_id: string }>(database.db, "select event_id::text from audit_seal order by position");
    const ids = order.map((row) => Number(row.event_id));
    expect(ids).toEqual([ids[0], (ids[0] ?? 0) + 1, (ids[0] ?? 0) - 1]);
    expect((await office.verify()).findings).toEqual([]);
  });

  it("is sealed once when several sealers come at the same time", async () => {
    await events(database.db, 60);
    const counts = await Promise.all(Array.from({ length: 6 }, () => office.seal({ batchSize: 7 })));
    await office.seal();
    expect(counts.reduce((sum, count) => sum + count, 0)).toBeLessThanOrEqual(60);
    expect(await office.verify()).toMatchObject({ events: 60, seals: 60, findings: [] });
  });

  it("stays sound when retention clears what is personal, and the names are gone", async () => {
    await events(database.db, 3);
    await office.seal();
    expect(await database.db.transaction((tx) => clearDetailsOf(tx, 2))).toBe(1);
    const report = await office.verify();
    expect(report.findings).toEqual([]);
    const rows = await runSql(database.db, "select actor_name, payload, payload_salt from audit_event where request_id = '2'");
    expect(rows).toEqual([{ actor_name: null, payload: null, payload_salt: null }]);
  });

  it("tells how far the sealer is behind", async () => {
    expect(await sealingLag(database.db)).toEqual({ waiting: 0, oldestSeconds: null });
    await events(database.db, 4);
    const lag = await sealingLag(database.db);
    expect(lag.waiting).toBe(4);
    expect(lag.oldestSeconds).toBeGreaterThanOrEqual(0);
  });

  it("catches the heads file up after a crash, also one in the middle of a line", async () => {
    await events(database.db, 1);
    await office.seal();
    const whole = readFileSync(office.headsFile, "utf8");
    await events(database.db, 1);
    await office.seal();
    writeFileSync(office.headsFile, `${whole}{"position":2,"chai`);
    const before = await office.verify();
    expect(before.findings).toEqual([]);
    expect(before.notes).toHaveLength(2);
    await office.seal();
    expect(await office.verify()).toMatchObject({ findings: [], notes: [] });
  });

  describe("when somebody was at it", () => {
    const nth = (n: number) => `(select event_id from audit_seal where position = ${n})`;
    const cases: [string, string[], string[]][] = [
      ...["act = 'request.rejected'", "actor_id = '8'", "actor_kind = 'system'", "subject_id = '9'", "subject_kind = 'letter'", "request_id = null", "correlation_id = 'x'", "occurred_at = occurred_at + interval '1 millisecond'", "recorded_at = recorded_at - interval '1 day'"].map(
        (change): [string, string[], string[]] => [`changed ${change}`, [`update audit_event set ${change} where id = ${nth(3)}`], ["event-changed"]],
      ),
      ["changed the details", [`update audit_event set payload = '{"reason":"nee"}' where id = ${nth(3)}`], ["details-changed"]],
      ["changed the name", [`update audit_event set actor_name = 'Wim Bos' where id = ${nth(3)}`], ["details-changed"]],
      ["cleared the details and left the name", [`update audit_event set payload = null, payload_salt = null where id = ${nth(3)}`], ["details-changed"]],
      ["changed details and their hash", [`update audit_event set payload = '{}', payload_hash = repeat('a', 64) where id = ${nth(3)}`], ["event-changed", "details-changed"]],
      ["deleted an event", [`delete from audit_event where id = ${nth(3)}`], ["event-missing"]],
      ["deleted an event with its seal", [`delete from audit_event where id = ${nth(3)}`, "delete from audit_seal where position = 3"], ["seal-missing"]],
      ["deleted a seal", ["delete from audit_seal where position = 3"], ["seal-missing", "unsealed"]],
      ["deleted the first events and seals", [`delete from audit_event where id = ${nth(1)}`, "delete from audit_seal where position = 1"], ["seal-missing"]],
      ["forged a seal", ["update audit_seal set event_hash = repeat('b', 64) where position = 3"], ["chain-broken", "event-changed"]],
      ["forged the chain", ["update audit_seal set chain_hash = repeat('c', 64) where position = 3"], ["chain-broken", "chain-broken"]],
      ["cut the tail", [`delete from audit_event where id >= ${nth(4)}`, "delete from audit_seal where position >= 4", "delete from audit_checkpoint where position >= 4"], ["tail-cut"]],
      ["emptied everything", ["truncate audit_event, audit_seal, audit_waiting, audit_checkpoint"], ["tail-cut"]],
      ["forged a signature", ["update audit_checkpoint set signature = reverse(signature)"], ["head-forged", "head-missing"]],
      ["moved a head", ["update audit_checkpoint set position = 4 where position = 5"], ["head-forged", "head-missing"]],
      ["removed the heads", ["delete from audit_checkpoint"], ["head-missing"]],
      ["hid an event from the sealer", ["insert into audit_event (occurred_at, actor_kind, actor_id, act, subject_kind, subject_id, payload_hash) values (now(), 'staff', '7', 'pin.seen', 'pin', '1', repeat('d', 64))"], ["unsealed"]],
    ];

    it.each(cases)("%s: found", async (_what, statements, kinds) => {
      await events(database.db, 5);
      await office.seal();
      expect((await office.verify()).findings).toEqual([]);
      await tamper(database, ...statements);
      expect((await office.verify()).findings.map((finding) => finding.kind)).toEqual(kinds);
    });

    it("swapped the places of two events, seals and all: found", async () => {
      await events(database.db, 5);
      await office.seal();
      await tamper(
        database,
        "create temporary table swap on commit drop as select case position when 2 then 3 else 2 end as position, event_id, event_hash from audit_seal where position in (2, 3)",
        "update audit_seal set event_id = -event_id where position in (2, 3)",
        "update audit_seal s set event_id = w.event_id, event_hash = w.event_hash from swap w where w.position = s.position",
      );
      const kinds = (await office.verify()).findings.map((finding) => finding.kind);
      expect(kinds).toEqual(["chain-broken", "chain-broken"]);
    });

    it("rewrote history and computed a new chain over it: the signed heads know better", async () => {
      await events(database.db, 5);
      await office.seal();
      await tamper(
        database,
        `update audit_event set act = 'request.rejected' where id = ${nth(2)}`,
        "insert into audit_waiting select event_id from audit_seal",
        "truncate audit_seal",
      );
      // The office's own sealer is the best forger there is: it makes a chain without a flaw.
      await office.seal({ headEverySeconds: 3600 });
      const kinds = new Set((await office.verify()).findings.map((finding) => finding.kind));
      expect(kinds).toEqual(new Set(["head-unmatched"]));
    });

    it("put an older backup back and went on: found, although the database is sound in itself", async () => {
      await events(database.db, 3);
      await office.seal();
      const backup = await Promise.all(["audit_event", "audit_seal", "audit_checkpoint"].map(async (table) => [table, JSON.stringify(await runSql(database.db, `select * from ${table}`))] as const));
      await events(database.db, 2);
      await office.seal();
      await tamper(
        database,
        "truncate audit_event, audit_seal, audit_waiting, audit_checkpoint",
        ...backup.map(([table, rows]) => `insert into ${table} ${table === "audit_event" ? "overriding system value" : ""} select * from jsonb_populate_recordset(null::${table}, '${rows.replaceAll("'", "''")}'::jsonb)`),
      );
      expect((await office.verify()).findings.map((finding) => finding.kind)).toEqual(["tail-cut"]);
      await events(database.db, 4);
      await office.seal();
      expect(new Set((await office.verify()).findings.map((finding) => finding.kind))).toEqual(new Set(["head-unmatched", "head-missing"]));
    });

    it("changed the heads file: found", async () => {
      await events(database.db, 2);
      await office.seal();
      const text = readFileSync(office.headsFile, "utf8");
      writeFileSync(office.headsFile, text.replace('"position":2', '"position":1'));
      expect((await office.verify()).findings.map((finding) => finding.kind)).toContain("head-forged");
      writeFileSync(office.headsFile, `not a head\n${text}`);
      expect((await office.verify()).findings.map((finding) => finding.kind)).toEqual(["heads-file-damaged"]);
    });

    it("left an event waiting while the office went on: found", async () => {
      await events(database.db, 2);
      await office.seal();
      await events(database.db, 1);
      expect((await office.verify()).notes).toHaveLength(1);
      await tamper(database, "update audit_event set recorded_at = recorded_at - interval '2 minutes' where id = (select max(event_id) from audit_waiting)");
      expect((await office.verify()).findings.map((finding) => finding.kind)).toEqual(["unsealed"]);
    });
  });
});
