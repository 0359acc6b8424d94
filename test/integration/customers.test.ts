import { and, count, desc, eq, isNull, ne } from "drizzle-orm";
import { beforeAll, describe, expect, it } from "vitest";

import { findForCall } from "#app/domain/customers/callable.ts";
import { everyCustomer, listCustomers } from "#app/domain/customers/list.ts";
import { countSections, listAccounts, listCertificates, listLetters, listRequests } from "#app/domain/customers/sections.ts";
import { CLOSED } from "#app/domain/requests/lifecycle.ts";
import * as list from "#app/routes/customers._index.tsx";
import * as page from "#app/routes/customers.$enterpriseId._index.tsx";
import * as section from "#app/routes/customers.$enterpriseId.$section.tsx";
import * as releases from "#app/routes/customers.accounts.$userNumber_.releases.tsx";
import * as release from "#app/routes/customers.accounts.$userNumber_.releases_.$releaseId.tsx";
import * as user from "#app/routes/customers.accounts.$userNumber.tsx";
import * as requestPage from "#app/routes/desk.requests.$requestId.tsx";
import type { CaseScreen } from "#app/web/desk.server.ts";
import type { AccountScreen, EnterpriseScreen } from "#app/web/customers.server.ts";
import { account, certificate, credential, letter } from "#db/schema/accounts.ts";
import { auditEvent } from "#db/schema/audit.ts";
import { agbCode, enterprise, roleHolder } from "#db/schema/organisations.ts";
import { request } from "#db/schema/requests.ts";
import { practice } from "#db/worlds/cast.ts";
import { openBusyOffice, type BusyOffice } from "#test/support/busy-office.ts";
import { routesOf } from "#test/support/routes.ts";

let office: BusyOffice;
let deBrug: string;
const db = () => office.database.db;
const now = () => office.clock.now();

beforeAll(async () => {
  office = await openBusyOffice();
  const [found] = await db().select().from(enterprise).where(eq(enterprise.kvkNumber, practice("de-brug").kvkNumber));
  deBrug = found?.id ?? "";
}, 300_000);

async function names(text: string): Promise<string[]> {
  return (await listCustomers(db(), { text, now: now() })).lines.map(({ name }) => name);
}

describe("the list of customers", () => {
  it("goes through all of them by name, page by page, without losing or repeating one", async () => {
    const all: string[] = [];
    for (let place: string | null | undefined; place !== null; ) {
      const { lines, next } = await listCustomers(db(), { now: now(), place, limit: 7 });
      all.push(...lines.map(({ id }) => id));
      place = next;
    }
    const known = await db().select({ id: enterprise.id }).from(enterprise);
    expect(all).toHaveLength(known.length);
    expect(new Set(all).size).toBe(known.length);
    const batches: string[][] = [];
    for await (const batch of everyCustomer(db(), { now: now(), batch: 7 })) batches.push(batch.map(({ id }) => id));
    expect(batches.flat()).toEqual(all);
    expect(Math.max(...batches.map(({ length }) => length))).toBe(7);
  });

  it("begins at the beginning for a place that makes no sense", async () => {
    const first = (await listCustomers(db(), { now: now(), limit: 3 })).lines;
    for (const place of ["", "x", "' or 1=1", "00000000-0000-4000-8000-000000000000"]) expect((await listCustomers(db(), { now: now(), limit: 3, place })).lines).toEqual(first);
  });

  it("finds by name, also misspelt, by KvK number, AGB code and town", async () => {
    const { name } = practice("de-brug");
    const [row] = await db().select().from(enterprise).where(eq(enterprise.id, deBrug));
    expect(await names("de brug")).toContain(name);
    expect(await names("tandartspraktijk de brgu")).toContain(name);
    expect(await names("DE")).toContain(name);
    expect(await names(practice("de-brug").kvkNumber)).toEqual([name]);
    expect(await names("12345678")).toEqual([name]);
    expect(await names(` ${row?.town.toUpperCase()} `)).toContain(name);
    const [code] = await db().update(agbCode).set({ name: "Mondzorg Regenboog" }).where(eq(agbCode.enterpriseId, deBrug)).returning();
    expect(await names("regenboog")).toEqual([name]);
    await db().update(agbCode).set({ name }).where(eq(agbCode.code, code?.code ?? ""));
    for (const nobody of ["%", "_", "\\", "qqqqqq", "99999999"]) expect(await names(nobody), nobody).toEqual([]);
  });

  it("finds by who holds a role and by who has an account, and says whom it found", async () => {
    const [user] = await db().select().from(account).where(eq(account.enterpriseId, deBrug)).limit(1);
    const [holder] = await db().select().from(roleHolder).where(and(eq(roleHolder.enterpriseId, deBrug), eq(roleHolder.role, "main-contact"), isNull(roleHolder.endedAt)));
    if (!user || !holder) throw new Error("The busy office knows nobody at De Brug.");
    const found = async (text: string) => (await listCustomers(db(), { text, now: now() })).lines.find(({ id }) => id === deBrug)?.people ?? [];
    const spaced = user.userNumber.replace(/^(.{4})(.{5})/, "$1 $2 ");
    for (const text of [user.userNumber, spaced, user.email.toUpperCase(), user.surname]) expect((await found(text)).map(({ userNumber }) => userNumber), text).toContain(user.userNumber);
    for (const text of [`${holder.prefix} ${holder.surname}`.trim(), `${holder.initials} ${holder.surname}x`, holder.email]) expect((await found(text)).map(({ role }) => role), text).toContain("main-contact");
    expect((await listCustomers(db(), { text: user.userNumber, now: now() })).isCut).toBe(false);
  });
});

