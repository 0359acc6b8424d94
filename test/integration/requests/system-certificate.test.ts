import { X509Certificate } from "node:crypto";

import { eq } from "drizzle-orm";
import { beforeAll, describe, expect, it } from "vitest";

import { isRegisteredAddress, listAddresses } from "#app/domain/accounts/registered-addresses.ts";
import type { Finding } from "#app/domain/decisions/judgement.ts";
import { fulfilRequest } from "#app/domain/effects/fulfil.ts";
import { judgeIntake, formOf } from "#app/domain/requests/form/fill-in.ts";
import { EMPTY_CONTENT } from "#app/domain/requests/form/content.ts";
import { serviceChoice } from "#app/domain/requests/form/offer.ts";
import { currentRelease } from "#app/domain/definitions/store.ts";
import { wordWhatIsAsked } from "#app/domain/requests/asked-for.ts";
import { requestTypeOf } from "#app/domain/requests/policy.ts";
import { getRequest, latestJudgement } from "#app/domain/requests/decide.ts";
import { account, authorisation, certificate } from "#db/schema/accounts.ts";
import { mail } from "#db/schema/correspondence.ts";
import { approve, identify, install, printAndPost, received } from "#test/support/journey.ts";
import { openOffice, type TestOffice } from "#test/support/office.ts";
import { ADDRESSES, carriedOut, formForSoftware } from "#test/support/software.ts";

let office: TestOffice;
beforeAll(async () => {
  office = await openOffice();
});

const db = () => office.database.db;
const foundIn = async (requestId: string) => ((await latestJudgement(db(), requestId, "screening"))?.findings as Finding[]).map(({ ruleId }) => ruleId).filter((id) => id !== "applicant-unknown").sort();
const told = async (requestId: string) => (await db().select().from(mail).where(eq(mail.requestId, requestId))).map(({ template, recipient }) => `${template} ${recipient}`).sort();
const software = async () => (await db().select().from(account).where(eq(account.kind, "system"))).filter(({ status }) => status !== "ended");
const only = async () => {
  const [one, ...more] = await software();
  if (!one || more.length > 0) throw new Error("There is not one account of software.");
  return one;
};
/** How the intake rules judge what is filled in so far. */
async function intake(answers: Record<string, unknown>) {
  const releaseId = await currentRelease(db());
  const type = await requestTypeOf(db(), { releaseId, type: "system-certificate" });
  const nested: Record<string, Record<string, unknown>> = {};
  for (const [path, value] of Object.entries(answers)) {
    const [first = "", second = ""] = path.split(".");
    if (second) nested[first] = { ...nested[first], [second]: value };
  }
  return judgeIntake(db(), formOf({ releaseId, answers: EMPTY_CONTENT }, type), nested, office.now());
}

