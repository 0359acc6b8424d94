import { spawn } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { sql } from "drizzle-orm";
import { describe, expect, it } from "vitest";

import { Problem } from "#app/domain/problem.ts";
import { openDatabase, type Database } from "#db/client.server.ts";
import { lockDataFolder } from "#db/lock.server.ts";
import { migrateDatabase } from "#db/migrate.server.ts";
import { rowsOf, runSql, type Db } from "#db/types.ts";
import { freshDatabase, freshPlace, MIGRATIONS, onServer } from "#test/support/database.ts";
import { afterThisFile } from "#test/support/endings.ts";

describe("the database", () => {
  it("speaks the same on both kinds: rows, parameters, several statements, notifications after the commit", async () => {
    const database = await freshDatabase();
    expect(database.kind).toBe(onServer ? "postgres" : "embedded");
    expect(rowsOf(await database.db.execute(sql`select 1 as one`))).toEqual([{ one: 1 }]);
    expect(await runSql(database.db, "select $1::jsonb->>'a' as a, $2::text as none", [{ a: "ë" }, undefined])).toEqual([{ a: "ë", none: null }]);
    const several = await database.executeSql("begin; create table several (id int); insert into several values (4); select id from several; commit;");
    expect(several.rows).toEqual([{ id: 4 }]);
    expect((await database.executeSql("select $1::json->>'b' as b", [{ b: [1] }])).rows).toEqual([{ b: "[1]" }]);

    const heard: string[] = [];
    const stop = await database.listen("test_channel", (payload) => heard.push(payload));
    await database.db.transaction((tx) => runSql(tx, "select pg_notify('test_channel', 'kept')"));
    const undone = database.db.transaction(async (tx) => {
      await runSql(tx, "select pg_notify('test_channel', 'undone')");
      tx.rollback();
    });
    await expect(undone).rejects.toThrow();
    await expect.poll(() => heard).toEqual(["kept"]);
    await stop();
  });

  it("says each statement to the logger before it runs", async () => {
    const statements: string[] = [];
    const database = await freshDatabase({ logger: { logQuery: (query) => void statements.push(query) } });
    await database.db.transaction((tx) => runSql(tx, "select 42"));
    expect(statements).toContain("select 42");
  });

  it("finds similar words (pg_trgm)", async () => {
    const database = await freshDatabase();
    await database.executeSql("create extension if not exists pg_trgm");
    const [row] = await runSql<{ near: boolean }>(database.db, "select similarity('Bakker', 'Bakkers') > 0.5 as near");
    expect(row?.near).toBe(true);
  });
});

