import { X509Certificate } from "node:crypto";

import { and, eq, isNull } from "drizzle-orm";
import { beforeAll, describe, expect, it } from "vitest";

import { takeIntoUse } from "#app/domain/certificates/authorities.ts";
import { installValidity } from "#app/domain/certificates/validity.ts";
import type { Finding } from "#app/domain/decisions/judgement.ts";
import { currentRelease } from "#app/domain/definitions/store.ts";
import { EMPTY_CONTENT } from "#app/domain/requests/form/content.ts";
import { formOf, judgeIntake } from "#app/domain/requests/form/fill-in.ts";
import { requestTypeOf } from "#app/domain/requests/policy.ts";
import { getRequest, latestJudgement } from "#app/domain/requests/decide.ts";
import { getStatus } from "#app/domain/requests/status.ts";
import { account, authorisation, certificate } from "#db/schema/accounts.ts";
import { mail } from "#db/schema/correspondence.ts";
import { approve, changeFor, identify, install, printAndPost, received } from "#test/support/journey.ts";
import { openOffice, type TestOffice } from "#test/support/office.ts";
import { carriedOut, ofPracticeAndApplicant } from "#test/support/software.ts";

let office: TestOffice;
beforeAll(async () => {
  office = await openOffice();
});

const TESTER = { initials: "T.", prefix: "van", surname: "Proef" };

const formForTests = (change: Record<string, unknown> = {}) => ({
  ...ofPracticeAndApplicant(),
  "test.purpose": "chain-test",
  "test.with": "Zorgverzekeraar Zilver",
  "test.environment": "acceptance",
  "user.name": TESTER,
  "user.email": "t.vanproef@debrug.example",
  services: ["claims"],
  "test.terms": true,
  ...change,
});

const db = () => office.database.db;
const foundIn = async (requestId: string) => ((await latestJudgement(db(), requestId, "screening"))?.findings as Finding[]).map(({ ruleId }) => ruleId).filter((id) => id !== "applicant-unknown").sort();
const tester = async () => {
  const [one] = await db().select().from(account).where(eq(account.kind, "test"));
  if (!one) throw new Error("There is no test account.");
  return one;
};

describe("a test certificate, from the form to the test (R114, R115, Q53–Q61)", () => {
  let requestId: string;

  it("is asked for with what is tested, with whom and where, and its status can be read", async () => {
    requestId = await carriedOut(office, formForTests(), "test-certificate");
    expect(await foundIn(requestId)).toEqual([]);
    const row = await getRequest(db(), requestId);
    expect(row).toMatchObject({ status: "fulfilling", identificationRequired: true, subjectName: "T. van Proef" });
    expect(row.answers).toMatchObject({ "test.purpose": "chain-test", "test.with": "Zorgverzekeraar Zilver", "test.environment": "acceptance", "test.terms": true });
    expect((await getStatus(db(), { requestId })).steps.map(({ key }) => key)).toContain("identification");
  });

  it("makes an account with a number that shows what it is", async () => {
    const made = await tester();
    expect(made).toMatchObject({ surname: "Proef", status: "active", requestId });
    expect(made.userNumber).toMatch(/^0\d{13}$/);
  });

  it("is installed under the test authority, says TEST, ends after a year, and its terms are told again", async () => {
    await printAndPost(office);
    await office.work();
    const issued = await install(office, requestId);
    await office.work();
    const made = new X509Certificate(issued.certificate);
    expect(made.subject).toContain("CN=TEST T. van Proef");
    expect(issued.notAfter).toEqual(installValidity(office.now(), 1).notAfter);
    const { authority, testAuthority } = office.made.office;
    const issuerOf = (one: typeof authority | null) => new X509Certificate(one?.chain()[0] ?? "");
    expect([made.verify(issuerOf(testAuthority).publicKey), made.verify(issuerOf(authority).publicKey)]).toEqual([true, false]);
    expect(await db().select({ kind: certificate.kind, issuerId: certificate.issuerId }).from(certificate)).toEqual([{ kind: "test", issuerId: testAuthority?.issuerId }]);
    const [told] = await db().select().from(mail).where(and(eq(mail.template, "test-certificate-installed"), eq(mail.recipient, "t.vanproef@debrug.example")));
    expect(told?.text).toContain("Geef het niet aan anderen");
    expect((await getRequest(db(), requestId)).status).toBe("done");
  });

  it("gets other authorisations by the form that everybody uses", async () => {
    const { userNumber } = await tester();
    const change = await received(office, changeFor({ userNumber, ...TESTER }, { grant: ["cov"], withdraw: ["claims"] }), "authorisation-change");
    await approve(office, change);
    await office.letDecisionsLeave();
    await identify(office, change, { holder: "johanna" });
    await office.work();
    const held = await db().select({ service: authorisation.service }).from(authorisation).where(and(eq(authorisation.userNumber, userNumber), isNull(authorisation.withdrawnAt)));
    expect(held).toEqual([{ service: "cov" }]);
  });
});

describe("an office whose authority for tests was taken away", () => {
  it("offers no test certificates any more, at the form and at the desk, and again once it has one", async () => {
    const { authority, testAuthority } = office.made.office;
    const atTheForm = async () => {
      const releaseId = await currentRelease(db());
      const form = formOf({ releaseId, answers: { ...EMPTY_CONTENT, answers: formForTests() } }, await requestTypeOf(db(), { releaseId, type: "test-certificate" }));
      return judgeIntake(db(), form, formForTests(), office.now());
    };
    expect(await atTheForm()).toMatchObject({ kind: "allow" });
    await takeIntoUse(db(), { authority, testAuthority: null }, office.now());
    expect(await atTheForm()).toMatchObject({ ruleId: "tests-not-offered" });
    expect(await foundIn(await received(office, formForTests({ "user.name": { initials: "L.", prefix: "te", surname: "Laat" } }), "test-certificate"))).toContain("tests-not-offered");
    await takeIntoUse(db(), { authority, testAuthority }, office.now());
    expect(await atTheForm()).toMatchObject({ kind: "allow" });
  });
});
