import { eq } from "drizzle-orm";
import { beforeAll, describe, expect, it } from "vitest";

import { reinstallTerm } from "#app/domain/certificates/installation-facts.ts";
import { decideRelease, proposeRelease, releasedUntil } from "#app/domain/certificates/release.ts";
import * as layout from "#app/routes/my.tsx";
import * as page from "#app/routes/my._index.tsx";
import * as logins from "#app/routes/my.logins.tsx";
import * as revocation from "#app/routes/my.revocation.tsx";
import { showMine, type MineShown } from "#app/web/my.server.ts";
import { account, authorisation, certificate, credential } from "#db/schema/accounts.ts";
import { auditEvent } from "#db/schema/audit.ts";
import { blockedKey } from "#db/schema/authority.ts";
import { mail } from "#db/schema/correspondence.ts";
import { roleHolder } from "#db/schema/organisations.ts";
import { tamper } from "#test/support/audit.ts";
import { AGREED_SERVICES } from "#test/support/stage.ts";
import { certificateHolder, logIn, type CertificateHolder } from "#test/support/holder.ts";
import { openOffice, type TestOffice } from "#test/support/office.ts";
import { routesOf } from "#test/support/routes.ts";

let office: TestOffice;
let zoe: CertificateHolder;
let cookie: string;
beforeAll(async () => {
  office = await openOffice();
  zoe = await certificateHolder(office);
  cookie = await logIn(office, zoe);
}, 600_000);

const db = () => office.database.db;
const routes = () => routesOf(office, { presented: zoe.der });
const asked = (language: "nl" | "en" = "nl") => ({ language, headers: { cookie } });
const mine = async (language: "nl" | "en" = "nl") => (await routes().get(page.loader, "/my", asked(language))).data["mine"] as MineShown;

describe("My certificate", () => {
  it("says who I am, how long it lasts and what it opens, in my language (R51, R90, Q41)", async () => {
    expect(await mine()).toMatchObject({ userNumber: zoe.userNumber, certificateName: "Z. van der Håkon", serial: zoe.serial, notAfter: zoe.notAfter.toISOString(), daysLeft: 731, newer: null });
    expect((await mine()).leftOfWhole).toBeCloseTo(1, 3);
    expect((await mine()).services.map(({ service }) => service).sort()).toEqual([...AGREED_SERVICES].sort());
    const [dutch, english] = [(await mine("nl")).services, (await mine("en")).services].map((all) => all.map(({ name }) => name).join());
    expect(dutch).not.toBe(english);
    await db().update(authorisation).set({ withdrawnAt: office.now() }).where(eq(authorisation.service, "claims"));
    expect((await mine()).services.map(({ service }) => service)).toEqual(["cov"]);
  });

  it("says until when it can be installed again, and whether my PIN is good for that, and nothing of the PIN itself", async () => {
    const shown = await mine();
    expect(shown.reinstall).toEqual({ pin: "works", until: new Date(zoe.notAfter.getTime() + 20 * 86_400_000).toISOString(), releasedUntil: null });
    await db().update(credential).set({ blockedAt: office.now() }).where(eq(credential.userNumber, zoe.userNumber));
    expect((await mine()).reinstall.pin).toBe("blocked");
    await db().update(credential).set({ blockedAt: null }).where(eq(credential.userNumber, zoe.userNumber));
    const [kept] = await db().select().from(credential).where(eq(credential.userNumber, zoe.userNumber));
    expect(JSON.stringify(shown)).not.toContain(kept?.pinHash);
  });

  it("says until when by the clock of Amsterdam, as the rules do: also over the night in spring", async () => {
    // From 23:30 in winter to 23:30 in summer: by so many times 24 hours it would be a day later.
    const until = async (notAfter: string) => (await reinstallTerm(db(), { userNumber: zoe.userNumber, notAfter: new Date(notAfter) }, office.now()))?.toISOString();
    expect(await until("2029-03-10T22:30:00Z")).toBe("2029-03-30T21:30:00.000Z");
    const entrant = { userNumber: zoe.userNumber, serial: zoe.serial, notAfter: zoe.notAfter, name: "Zoë" };
    await tamper(office.database, `update certificate set not_after = '2029-03-10T22:30:00Z' where serial = '${zoe.serial}'`);
    expect((await showMine(db(), entrant, { now: office.now(), language: "nl" })).reinstall.until).toBe("2029-03-30T21:30:00.000Z");
    await tamper(office.database, `update certificate set not_after = '${zoe.notAfter.toISOString()}' where serial = '${zoe.serial}'`);
  });

  it("says that I may install again now, while two of staff let me, to the last second of it (D13)", async () => {
    const { id } = await proposeRelease(office.made.office, { userNumber: zoe.userNumber, why: "lost", note: "Belde zelf: laptop weg.", by: office.staff.sanne, now: office.now() });
    expect((await mine()).reinstall.releasedUntil).toBeNull();
    await decideRelease(office.made.office, { id, outcome: "granted", by: office.staff.wim, now: office.now() });
    const until = new Date((await mine()).reinstall.releasedUntil ?? "");
    const at = async (ms: number) => releasedUntil(db(), zoe.userNumber, new Date(until.getTime() + ms));
    expect([await at(-1000), await at(0), await at(1000)]).toEqual([until, until, null]);
    await decideRelease(office.made.office, { id, outcome: "withdrawn", by: office.staff.sanne, now: office.now() });
    expect((await mine()).reinstall.releasedUntil).toBeNull();
  });

  it("names my contact persons in the frame, else the main contact, and never somebody who left (R50, Q10)", async () => {
    const contacts = async () => ((await routes().get(layout.loader, "/my", asked())).data["contacts"] as Array<{ role: string; name: string }>).map(({ role, name }) => `${role} ${name}`);
    expect(await contacts()).toEqual(["contact P. Hendriks"]);
    await db().update(roleHolder).set({ endedAt: office.now() }).where(eq(roleHolder.role, "contact"));
    expect(await contacts()).toEqual(["main-contact F. el Idrissi"]);
    await db().update(roleHolder).set({ endedAt: null }).where(eq(roleHolder.role, "contact"));
  });

  it("lists who logged in, the newest first, from which network and with what", async () => {
    const [last] = (await routes().get(logins.loader, "/my/logins", asked())).data["logins"] as Array<Record<string, string>>;
    expect(last).toMatchObject({ outcome: "linked", address: "192.0.2.…", program: "firefox", system: "linux" });
  });
});