describe("people with letters that not every keyboard has", () => {
  it.each([
    ["Yılmaz", ["yilmaz", "YILMAZ", "Yılmaz", "yılmaz", "yilmas"]],
    ["Håkonsen", ["hakonsen", "Haakonsen", "Håkonsen", "HÅKON"]],
    ["Ślęzak", ["slezak", "ślęzak", "slęzack"]],
  ])("%s is found as user, as contact and by who takes a call, however it is typed", async (surname, typed) => {
    const [user] = await db().select().from(account).where(and(eq(account.enterpriseId, deBrug), ne(account.status, "ended"))).limit(1);
    if (!user) throw new Error("The busy office knows no user at De Brug.");
    await db().update(account).set({ surname }).where(eq(account.userNumber, user.userNumber));
    await db().update(roleHolder).set({ surname }).where(and(eq(roleHolder.enterpriseId, deBrug), eq(roleHolder.role, "main-contact"), isNull(roleHolder.endedAt)));
    for (const text of typed) {
      const people = (await listCustomers(db(), { text, now: now() })).lines.find(({ id }) => id === deBrug)?.people ?? [];
      expect(people.map(({ userNumber, role }) => userNumber ?? role), text).toEqual(expect.arrayContaining([user.userNumber, "main-contact"]));
      const called = await findForCall(db(), text, now());
      expect("practices" in called && called.practices.flatMap(({ users }) => users.map(({ userNumber }) => userNumber)), text).toContain(user.userNumber);
    }
  });
});

describe("what hangs from an enterprise", () => {
  it("comes page by page as it comes at once, and counts the same", async () => {
    for (const { id: enterpriseId } of await db().select({ id: enterprise.id }).from(enterprise)) {
      const of = { enterpriseId };
      const counts = await countSections(db(), of, 1000);
      for (const [name, read] of Object.entries({ accounts: listAccounts, certificates: listCertificates, requests: listRequests, letters: listLetters })) {
        const whole = await read(db(), { of, limit: 1000 });
        const parts: unknown[] = [];
        for (let place: string | null | undefined; place !== null; ) {
          const page: { lines: unknown[]; next: string | null } = await read(db(), { of, limit: 2, place });
          parts.push(...page.lines);
          place = page.next;
        }
        expect(parts, name).toEqual(whole.lines);
        expect(counts[name as keyof typeof counts], name).toBe(whole.lines.length);
        expect((await read(db(), { of, limit: 1000, place: "nonsense" })).lines, name).toEqual(whole.lines);
      }
    }
  });

  it("has open requests first, and nothing of addresses that nobody confirmed", async () => {
    const [busiest] = await db().select({ id: request.enterpriseId, amount: count() }).from(request).groupBy(request.enterpriseId).orderBy(desc(count())).limit(1);
    for (const enterpriseId of [deBrug, busiest?.id ?? deBrug]) {
      const { lines } = await listRequests(db(), { of: { enterpriseId }, limit: 1000 });
      const closed = lines.map(({ status }) => CLOSED.includes(status));
      expect(closed).toEqual([...closed].sort());
      if (enterpriseId === busiest?.id) expect(new Set(closed).size).toBe(2);
      expect(lines.map(({ status }) => status)).not.toContain("unconfirmed");
    }
  });
});

