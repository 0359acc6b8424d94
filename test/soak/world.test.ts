import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { openAuthority } from "#app/adapters/forge/index.ts";
import { compose, type Composition } from "#app/composition.server.ts";
import { simulatorSettings } from "#app/simulators/settings.ts";
import { demonstrationKeys, type DemonstrationKeys } from "#app/start/demonstration.server.ts";
import { furnishOffice, type Furnishing } from "#app/start/furnish.server.ts";
import { REQUEST_STATUSES } from "#db/schema/requests.ts";
import type { Database } from "#db/client.server.ts";
import { runSql } from "#db/types.ts";
import { sealOf } from "#test/support/audit.ts";
import { freshDatabase } from "#test/support/database.ts";

/** A Monday in the afternoon, so that today, tomorrow and late are where a reader expects them. */
const NOW = new Date("2026-11-16T14:00:00.000Z");
const baseUrl = "http://localhost:3000";
const folder = mkdtempSync(join(tmpdir(), "zegel-world-"));

let database: Database;
let made: Composition;
let keys: DemonstrationKeys;

beforeAll(async () => {
  database = await freshDatabase();
  keys = await demonstrationKeys(folder, NOW, "Zegel");
  const outside = simulatorSettings({ port: 1, smtpPort: 1 });
  made = await compose(
    { database, close: async () => undefined },
    {
      mode: "demonstration",
      environment: "demonstration",
      root: process.cwd(),
      dataDir: folder,
      logLevel: "silent",
      baseUrl,
      publicationUrl: baseUrl,
      loginUrl: baseUrl,
      secrets: { session: [keys.secrets.session], link: keys.secrets.link, identification: keys.secrets.identification, files: [keys.secrets.files], totp: [keys.secrets.totp] },
      authority: { ...keys.authority, passphrase: keys.secrets.authority },
    testAuthority: { ...keys.testAuthority, passphrase: keys.secrets.authority },
      auditKeyPem: undefined,
      printRoomKey: keys.printRoom.publicJwk as Record<string, unknown>,
      oidc: null,
      returnedMailToken: null,
      metricsToken: null,
      ...outside,
      smtp: { ...outside.smtp, secure: false, from: "noreply@zegel.example" },
    },
  );
}, 300_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function furnish(changes: Partial<Furnishing> = {}): Promise<void> {
  const authorityAt: Furnishing["authorityAt"] = (clock) => openAuthority({ ...keys.authority, passphrase: keys.secrets.authority, publicBaseUrl: baseUrl, clock });
  return furnishOffice({ ...made, clock: { now: () => NOW } }, { world: "busy-office", authorityAt, say: () => undefined, ...changes });
}

function failure(): never {
  throw new Error("broke off");
}

const rows = <Row>(text: string) => runSql<Row>(database.db, text);
async function count(text: string): Promise<number> {
  const [row] = await rows<{ amount: number }>(`select count(*)::int as amount from ${text}`);
  return row?.amount ?? 0;
}

describe("the busy office of a first start", () => {
  it("is not there at all when its making broke off", async () => {
    const broken = furnish({ authorityAt: () => ({ ...made.office.authority, newSerial: () => failure() }) });
    await expect(broken).rejects.toThrow("broke off");
    expect(await count("staff")).toBe(0);
    expect(await count("request")).toBe(0);
    expect(await count("audit_event where request_id is not null")).toBe(0);
  }, 300_000);

  it("holds some 200 requests in every state that the office knows, and is made once", async () => {
    const told: string[] = [];
    await furnish({ say: (line) => void told.push(line) });
    await furnish({ say: (line) => void told.push(line) });
    expect(told).toHaveLength(1);
    expect(await count("request")).toBe(210);
    const present = (await rows<{ status: string }>("select distinct status from request")).map(({ status }) => status);
    expect([...present].sort()).toEqual([...REQUEST_STATUSES].sort());
  }, 300_000);

  it("has work that is late, due today and not yet due, in hand and in need of four eyes", async () => {
    const open = "request where status in ('submitted', 'in-review', 'second-check')";
    expect(await count(`${open} and due_at < '${NOW.toISOString()}'`)).toBeGreaterThanOrEqual(3);
    expect(await count(`${open} and due_at between '2026-11-16T14:00Z' and '2026-11-17T00:00Z'`)).toBeGreaterThanOrEqual(5);
    expect(await count(`${open} and due_at > '2026-11-17T00:00Z'`)).toBeGreaterThanOrEqual(30);
    expect(await count(`request where claimed_until > '${NOW.toISOString()}'`)).toBe(6);
    expect(await count("request where status = 'second-check' and decided_by is not null and second_by is null")).toBeGreaterThanOrEqual(7);
    expect(await count("request where objected_at is not null and priority = 'high'")).toBe(3);
    expect(await count("identification_attempt where sealed_answer is not null")).toBeGreaterThanOrEqual(6);
  });

  it("has letters in the tray, a batch that is ready, and certificates that were installed", async () => {
    expect(await count("letter where status = 'waiting'")).toBe(8);
    expect(await count("letter where status = 'in-batch'")).toBe(3);
    expect(await count("letter where status = 'spoilt'")).toBe(1);
    expect(await count("certificate where status = 'issued'")).toBe(7);
    expect(await count("certificate where status = 'revoked'")).toBe(1);
    expect(await count("account where status = 'blocked'")).toBe(1);
  });

  it("lies in the past, leaves nothing to be sent, and knows nobody of the story that a visitor will play", async () => {
    expect(await count(`audit_event where occurred_at > '${NOW.toISOString()}' and act not in ('definition.published', 'print-room-key.taken-into-use')`)).toBe(0);
    expect(await count("mail where status <> 'sent'")).toBe(0);
    expect(await count("pgboss.job where name in ('tell', 'mail.send', 'request.fulfil')")).toBe(0);
    expect(await count("request where subject_name like '%Håkon%'")).toBe(0);
    expect(JSON.stringify(await rows("select answers from request"))).not.toMatch(/111222333|123456782/);
  });

  it("has a trail that the verifier finds sound", async () => {
    const seal = sealOf(database);
    await seal.seal();
    const report = await seal.verify();
    expect(report.findings).toEqual([]);
    expect(report.events).toBeGreaterThan(2000);
  }, 120_000);
});
