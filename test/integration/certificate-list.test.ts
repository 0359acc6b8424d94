import { and, desc, eq, isNull, like, ne } from "drizzle-orm";
import { beforeAll, describe, expect, it } from "vitest";

import { overviewByCode } from "#app/domain/customers/certificates/per-code.ts";
import { expiryByWeek } from "#app/domain/customers/certificates/outlook.ts";
import { everyCertificate, searchCertificates, type CertificateNarrowing } from "#app/domain/customers/certificates/search.ts";
import { standingOf } from "#app/domain/customers/certificates/states.ts";
import { countToInstall, everyToInstall, listToInstall } from "#app/domain/customers/certificates/to-install.ts";
import * as list from "#app/routes/certificates._index.tsx";
import * as section from "#app/routes/customers.$enterpriseId.$section.tsx";
import * as exports from "#app/routes/certificates.exports.tsx";
import { account, certificate, credential } from "#db/schema/accounts.ts";
import { auditEvent } from "#db/schema/audit.ts";
import { enterprise } from "#db/schema/organisations.ts";
import { manyCertificates } from "#test/support/many-certificates.ts";
import { openOffice, type TestOffice } from "#test/support/office.ts";
import { routesOf } from "#test/support/routes.ts";

let office: TestOffice;
const db = () => office.database.db;
const now = () => office.clock.now();
type Row = typeof certificate.$inferSelect;
let rows: Row[];

beforeAll(async () => {
  office = await openOffice();
  await manyCertificates(db(), now());
  rows = await db().select().from(certificate).orderBy(desc(certificate.notAfter), desc(certificate.serial));
});

const search = (narrowing: CertificateNarrowing, more: { place?: string | null; limit?: number } = {}) => searchCertificates(db(), { narrowing, now: now(), ...more });
const serialsOf = async (narrowing: CertificateNarrowing) => (await search(narrowing, { limit: 10_000 })).lines.map(({ serial }) => serial);

describe("the list of certificates", () => {
  it.each<CertificateNarrowing["state"]>([undefined, "valid", "expires-soon", "expired", "revoked", "replaced"])("comes page by page as it comes at once: %s", async (state) => {
    const whole = await serialsOf({ state });
    expect(whole.length).toBeGreaterThan(0);
    const parts: string[] = [];
    for (let place: string | null | undefined; place !== null; ) {
      const page = await search({ state }, { place: place ?? null, limit: 3 });
      parts.push(...page.lines.map(({ serial }) => serial));
      place = page.next;
    }
    expect(parts).toEqual(whole);
    const batches: string[] = [];
    for await (const batch of everyCertificate(db(), { narrowing: { state }, now: now(), batch: 4 })) batches.push(...batch.map(({ serial }) => serial));
    expect(batches).toEqual(whole);
    expect((await search({ state }, { place: "nonsense' or 1=1", limit: 10_000 })).lines.map(({ serial }) => serial)).toEqual(whole);
  });

  it("has all of them, the last to end first, and each state what it says", async () => {
    expect(await serialsOf({})).toEqual(rows.map(({ serial }) => serial));
    const standing = (row: Row) => standingOf(row, now());
    expect(new Set(await serialsOf({ state: "valid" }))).toEqual(new Set(rows.filter((row) => ["valid", "succeeded", "expires-soon"].includes(standing(row))).map(({ serial }) => serial)));
    for (const state of ["expires-soon", "expired", "revoked"] as const) expect(new Set(await serialsOf({ state })), state).toEqual(new Set(rows.filter((row) => standing(row) === state).map(({ serial }) => serial)));
    expect(await serialsOf({ state: "replaced" })).toEqual(rows.filter(({ revocationReason, supersededAt }) => revocationReason === "superseded" || supersededAt !== null).map(({ serial }) => serial));
    expect(await serialsOf({ profile: "system" })).toEqual(rows.filter(({ profile }) => profile === "system").map(({ serial }) => serial));
    expect(await serialsOf({ profile: "'; drop table certificate" })).toEqual([]);
  });

  it("counts the last second of a certificate to its life, and the next one not", async () => {
    const row = { status: "issued" as const, supersededAt: null, notAfter: new Date("2026-11-16T14:00:00Z") };
    expect([-1000, 0, 999, 1000].map((ms) => standingOf(row, new Date(row.notAfter.getTime() + ms)))).toEqual(["expires-soon", "expires-soon", "expires-soon", "expired"]);
  });

  it("is found by serial in every spelling, user number, name, AGB code, KvK number and e-mail address", async () => {
    const [{ row, user, kvkNumber } = {}] = await db()
      .select({ row: certificate, user: account, kvkNumber: enterprise.kvkNumber })
      .from(certificate)
      .innerJoin(account, eq(account.userNumber, certificate.userNumber))
      .innerJoin(enterprise, eq(enterprise.id, account.enterpriseId))
      .where(eq(certificate.status, "issued"))
      .limit(1);
    if (!row || !user || !kvkNumber) throw new Error("There is no certificate.");
    const { serial } = row;
    for (const text of [serial, serial.toUpperCase(), serial.match(/../g)?.join(":") ?? "", serial.match(/../g)?.join(" ") ?? "", BigInt(`0x${serial}`).toString(), serial.slice(0, 12)]) expect(await serialsOf({ text }), text).toEqual([serial]);
    const ofUser = [user.userNumber, user.userNumber.replace(/^(.{4})(.{5})/, "$1 $2 "), user.email.toUpperCase(), user.surname, `${user.initials} ${user.surname}x`];
    for (const text of [...ofUser, user.agbCode, `AGB-code ${user.agbCode}`, kvkNumber, `KvK ${kvkNumber}`]) expect(await serialsOf({ text }), text).toContain(serial);
    expect(new Set((await search({ text: user.agbCode }, { limit: 10_000 })).lines.map(({ agbCode }) => agbCode))).toEqual(new Set([user.agbCode]));
    for (const nobody of ["qqqqqqqq", "%", "99999999", "nobody@nowhere.example", "f".repeat(34)]) expect(await serialsOf({ text: nobody }), nobody).toEqual([]);
  });

  it("is of one owner where it is narrowed to one (R90)", async () => {
    const [{ user } = {}] = await db().select({ user: account }).from(certificate).innerJoin(account, eq(account.userNumber, certificate.userNumber)).limit(1);
    const of = async (owner: CertificateNarrowing["owner"]) => new Set((await search({ owner }, { limit: 10_000 })).lines.map(({ agbCode, userNumber }) => `${agbCode} ${userNumber}`));
    const known = async (where: ReturnType<typeof eq>) => new Set((await db().select({ agbCode: account.agbCode, userNumber: account.userNumber }).from(certificate).innerJoin(account, eq(account.userNumber, certificate.userNumber)).where(where)).map((one) => `${one.agbCode} ${one.userNumber}`));
    expect(await of({ agbCode: user?.agbCode ?? "" })).toEqual(await known(eq(account.agbCode, user?.agbCode ?? "")));
    expect(await of({ enterpriseId: user?.enterpriseId ?? "" })).toEqual(await known(eq(account.enterpriseId, user?.enterpriseId ?? "")));
  });
});