const roles = { sanne: "reviewer", els: "manager", ravi: "auditor", noor: "print room", tom: "administrator", ilse: "security officer", daan: "on call" } as const;

async function statusesOf(who: keyof typeof roles) {
  const { get } = routesOf(office);
  const by = office.staff[who];
  const [one] = await db().select().from(account).where(eq(account.enterpriseId, deBrug)).limit(1);
  const userNumber = one?.userNumber ?? "";
  return [
    await get(list.loader, "/customers", { by }),
    await get(page.loader, `/customers/${deBrug}`, { by, params: { enterpriseId: deBrug } }),
    await get(section.loader, `/customers/${deBrug}/accounts`, { by, params: { enterpriseId: deBrug, section: "accounts" } }),
    await get(user.loader, `/customers/accounts/${userNumber}`, { by, params: { userNumber } }),
  ].map(({ status }) => status);
}

describe("who may see customers", () => {
  it.each(["sanne", "els", "ravi"] as const)("%s may see list, enterprise, its lists and account", async (who) => {
    expect(await statusesOf(who), roles[who]).toEqual([200, 200, 200, 200]);
  });

  it.each(["noor", "tom", "daan"] as const)("%s may see none of them", async (who) => {
    expect(await statusesOf(who), roles[who]).toEqual([403, 403, 403, 403]);
  });

  it("ilse may see the account that she has to block, and no more", async () => {
    expect(await statusesOf("ilse"), roles.ilse).toEqual([403, 403, 403, 200]);
  });

  it("nobody does who is not signed in", async () => {
    const { location } = await routesOf(office).get(page.loader, `/customers/${deBrug}`, { params: { enterpriseId: deBrug } });
    expect(location).toBe(`/sign-in?to=${encodeURIComponent(`/customers/${deBrug}`)}`);
  });
});

async function views(subjectId: string) {
  return db().select().from(auditEvent).where(and(eq(auditEvent.subjectId, subjectId), eq(auditEvent.actorKind, "staff"))).orderBy(auditEvent.id).then((rows) => rows.filter(({ act }) => act.endsWith(".viewed")));
}

describe("a page of personal data", () => {
  it("is in the trail once for each time that it was looked at, without anything that stands on it", async () => {
    const [one] = await db().select().from(account).limit(1);
    const userNumber = one?.userNumber ?? "";
    const { get } = routesOf(office);
    const before = [(await views(userNumber)).length, (await views(deBrug)).length];
    await get(user.loader, `/customers/accounts/${userNumber}`, { by: office.staff.sanne, params: { userNumber } });
    await get(page.loader, `/customers/${deBrug}`, { by: office.staff.ravi, params: { enterpriseId: deBrug } });
    await get(section.loader, `/customers/${deBrug}/letters`, { by: office.staff.ravi, params: { enterpriseId: deBrug, section: "letters" } });
    const [ofAccount, ofEnterprise] = [await views(userNumber), await views(deBrug)];
    expect([ofAccount.length, ofEnterprise.length]).toEqual([(before[0] ?? 0) + 1, (before[1] ?? 0) + 2]);
    // Also where an act on it was refused, and it is shown again.
    const releaseId = "00000000-0000-4000-8000-000000000000";
    await get(releases.loader, `/customers/accounts/${userNumber}/releases`, { by: office.staff.sanne, params: { userNumber } });
    await get(release.loader, `/customers/accounts/${userNumber}/releases/${releaseId}`, { by: office.staff.sanne, params: { userNumber, releaseId } });
    expect((await views(userNumber)).length).toBe(ofAccount.length + 2);
    expect(ofAccount.at(-1)).toMatchObject({ act: "account.viewed", subjectKind: "account", actorName: "Sanne Mulder", payload: {}, requestId: null });
    expect(ofEnterprise.at(-1)).toMatchObject({ act: "enterprise.viewed", subjectKind: "enterprise", actorName: "Ravi Sharma", payload: {} });
  });

  it("that is refused or does not exist leaves no view", async () => {
    const unknown = "00000000-0000-4000-8000-000000000000";
    const { get } = routesOf(office);
    const by = office.staff.sanne;
    expect((await get(page.loader, `/customers/${unknown}`, { by, params: { enterpriseId: unknown } })).status).toBe(404);
    expect((await get(section.loader, `/customers/${deBrug}/secrets`, { by, params: { enterpriseId: deBrug, section: "secrets" } })).status).toBe(404);
    expect((await get(user.loader, "/customers/accounts/00000000000000", { by, params: { userNumber: "00000000000000" } })).status).toBe(404);
    expect((await get(user.loader, "/customers/accounts/x", { by, params: { userNumber: "x" } })).status).toBe(404);
    expect([await views(unknown), await views("00000000000000")]).toEqual([[], []]);
  });
});