describe("revoking my own certificate", () => {
  it("asks why, and whether I am sure: it is for good", async () => {
    const answer = await routes().post(revocation.action, "/my/revocation", { why: "whim" }, asked("en"));
    expect([answer.status, Object.keys((answer.data["problem"] as { fields: object }).fields).sort()]).toEqual([422, ["sure", "why"]]);
    expect(await db().$count(certificate, eq(certificate.status, "revoked"))).toBe(0);
  });

  it("P13: of a stolen one blocks its key, ends my sessions, and leaves me outside with the reason", async () => {
    const answer = await routes().post(revocation.action, "/my/revocation", { why: "stolen", sure: "yes" }, asked());
    expect(answer.location).toBe("/login");
    const [kept] = await db().select().from(certificate).where(eq(certificate.serial, zoe.serial));
    expect(kept).toMatchObject({ status: "revoked", revocationReason: "keyCompromise", revokedAt: office.now() });
    expect(await db().$count(blockedKey, eq(blockedKey.publicKeySha256, kept?.publicKeySha256 ?? ""))).toBe(1);
    expect((await routes().get(page.loader, "/my", asked())).location).toBe("/login?to=%2Fmy");
    const [told] = await db().select().from(auditEvent).where(eq(auditEvent.act, "certificate.revoked"));
    expect(told).toMatchObject({ actorKind: "user", actorId: zoe.userNumber, subjectId: zoe.serial });
    expect((await db().select().from(account).where(eq(account.userNumber, zoe.userNumber)))[0]?.status).toBe("active");
    await office.work();
    const letters = (await db().select().from(mail)).filter(({ template }) => template === "certificate-revoked-by-user").map(({ recipient }) => recipient).sort();
    expect(letters).toEqual(["f.elidrissi@debrug.example", "p.hendriks@debrug.example", "z.vanderhakon@debrug.example"]);
    // A second window that was open at the same page.
    expect(await routes().post(revocation.action, "/my/revocation", { why: "lost", sure: "yes" }, asked())).toMatchObject({ status: 401 });
  });
});