// The embedded database has no connection that could be lost.
if (onServer) {
  describe("a transaction whose connection is lost", () => {
    /** One connection for all, so that the next transaction gets the one that was lost, made anew. */
    async function withTable(): Promise<{ database: Database; rows: () => Promise<string[]> }> {
      const place = { ...(await freshPlace()), connections: 1 } as { url: string; connections: number };
      const database = await openDatabase(place);
      afterThisFile(() => database.close());
      await database.executeSql("create table kept (what text)");
      return { database, rows: async () => (await database.executeSql("select what from kept order by 1")).rows.map(({ what }) => String(what)) };
    }
    const keep = (tx: Db, what: string) => runSql(tx, "insert into kept values ($1)", [what]);

    /** A transaction that loses its connection while it waits for something else, and then does what it is told. */
    async function loseIts(database: Database, thenDoes: (tx: Db) => Promise<unknown>): Promise<{ goOn: () => void; lost: Promise<unknown>; body: Promise<unknown> }> {
      let [goOn, body]: [() => void, Promise<unknown>] = [() => undefined, Promise.resolve()];
      const gate = new Promise<void>((done) => (goOn = done));
      let began: (pid: number) => void = () => undefined;
      const pid = new Promise<number>((done) => (began = done));
      const lost = database.db
        .transaction((tx) => {
          const work = (async () => {
            await keep(tx, "before it was lost");
            const [session] = await runSql<{ pid: number }>(tx, "select pg_backend_pid() as pid");
            began(session?.pid ?? 0);
            await gate;
            return thenDoes(tx);
          })();
          body = work.then(() => "done", (error: unknown) => error);
          return work;
        })
        .catch((error: unknown) => error);
      await database.executeSql("select pg_terminate_backend($1)", [await pid]);
      return { goOn, lost, body };
    }

    it("says so to whoever waits for it, and sends nothing more, also where nobody else has the connection yet", async () => {
      const { database, rows } = await withTable();
      const { goOn, lost, body } = await loseIts(database, (tx) => keep(tx, "after it was lost"));
      expect(await lost).toMatchObject({ code: "CONNECTION_CLOSED" });
      goOn();
      expect(await body).toMatchObject({ cause: { code: "CONNECTION_CLOSED" } });
      expect(await rows()).toEqual([]);
      await database.db.transaction((tx) => keep(tx, "of the next one"));
      expect(await rows()).toEqual(["of the next one"]);
    });

    it("says so where a statement was under way, to which the body closes its eyes", async () => {
      const { database, rows } = await withTable();
      let began: (pid: number) => void = () => undefined;
      const pid = new Promise<number>((done) => (began = done));
      const lost = database.db.transaction(async (tx) => {
        await keep(tx, "before it was lost");
        const [session] = await runSql<{ pid: number }>(tx, "select pg_backend_pid() as pid");
        began(session?.pid ?? 0);
        await runSql(tx, "select pg_sleep(60)").catch(() => undefined);
        await keep(tx, "after it was lost");
      });
      const told = lost.catch((error: unknown) => error);
      await database.executeSql("select pg_terminate_backend($1)", [await pid]);
      expect(await told).toBeInstanceOf(Error);
      // The driver may tell the next one of it as well, before anything of that one is done.
      const next = () => database.db.transaction((tx) => keep(tx, "of the next one"));
      await next().catch(next);
      expect(await rows()).toEqual(["of the next one"]);
    });

    it.each([
      ["a statement", (tx: Db) => keep(tx, "after it was lost")],
      ["a statement within a transaction of its own", (tx: Db) => tx.transaction((inner) => keep(inner, "after it was lost"))],
      ["its end", () => Promise.resolve()],
      ["its being taken back", () => Promise.reject(new Error("given up"))],
    ])("never sends %s over the connection that another transaction has by then", async (_, thenDoes) => {
      const { database, rows } = await withTable();
      const { goOn, lost, body } = await loseIts(database, thenDoes);
      await lost;
      const other = database.db.transaction(async (tx) => {
        await keep(tx, "of the other one");
        goOn();
        await body;
        // Whatever the lost one has yet to send was sent by now.
        for (let time = 0; time < 5; time += 1) await new Promise((done) => setImmediate(done));
        await keep(tx, "of the other one as well");
        tx.rollback();
      });
      await expect(other).rejects.toThrow();
      expect(await rows()).toEqual([]);
    });
  });
}