async function enterpriseScreen(enterpriseId: string): Promise<EnterpriseScreen> {
  return (await routesOf(office).get(page.loader, `/customers/${enterpriseId}`, { by: office.staff.sanne, params: { enterpriseId } })).data["screen"] as EnterpriseScreen;
}

async function accountScreen(userNumber: string): Promise<AccountScreen> {
  return (await routesOf(office).get(user.loader, `/customers/accounts/${userNumber}`, { by: office.staff.sanne, params: { userNumber } })).data["screen"] as AccountScreen;
}

describe("the page of an enterprise", () => {
  it("has its agreement, address, roles in order, AGB codes with their services, and the days left to install (R110)", async () => {
    const screen = await enterpriseScreen(deBrug);
    expect(screen).toMatchObject({ name: practice("de-brug").name, agreement: "active", address: { changedAt: null, changedLately: false } });
    expect(screen.address.lines.at(-1)).toMatch(/^[1-9]\d{3} [A-Z]{2} {2}[A-Z]/);
    const order = ["signatory", "main-contact", "contact", "ict-administrator"];
    const held = screen.holders.map(({ role }) => order.indexOf(role));
    expect(held).toEqual([...held].sort());
    expect(screen.codes[0]).toMatchObject({ careType: "12 · Tandartsen", hasEnded: false });
    expect(screen.codes[0]?.services.length).toBeGreaterThan(0);
    const [waiting] = await db()
      .select({ account, credential })
      .from(account)
      .innerJoin(credential, eq(credential.userNumber, account.userNumber))
      .where(and(isNull(credential.voidedAt), isNull(credential.installedAt)))
      .orderBy(credential.madeAt)
      .limit(1);
    const shown = await accountScreen(waiting?.account.userNumber ?? "");
    const days = Math.round(((waiting?.credential.installUntil.getTime() ?? 0) - now().getTime()) / 86_400_000);
    expect(shown.pins[0]?.install?.state).toBe("waiting");
    expect(Math.abs((shown.pins[0]?.install?.daysLeft ?? -9) - days)).toBeLessThanOrEqual(1);
  });

  it("says that an address or a contact changed lately, and no longer after thirty days", async () => {
    const day = (ago: number) => new Date(now().getTime() - ago * 86_400_000);
    for (const [ago, isLately] of [[29, true], [31, false]] as const) {
      await db().update(enterprise).set({ addressChangedAt: day(ago) }).where(eq(enterprise.id, deBrug));
      expect((await enterpriseScreen(deBrug)).address.changedLately).toBe(isLately);
    }
  });
});

