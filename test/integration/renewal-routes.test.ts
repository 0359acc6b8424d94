import { eq } from "drizzle-orm";
import { beforeAll, expect, it } from "vitest";

import * as renewalPage from "#app/routes/my.renewal.tsx";
import * as renewalCertificate from "#app/routes/my.renewal_.certificate.tsx";
import { makeCsr, makeKey } from "#app/ui/install/csr.ts";
import { certificate } from "#db/schema/accounts.ts";
import { authenticator, userSession } from "#db/schema/login.ts";
import { certificateHolder, logIn, type CertificateHolder } from "#test/support/holder.ts";
import { answersFor, identify } from "#test/support/journey.ts";
import { openOffice, type TestOffice } from "#test/support/office.ts";
import { routesOf } from "#test/support/routes.ts";
import { asked } from "#test/support/so-far.ts";

let office: TestOffice;
let zoe: CertificateHolder;
let elif: CertificateHolder;
beforeAll(async () => {
  office = await openOffice();
  zoe = await certificateHolder(office);
  const other = await asked(office, answersFor("de-brug", { "user.name": { initials: "E.", prefix: "", surname: "Kaya" }, "user.email": "e.kaya@debrug.example" }));
  await identify(office, other, { holder: "johanna" });
  await office.work();
  elif = await certificateHolder(office, other);
}, 600_000);

/** Logs Zoë in anew, with an app that she links then. */
async function enter(): Promise<string> {
  const { db } = office.database;
  await db.delete(userSession);
  await db.delete(authenticator);
  return logIn(office, zoe);
}

const routes = (der: Uint8Array | null = zoe.der) => routesOf(office, { presented: der });
const look = (cookie: string, der?: Uint8Array | null, query = "") => routes(der).get(renewalPage.loader, `/my/renewal${query}`, { headers: { cookie } });
const renew = (cookie: string, form: Record<string, string>, der?: Uint8Array | null, headers: Record<string, string> = {}) => routes(der).post(renewalCertificate.action, "/my/renewal/certificate", form, { headers: { cookie, ...headers } });
const codeOf = ({ data }: { data: Record<string, unknown> }) => (data as { problem?: { code: string } }).problem?.code ?? null;
const mine = () => office.database.db.select().from(certificate).where(eq(certificate.userNumber, zoe.userNumber)).orderBy(certificate.intendedAt);
const csrOf = async (userNumber = zoe.userNumber) => makeCsr(await makeKey(), userNumber);

// One life, in order: each test goes on where the one before it ended.
it("is nobody's who did not log in with the certificate itself, and makes nothing then (R36)", async () => {
  const cookie = await enter();
  const csr = await csrOf();
  for (const [whose, der] of [["", zoe.der], [cookie, null], [cookie, elif.der], ["__Host-zegel-user=" + "A".repeat(43), zoe.der]] as const) {
    expect((await look(whose, der)).location).toMatch(/^\/login\?/);
    expect(codeOf(await renew(whose, { csr }, der))).toBe("login.logged-out");
  }
  const from = await renew(await enter(), { csr }, zoe.der, { "sec-fetch-site": "cross-site" });
  expect([codeOf(from), from.status]).not.toEqual([null, 200]);
  expect(await mine()).toHaveLength(1);
});

it("says before its time from when, and the act refuses it with the same sentence", async () => {
  const cookie = await enter();
  expect((await look(cookie)).data).toMatchObject({ begins: false, renewal: { mayRenew: false, isRenewed: false, sentence: expect.stringContaining("oktober 2028") as string } });
  expect(codeOf(await renew(cookie, { csr: await csrOf() }))).toBe("renewal.too-early");
});

it("refuses a signing request that is damaged, absent, endless or somebody else's, and then still makes a good one, once", async () => {
  office.clock.moveTo(new Date("2028-11-01T09:00:00Z"));
  const cookie = await enter();
  expect((await look(cookie)).data).toMatchObject({ begins: true, userNumber: zoe.userNumber });
  const csr = await csrOf();
  // A line of the signature.
  const damaged = csr.trim().split("\n").map((line, at, all) => (at === all.length - 3 ? "A".repeat(line.length) : line)).join("\n");
  expect(damaged).not.toBe(csr);
  for (const form of [{ csr: damaged }, { csr: "no request at all" }, { csr: await csrOf(elif.userNumber) }, { csr: "" }, { csr: "A".repeat(8_001) }, {}]) {
    const answer = await renew(cookie, form as Record<string, string>);
    expect([codeOf(answer) !== null, answer.status >= 400]).toEqual([true, true]);
  }
  expect(await mine()).toHaveLength(1);

  const [first, again] = await Promise.all([renew(cookie, { csr }), renew(cookie, { csr })]);
  const issued = (answer: typeof first) => (answer?.data as { issued?: { certificate: string } }).issued?.certificate;
  expect(issued(first)).toMatch(/BEGIN CERTIFICATE/);
  expect(issued(again)).toBe(issued(first));
  expect(codeOf(await renew(cookie, { csr: await csrOf() }))).toBe("renewal.renewed-already");
  expect(await mine()).toMatchObject([{ serial: zoe.serial, status: "issued" }, { status: "issued", predecessor: zoe.serial }]);
  expect((await look(cookie)).data).toMatchObject({ begins: false, renewal: { isRenewed: true } });
  expect((await look(cookie, zoe.der, "?notSaved=yes")).data).toMatchObject({ begins: true });
});