describe("the overview of an enterprise (R90, Q37)", () => {
  it("counts under each AGB code what the list of that code has, and leads there", async () => {
    for (const { id: enterpriseId } of await db().select({ id: enterprise.id }).from(enterprise)) {
      for (const { code, valid, expiresSoon, expired, revoked, toInstall } of await overviewByCode(db(), { enterpriseId, now: now() })) {
        const owner = { agbCode: code };
        const listed = async (state: CertificateNarrowing["state"]) => (await serialsOf({ owner, state })).length;
        expect({ valid, expiresSoon, expired, revoked }, code).toEqual({ valid: await listed("valid"), expiresSoon: await listed("expires-soon"), expired: await listed("expired"), revoked: await listed("revoked") });
        expect(toInstall).toBe((await listToInstall(db(), { narrowing: { owner }, now: now(), limit: 1000 })).lines.length);
        expect(valid).toBeGreaterThan(0);
      }
    }
  });

  it("stands on the page of the customer, and its list says whose it is", async () => {
    const [{ id, name } = { id: "", name: "" }] = await db().select({ id: enterprise.id, name: enterprise.name }).from(enterprise).limit(1);
    const { get } = routesOf(office);
    const { data } = await get(section.loader, `/customers/${id}/certificates`, { by: office.staff.els, params: { enterpriseId: id, section: "certificates" } });
    expect(data).toMatchObject({ name, list: { section: "certificates", codes: [{ valid: expect.any(Number) as number }] } });
    expect((await get(list.loader, `/certificates?enterprise=${id}&state=valid`, { by: office.staff.els })).data).toMatchObject({ owner: name });
  });
});

describe("what expires when", () => {
  it("is counted by the weeks of Amsterdam, and each week lists what it counts", async () => {
    const weeks = await expiryByWeek(db(), now());
    expect(weeks).toHaveLength(13);
    const inForce = (await db().select().from(certificate).where(eq(certificate.status, "issued"))).filter(({ notAfter }) => notAfter >= now());
    for (const { from, until, amount } of weeks) {
      const known = inForce.filter(({ notAfter }) => notAfter >= from && notAfter < until);
      expect(amount).toBe(known.length);
      expect((await search({ state: "expires-soon", expiring: { from, until } }, { limit: 1000 })).lines).toHaveLength(amount);
    }
    expect(weeks.reduce((sum, { amount }) => sum + amount, 0)).toBeGreaterThan(0);
  });
});