describe("the page of an account", () => {
  it("holds no secret: no hash of a PIN, no sealed letter, no bytes of a certificate", async () => {
    const hashes = await db().select({ pinHash: credential.pinHash, userNumber: credential.userNumber }).from(credential);
    const sealed = await db().select({ sealed: letter.sealed }).from(letter);
    for (const { userNumber, pinHash } of hashes.slice(0, 20)) {
      const text = JSON.stringify([await accountScreen(userNumber), await enterpriseScreen(deBrug)]);
      expect(text).not.toContain(pinHash);
      expect(text).not.toMatch(/scrypt|pinHash|"tbs"|"der"|addressee/);
      for (const one of sealed) if (one.sealed) expect(text).not.toContain(one.sealed);
    }
  });

  it("has its certificate, letter, request, authorisations (Q41) and what happened, and who looked before", async () => {
    const [issued] = await db().select().from(certificate).where(eq(certificate.status, "issued")).limit(1);
    const screen = await accountScreen(issued?.userNumber ?? "");
    expect(screen.certificates[0]).toMatchObject({ serial: issued?.serial, state: "valid" });
    expect(screen.pins[0]?.install?.state).toBe("installed");
    expect(screen.letters[0]).toMatchObject({ status: "posted" });
    const [owner] = await db().select().from(account).where(eq(account.userNumber, screen.userNumber));
    expect(screen.requests.map(({ id }) => id)).toContain(owner?.requestId);
    expect(screen.authorisations.length).toBeGreaterThan(0);
    const told = screen.trail.map(({ what }) => what);
    for (const what of ["Account aangemaakt", "Pincodebrief gemaakt en verzegeld", "Brief gepost", "Certificaat uitgegeven"]) expect(told).toContain(what);
    expect(told.filter((what) => /^[a-z-]+\.[a-z-]+$/.test(what))).toEqual([]);
    const again = await accountScreen(issued?.userNumber ?? "");
    expect(again.views.length).toBe(screen.views.length + 1);
    expect(again.views[0]?.who).toBe("Sanne Mulder");
    expect(again.trail).toHaveLength(screen.trail.length);
  });
});

describe("R102, Q14: somebody with another e-mail address in a role than on the account", () => {
  it("is pointed out on the account's page, with the address that counts, and no longer when they are the same", async () => {
    const [holder] = await db().select().from(roleHolder).where(and(eq(roleHolder.email, "p.hendriks@debrug.example"), isNull(roleHolder.endedAt)));
    if (!holder) throw new Error("There is no contact.");
    const { initials, prefix, surname, enterpriseId } = holder;
    const userNumber = "91000000000900";
    await db().insert(account).values({ userNumber, enterpriseId, agbCode: "12345678", initials, prefix, surname, givenName: "Pieter", email: "pieter@elders.example", language: "nl", status: "active", createdAt: office.clock.now() });
    expect((await accountScreen(userNumber)).otherAddresses).toEqual(["Als contactpersoon is deze persoon bekend met p.hendriks@debrug.example. Alleen dat adres telt voor aanvragen per e-mail."]);
    await db().update(account).set({ email: "P.Hendriks@debrug.example" }).where(eq(account.userNumber, userNumber));
    expect((await accountScreen(userNumber)).otherAddresses).toEqual([]);
  });
});

describe("the page of a request", () => {
  it("leads to the enterprise and to the account that it made or is about, for who may see those", async () => {
    const rows = await db().select().from(request).where(eq(request.status, "done"));
    for (const type of new Set(rows.map((row) => row.type))) {
      const row = rows.find((one) => one.type === type);
      const to = async (who: keyof typeof roles) => {
        const { data } = await routesOf(office).get(requestPage.loader, `/desk/requests/${row?.id}`, { by: office.staff[who], params: { requestId: row?.id ?? "" } });
        const screen = data["screen"] as CaseScreen;
        return [screen.practice.to, screen.subjectTo];
      };
      const [enterprisePath, accountPath] = await to("sanne");
      expect(enterprisePath, type).toBe(`/customers/${row?.enterpriseId}`);
      expect(accountPath, type).toMatch(/^\/customers\/accounts\/[0-9]{14}$/);
      expect((await routesOf(office).get(requestPage.loader, `/desk/requests/${row?.id}`, { by: office.staff.daan, params: { requestId: row?.id ?? "" } })).status, type).toBe(403);
    }
  });
});