describe("a system certificate, from the form to the software (R87, R112, Q28–Q31)", () => {
  let requestId: string;

  it("is asked for with software, services and addresses, and confirmed by the signatory or the main contact", async () => {
    expect(await intake(formForSoftware())).toEqual({ kind: "allow", proposal: null });
    requestId = await carriedOut(office, formForSoftware(), "system-certificate");
    expect(await foundIn(requestId)).toEqual([]);
    expect(await getRequest(db(), requestId)).toMatchObject({ subjectName: "TandPlan", identificationRequired: true, deliveryRequired: true, numberRequired: true });
  });

  it("shows whoever has to confirm it what it is, and from where it would work (D24)", async () => {
    const type = await requestTypeOf(db(), { releaseId: await currentRelease(db()), type: "system-certificate" });
    const asked = (change: Record<string, unknown>) => wordWhatIsAsked(type, formForSoftware(change), "nl", office.made.telling.say);
    expect(asked({})).toEqual(["Een systeemcertificaat", "beheer@tandplan.example", ...ADDRESSES]);
    expect(asked({ "system.what": "addresses", "system.email": undefined })).toEqual(["Andere IP-adressen voor het systeemcertificaat", ...ADDRESSES]);
  });

  it("makes an account of the AGB code that is named for practice and software, with its services and addresses", async () => {
    const made = await only();
    expect(made).toMatchObject({ kind: "system", initials: "", surname: "Tandartspraktijk De Brug, TandPlan", email: "beheer@tandplan.example", status: "active", requestId });
    const services = await db().select({ service: authorisation.service }).from(authorisation).where(eq(authorisation.userNumber, made.userNumber));
    expect(services.map(({ service }) => service).sort()).toEqual(["claims", "cov"]);
    expect((await listAddresses(db(), made.userNumber)).sort()).toEqual([...ADDRESSES].sort());
    expect(await told(requestId)).toContain("user-number f.elidrissi@debrug.example");
    // D7: the number goes to nobody who runs the software, and the PIN to nobody at all by e-mail.
    expect((await told(requestId)).filter((one) => one.startsWith("user-number"))).toHaveLength(1);
  });

  it("is installed with number and PIN, and told to whoever runs the software", async () => {
    await printAndPost(office);
    await office.work();
    const issued = await install(office, requestId);
    await office.work();
    const made = new X509Certificate(issued.certificate);
    expect(made.subject.split("\n")).toEqual(["C=NL", "O=Tandartspraktijk De Brug", expect.stringMatching(/^OU=\d{8}$/), `serialNumber=${(await only()).userNumber}`, "CN=Tandartspraktijk De Brug\\, TandPlan"]);
    expect(await db().select({ kind: certificate.kind, profile: certificate.profile }).from(certificate)).toEqual([{ kind: "system", profile: "system" }]);
    const mails = await db().select().from(mail).where(eq(mail.template, "system-certificate-installed"));
    expect(mails.map(({ recipient }) => recipient)).toContain("beheer@tandplan.example");
    expect((await getRequest(db(), requestId)).status).toBe("done");
  });

  it("is used from its addresses and from no other, however they are written", async () => {
    const { userNumber } = await only();
    const may = (address: string) => isRegisteredAddress(db(), { userNumber, address });
    expect(await Promise.all(["203.0.113.7", "::ffff:203.0.113.7", "2001:DB8:0:0::7"].map(may))).toEqual([true, true, true]);
    expect(await Promise.all(["203.0.113.8", "2001:db8::8", "203.0.113.7/24", "", "localhost"].map(may))).toEqual([false, false, false, false, false]);
    const [person] = await db().select().from(account).where(eq(account.kind, "personal")).limit(1);
    if (person) expect(await isRegisteredAddress(db(), { userNumber: person.userNumber, address: "203.0.113.7" })).toBe(false);
  });

  it("gets other addresses by the same form, with old and new in the trail", async () => {
    const { userNumber } = await only();
    const changed = await carriedOut(office, formForSoftware({ "system.what": "addresses", "system.software": undefined, services: undefined, "system.addresses": "203.0.113.7\n198.51.100.9" }), "system-certificate");
    expect((await getRequest(db(), changed)).status).toBe("done");
    expect((await listAddresses(db(), userNumber)).sort()).toEqual(["198.51.100.9", "203.0.113.7"]);
    expect(await isRegisteredAddress(db(), { userNumber, address: "2001:db8::7" })).toBe(false);
    expect((await told(changed)).filter((one) => one.startsWith("addresses-registered"))).toHaveLength(3);
    expect((await office.trail()).filter((act) => act === "addresses.registered")).toHaveLength(2);
  });
});

describe("D14: one per AGB code", () => {
  it("is said at the form with number and rule, and a change of addresses may go on", async () => {
    expect(await intake(formForSoftware())).toMatchObject({ kind: "refer", ruleId: "system-exists" });
    expect(await intake(formForSoftware({ "system.what": "addresses" }))).toEqual({ kind: "allow", proposal: null });
  });

  it("is found by the desk, and of two that were approved the second comes back to it", async () => {
    const late = await received(office, formForSoftware(), "system-certificate");
    expect(await foundIn(late)).toEqual(expect.arrayContaining(["system-exists"]));
    const before = await software();
    await db().update(account).set({ status: "ended" }).where(eq(account.kind, "system"));
    const second = await received(office, formForSoftware({ "system.software": "Mondzorg Plus" }), "system-certificate");
    await approve(office, second);
    await office.letDecisionsLeave();
    await db().update(account).set({ status: "active" }).where(eq(account.userNumber, before[0]?.userNumber ?? ""));
    await identify(office, second, { holder: "johanna" });
    await fulfilRequest(office.made.fulfil, { requestId: second, now: office.now() });
    await office.work();
    expect((await getRequest(db(), second)).status).toBe("submitted");
    expect(await software()).toHaveLength(1);
  });
});

it("R87: the form offers what software may use, and says why not of the rest", async () => {
  const releaseId = await currentRelease(db());
  const type = await requestTypeOf(db(), { releaseId, type: "system-certificate" });
  const { groups, excluded } = await serviceChoice(db(), formOf({ releaseId, answers: EMPTY_CONTENT }, type), "nl");
  const offered = groups.flatMap(({ services }) => services.map(({ id }) => id));
  expect(offered).toEqual(expect.arrayContaining(["cov", "claims"]));
  expect(offered).not.toContain("authorisations");
  expect(excluded.find(({ id }) => id === "authorisations")?.why).toBe("software");
});