describe("what waits to be installed", () => {
  it("comes with the least time left first, in three bands that add up", async () => {
    const known = await db().select().from(credential).where(and(isNull(credential.voidedAt), isNull(credential.installedAt)));
    const { lines } = await listToInstall(db(), { narrowing: {}, now: now(), limit: 10_000 });
    expect(lines.map(({ id }) => id).sort()).toEqual(known.map(({ id }) => id).sort());
    expect(lines.map(({ installUntil }) => installUntil)).toEqual(lines.map(({ installUntil }) => installUntil).sort((one, other) => one.getTime() - other.getTime()));
    const amounts = await countToInstall(db(), { now: now(), most: 1000 });
    for (const band of ["fresh", "waiting", "last"] as const) expect((await listToInstall(db(), { narrowing: { band }, now: now(), limit: 10_000 })).lines).toHaveLength(amounts[band]);
    expect(amounts.fresh + amounts.waiting + amounts.last).toBeLessThanOrEqual(known.length);
    expect(amounts.fresh + amounts.waiting + amounts.last).toBeGreaterThan(0);
    const batches: string[] = [];
    for await (const batch of everyToInstall(db(), { narrowing: {}, now: now(), batch: 3 })) batches.push(...batch.map(({ id }) => id));
    expect(batches).toEqual(lines.map(({ id }) => id));
  });

  it("is found by its user, and said where the certificates are searched", async () => {
    const [waiting] = (await listToInstall(db(), { narrowing: {}, now: now(), limit: 1 })).lines;
    const { get } = routesOf(office);
    const found = await get(list.loader, `/certificates?state=to-install&q=${waiting?.userNumber ?? ""}`, { by: office.staff.sanne });
    expect(found.data).toMatchObject({ list: { of: "to-install", rows: [{ id: waiting?.id }] } });
    expect((await get(list.loader, `/certificates?q=${waiting?.userNumber ?? ""}`, { by: office.staff.sanne })).data).toMatchObject({ waitsAsWell: true });
  });
});

describe("the list as a file", () => {
  const take = async (form: Record<string, string>, by: { id: string }) => {
    const answer = await routesOf(office).post(exports.action, "/certificates/exports", { as: "csv", ...form }, { by });
    return { status: answer.status, lines: answer.response ? (await answer.response.text()).replace(/^\uFEFF/, "").split("\r\n").slice(0, -1) : [] };
  };

  it("holds all that the filter fits, and nothing secret", async () => {
    const { lines } = await take({ state: "revoked" }, office.staff.ilse);
    expect(lines[0]).toBe('"Serienummer";"Stand";"Soort";"Persoon";"Gebruikersnummer";"AGB-code";"Praktijk";"KvK-nummer";"Geldig vanaf";"Geldig tot en met";"Ingetrokken op";"Reden"');
    expect(lines.slice(1).map((line) => line.split(";")[0])).toEqual((await serialsOf({ state: "revoked" })).map((serial) => `"${serial}"`));
    expect(lines.join("\n")).not.toMatch(/BEGIN|scrypt/);
    expect((await take({ state: "to-install" }, office.staff.els)).lines[0]).toBe('"Persoon";"Gebruikersnummer";"AGB-code";"Praktijk";"KvK-nummer";"Pincode gemaakt";"Installeren tot en met";"Dagen over"');
  });

  it("runs nothing that somebody typed as a name", async () => {
    const [row] = await db().select().from(certificate).where(ne(certificate.status, "intended")).limit(1);
    const [before] = await db().select().from(account).where(eq(account.userNumber, row?.userNumber ?? ""));
    await db().update(account).set({ initials: "=CMD()", surname: "x" }).where(eq(account.userNumber, row?.userNumber ?? ""));
    expect((await take({ q: row?.serial ?? "" }, office.staff.sanne)).lines[1]).toContain(`"'=CMD() x"`);
    await db().update(account).set({ initials: before?.initials ?? "", surname: before?.surname ?? "" }).where(eq(account.userNumber, row?.userNumber ?? ""));
  });

  it("is in the trail with its filter and its length, and without what was typed; and only for who may see the list", async () => {
    await take({ state: "valid", q: "jansen" }, office.staff.ravi);
    const [finished, begun] = await db().select().from(auditEvent).where(like(auditEvent.act, "list.%")).orderBy(desc(auditEvent.id)).limit(2);
    expect(begun).toMatchObject({ act: "list.exported", subjectId: "certificates", payload: { format: "csv", searched: true, filter: { state: "valid" } } });
    expect(finished).toMatchObject({ act: "list.export-finished", subjectId: "certificates" });
    expect(JSON.stringify([begun, finished])).not.toMatch(/jansen/i);
    for (const who of ["noor", "tom", "daan"] as const) expect((await take({}, office.staff[who])).status, who).toBe(403);
  });
});
