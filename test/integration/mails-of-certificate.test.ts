import { eq } from "drizzle-orm";
import { beforeAll, expect, it } from "vitest";

import { tell } from "#app/domain/correspondence/tell.ts";
import type { Happening } from "#app/domain/jobs/list.ts";
import { account } from "#db/schema/accounts.ts";
import { reinstallRelease } from "#db/schema/certificates.ts";
import { mail } from "#db/schema/correspondence.ts";
import { tamper } from "#test/support/audit.ts";
import { install } from "#test/support/journey.ts";
import { openOffice, type TestOffice } from "#test/support/office.ts";
import { fulfilled } from "#test/support/so-far.ts";
import { softwareOfDeBrug } from "#test/support/software.ts";

const USER = "z.vanderhakon@debrug.example";

let office: TestOffice;
let serial: string;
let userNumber: string;
let release: string;
beforeAll(async () => {
  office = await openOffice();
  const requestId = await fulfilled(office);
  serial = (await install(office, requestId)).serial;
  const { db } = office.database;
  const [zoe] = await db.select().from(account).where(eq(account.requestId, requestId));
  userNumber = zoe?.userNumber ?? "";
  const { sanne, wim } = office.staff;
  const granted = { outcome: "granted", decidedBy: wim.id, decidedAt: office.now(), expiresAt: new Date("2026-12-01T09:00:00Z") } as const;
  const [made] = await db.insert(reinstallRelease).values({ userNumber, why: "lost", note: "Belde zelf.", proposedBy: sanne.id, proposedAt: office.now(), ...granted }).returning();
  release = made?.id ?? "";
  await office.work();
});

/** What each of both languages says of it, to the user. */
async function told(happening: Happening, template: string, { about, of = { userNumber, serial, name: "Z. van der Håkon" } }: { about?: string; of?: { userNumber: string; serial: string; name: string } } = {}): Promise<Record<"nl" | "en", string>> {
  const { db } = office.database;
  const texts = { nl: "", en: "" };
  for (const language of ["nl", "en"] as const) {
    await db.update(account).set({ language, email: language === "nl" ? USER : `en.${USER}` }).where(eq(account.userNumber, of.userNumber));
    await tell(office.made.telling, { happening, userNumber: of.userNumber, serial: of.serial, ...(about && { about }) }, office.now());
    const written = await db.select().from(mail).where(eq(mail.template, template)).orderBy(mail.queuedAt);
    const mine = written.filter(({ recipient, language: said }) => recipient === (language === "nl" ? USER : `en.${USER}`) && said === language).at(-1);
    expect(mine, `${template} ${language}`).toBeDefined();
    texts[language] = `${mine?.subject}\n${mine?.text}`;
    expect(texts[language]).not.toMatch(/\{\{|undefined|Invalid|null/);
    // The number opens nothing, and need not lie in mailboxes (D7).
    expect(texts[language]).not.toContain(of.userNumber);
    expect(texts[language]).toContain(of.name);
  }
  expect(texts.nl).not.toBe(texts.en);
  return texts;
}

it.each([
  ["certificate.renewed", "certificate-renewed"],
  ["certificate.reinstalled", "certificate-reinstalled"],
  ["certificate.expiring", "certificate-expiring-user"],
  ["certificate.revoked-by-user", "certificate-revoked-by-user"],
] as const)("%s is told in both languages, with its dates in full", async (happening, template) => {
  const { nl, en } = await told(happening, template);
  expect(nl).toMatch(/16 november 202[68]/);
  expect(en).toMatch(/16 November 202[68]/);
});

it("a leave to install again says until when", async () => {
  const { nl, en } = await told("reinstall.released", "reinstall-released", { about: release });
  expect([nl.includes("1 december 2026"), en.includes("1 December 2026")]).toEqual([true, true]);
});

it("of an account that came in by import, which no request made, a first certificate is told as well (D6)", async () => {
  await tamper(office.database, `update account set request_id = null where user_number = '${userNumber}'`);
  const { nl, en } = await told("certificate.installed", "account-certificate-installed");
  expect([nl.includes("is geïnstalleerd"), en.includes("is installed")]).toEqual([true, true]);
});

it("software cannot log in to renew: it is told how, and that the former one still works when it was followed up (D27)", async () => {
  const software = await softwareOfDeBrug(office);
  const first = await install(office, software.requestId ?? "");
  const of = { userNumber: software.userNumber, serial: first.serial, name: "TandPlan" };
  const expiring = await told("certificate.expiring", "certificate-expiring-software", { of });
  expect(expiring.nl).toContain("/install");
  office.clock.moveTo(new Date("2028-10-20T09:00:00Z"));
  const next = await install(office, software.requestId ?? "");
  const { nl, en } = await told("certificate.reinstalled", "certificate-followed", { of: { ...of, serial: next.serial } });
  expect([nl.includes("16 november 2028"), en.includes("16 November 2028")]).toEqual([true, true]);
});