describe("migrations", () => {
  const tables = (database: Database) => runSql<{ name: string }>(database.db, "select table_name as name from information_schema.tables where table_schema = 'public' order by 1");

  it("may run again, and in several processes at once", async () => {
    const place = await freshPlace();
    // On the embedded database there is one process by nature (the folder's lock).
    const databases = await Promise.all(Array.from({ length: onServer ? 4 : 1 }, () => openDatabase(place)));
    await Promise.all(databases.map((database) => migrateDatabase(database, MIGRATIONS)));
    for (const database of databases) await migrateDatabase(database, MIGRATIONS);
    expect((await tables(databases[0] as Database)).length).toBeGreaterThan(10);
    await Promise.all(databases.map((database) => database.close()));
  });

  it("leave the database as it was when one of them fails, and say why", async () => {
    const folder = join(mkdtempSync(join(tmpdir(), "zegel-migrations-")), "migrations");
    mkdirSync(join(folder, "meta"), { recursive: true });
    const entry = (idx: number, tag: string) => ({ idx, version: "7", when: 1_000 + idx, tag, breakpoints: true });
    writeFileSync(join(folder, "0000_first.sql"), "create table first (id int);");
    writeFileSync(join(folder, "meta/_journal.json"), JSON.stringify({ version: "7", dialect: "postgresql", entries: [entry(0, "0000_first")] }));
    const database = await openDatabase(await freshPlace());
    await migrateDatabase(database, folder);
    const next = `${folder}-next`;
    cpSync(folder, next, { recursive: true });
    writeFileSync(join(next, "0001_second.sql"), "create table second (id int);--> statement-breakpoint\ncreate table first (id int);");
    writeFileSync(join(next, "meta/_journal.json"), JSON.stringify({ version: "7", dialect: "postgresql", entries: [entry(0, "0000_first"), entry(1, "0001_second")] }));
    const failed = await migrateDatabase(database, next).catch((error: unknown) => error);
    expect(failed).toBeInstanceOf(Problem);
    expect(failed).toMatchObject({ code: "start.migration-failed", details: { reason: 'relation "first" already exists' } });
    expect(await tables(database)).toEqual([{ name: "first" }]);
    await migrateDatabase(database, folder);
    await database.close();
  });
});

describe("the data folder", () => {
  const holder = (folder: string) => {
    const lock = JSON.stringify(new URL("../../db/data-lock.js", import.meta.url).href);
    const code = `import(${lock}).then(({ takeFolder }) => takeFolder(${JSON.stringify(folder)})).then((release) => { console.log(release ? "held" : "refused"); setInterval(() => {}, 1000); });`;
    const child = spawn(process.execPath, ["--input-type=module", "-e", code], { stdio: ["ignore", "pipe", "inherit"] });
    const said = new Promise<string>((resolve) => child.stdout.once("data", (bytes) => resolve(String(bytes).trim())));
    const killed = () => new Promise((resolve) => child.once("exit", resolve).kill("SIGKILL"));
    return { said, killed };
  };

  it("belongs to one process, and is free the moment that this one is killed", async () => {
    const folder = mkdtempSync(join(tmpdir(), "zegel-data-"));
    const first = holder(folder);
    expect(await first.said).toBe("held");
    await expect(lockDataFolder(folder)).rejects.toEqual(new Problem("start.data-in-use", { folder }));
    await first.killed();
    const release = await lockDataFolder(folder);
    const second = holder(folder);
    expect(await second.said).toBe("refused");
    await second.killed();
    await release();
    await (await lockDataFolder(folder))();
  });

  it("keeps what was committed when the process is killed", async () => {
    const place = onServer ? await freshPlace() : { dataDir: join(mkdtempSync(join(tmpdir(), "zegel-data-")), "database") };
    const code = `
      import { openDatabase } from ${JSON.stringify(new URL("../../db/client.server.ts", import.meta.url).href)};
      const database = await openDatabase(${JSON.stringify(place)});
      await database.executeSql("create table kept (id int)");
      for (let id = 1; ; id += 1) {
        await database.executeSql("insert into kept values ($1)", [id]);
        console.log(id);
        if (id === 20) process.kill(process.pid, "SIGKILL");
      }`;
    const child = spawn(process.execPath, ["--import", "tsx", "--input-type=module", "-e", code], { stdio: ["ignore", "pipe", "inherit"] });
    let said = "";
    child.stdout.on("data", (bytes) => (said += String(bytes)));
    const [, signal] = await new Promise<[number | null, string | null]>((resolve) => child.once("close", (...end) => resolve(end)));
    expect(signal).toBe("SIGKILL");
    const confirmed = said.trim().split("\n").length;
    const database = await openDatabase(place);
    const [row] = await runSql<{ count: number }>(database.db, "select count(*)::int as count from kept");
    expect(row?.count).toBeGreaterThanOrEqual(confirmed);
    await database.close();
  });
});
