import { eq } from "drizzle-orm";
import { beforeAll, describe, expect, it } from "vitest";

import { isRegisteredAddress } from "#app/domain/accounts/registered-addresses.ts";
import { carryOutWhatIsDue } from "#app/domain/effects/carry-out.ts";
import type { Finding } from "#app/domain/decisions/judgement.ts";
import { getRequest, latestJudgement } from "#app/domain/requests/decide.ts";
import { cancelRequest } from "#app/domain/requests/end.ts";
import { getStatus } from "#app/domain/requests/status.ts";
import { account, certificate } from "#db/schema/accounts.ts";
import { mail } from "#db/schema/correspondence.ts";
import { approve, answersFor, identify, install, printAndPost, received } from "#test/support/journey.ts";
import { openOffice, type TestOffice } from "#test/support/office.ts";
import { softwareOfDeBrug } from "#test/support/software.ts";

let office: TestOffice;
beforeAll(async () => {
  office = await openOffice();
});

function formFor(other: Record<string, unknown> = {}): Record<string, unknown> {
  const kept = Object.entries(answersFor("de-brug")).filter(([name]) => name.startsWith("practice.") || name.startsWith("applicant."));
  return {
    ...Object.fromEntries(kept),
    "revocation.kind": "system",
    "system.software": "TandPlan",
    "system.reason": "not-needed",
    "revocation.moment": "now",
    "revocation.software": true,
    ...other,
  };
}

const rowOf = (requestId: string) => getRequest(office.database.db, requestId);
const foundIn = async (requestId: string) => ((await latestJudgement(office.database.db, requestId, "screening"))?.findings as Finding[]).map(({ ruleId }) => ruleId).filter((id) => id !== "applicant-unknown").sort();
const mailsOf = async (requestId: string) => office.database.db.select().from(mail).where(eq(mail.requestId, requestId));
const told = async (requestId: string) => (await mailsOf(requestId)).map(({ template, recipient }) => `${template} ${recipient}`).sort();

async function asked(other: Record<string, unknown> = {}): Promise<string> {
  const requestId = await received(office, formFor(other), "revocation");
  await office.work();
  return requestId;
}

describe("the revocation of a system certificate (R48, Q35)", () => {
  it("is refused by the rules where there is none", async () => {
    const requestId = await asked();
    expect(await foundIn(requestId)).toEqual(["system-certificate", "system-none"]);
    await cancelRequest(office.made.office, { requestId, now: office.now() });
  });

  it("needs identification, revokes the certificate with all that hangs on the account, and tells those named that software stops", async () => {
    const { userNumber, requestId: madeBy } = await softwareOfDeBrug(office);
    await printAndPost(office);
    const { serial } = await install(office, madeBy ?? "");
    const requestId = await asked();
    expect(await rowOf(requestId)).toMatchObject({ identificationRequired: true, deliveryRequired: false, tasksRequired: false, subjectName: "Tandartspraktijk De Brug", priority: "normal" });
    expect(await foundIn(requestId)).toEqual(["system-certificate"]);
    expect((await getStatus(office.database.db, { requestId })).steps.map(({ key }) => key)).toEqual(["received", "review", "identification", "change", "changed"]);
    await approve(office, requestId);
    await office.letDecisionsLeave();
    expect((await rowOf(requestId)).status).toBe("identifying");
    expect(await isRegisteredAddress(office.database.db, { userNumber, address: "203.0.113.7" })).toBe(true);
    await identify(office, requestId, { holder: "fatima" });
    await office.work();

    expect((await rowOf(requestId)).status).toBe("done");
    const { db } = office.database;
    expect(await db.select({ status: certificate.status, why: certificate.revocationReason }).from(certificate).where(eq(certificate.serial, serial))).toEqual([{ status: "revoked", why: "cessationOfOperation" }]);
    // Nobody else's account goes with it, and software gets in from nowhere.
    expect((await db.select().from(account)).filter(({ status }) => status !== "active").map((one) => one.userNumber)).toEqual([userNumber]);
    expect(await isRegisteredAddress(db, { userNumber, address: "203.0.113.7" })).toBe(false);
    expect(await told(requestId)).toEqual(
      [
        "confirm-address s.jansen@debrug.example",
        "request-received s.jansen@debrug.example",
        "system-revocation-notice p.hendriks@debrug.example",
        "system-revocation-notice f.elidrissi@debrug.example",
        "system-revocation-approved s.jansen@debrug.example",
        "asked-invitation j.devries-bakker@debrug.example",
        "asked-invitation f.elidrissi@debrug.example",
        "system-certificate-removed beheer@tandplan.example",
        "system-certificate-removed s.jansen@debrug.example",
        "system-certificate-removed p.hendriks@debrug.example",
        "system-certificate-removed f.elidrissi@debrug.example",
      ].sort(),
    );
    const texts = await mailsOf(requestId);
    const textOf = (template: string) => texts.find((one) => one.template === template)?.text ?? "";
    // What stops working is said before it stops, and what is asked to whoever has to confirm it.
    expect(textOf("system-revocation-approved")).toContain("Software die het gebruikt, werkt vanaf dat moment niet meer");
    expect(textOf("system-revocation-notice")).toContain("Het certificaat is niet meer nodig");
    expect(textOf("asked-invitation")).toContain("Het systeemcertificaat van de AGB-code");
  });

  it("takes effect on a later day, and not before; where it went another way meanwhile, the request lapses", async () => {
    const { userNumber } = await softwareOfDeBrug(office);
    const stand = async () => (await office.database.db.select({ status: account.status }).from(account).where(eq(account.userNumber, userNumber)))[0]?.status;
    const both = [await asked({ "revocation.moment": "later", "revocation.on": "2026-12-24" }), await asked({ "revocation.moment": "later", "revocation.on": "2026-12-24" })];
    const before = office.now();
    for (const requestId of both) {
      await approve(office, requestId);
      await office.letDecisionsLeave();
      await identify(office, requestId, { holder: "johanna" });
      await office.work();
    }
    expect(await stand()).toBe("active");
    office.clock.moveTo(new Date("2026-12-23T23:00:00Z"));
    await carryOutWhatIsDue(office.made.office, office.now());
    await office.work();
    expect(await stand()).toBe("ended");
    expect((await Promise.all(both.map(rowOf))).map(({ status }) => status).sort()).toEqual(["done", "lapsed"]);
    office.clock.moveTo(before);
  });

  it("for an urgent reason stands on top of the queue, is due in 24 hours on all days, and says what to block by hand (D23)", async () => {
    const monday = office.now();
    office.clock.moveTo(new Date("2026-11-21T20:00:00.000Z"));
    const requestId = await asked({ "system.reason": "compromised" });
    expect(await rowOf(requestId)).toMatchObject({ priority: "high", dueAt: new Date("2026-11-22T20:00:00.000Z") });
    expect(await foundIn(requestId)).toEqual(expect.arrayContaining(["system-certificate", "system-urgent"]));
    expect(await foundIn(requestId)).not.toContain("revocation-urgent");
    await cancelRequest(office.made.office, { requestId, now: office.now() });
    office.clock.moveTo(monday);
  });
});
