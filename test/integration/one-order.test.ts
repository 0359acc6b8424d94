import { setTimeout as pause } from "node:timers/promises";

import { and, eq, isNull } from "drizzle-orm";
import { describe, expect, it } from "vitest";

import { grantInstallation } from "#app/domain/certificates/install.ts";
import { installCertificate } from "#app/domain/certificates/pipeline.ts";
import { listDefinitions } from "#app/domain/definitions/store.ts";
import { fulfilRequest } from "#app/domain/effects/fulfil.ts";
import { holdAccount } from "#app/domain/effects/hold.ts";
import { getRequest } from "#app/domain/requests/decide.ts";
import { account, certificate, credential, letter } from "#db/schema/accounts.ts";
import { request } from "#db/schema/requests.ts";
import { runSql } from "#db/types.ts";
import { person } from "#db/worlds/cast.ts";
import { roleFormFor } from "#test/support/contacts.ts";
import { onServer } from "#test/support/database.ts";
import { answersFor, approve, makeCsr, printAndPost, received } from "#test/support/journey.ts";
import { locumOffice } from "#test/support/locum.ts";

const locum = locumOffice();

/** The request for a new PIN of this test's account, identified, which a test carries out itself. */
async function newPinIsDue(): Promise<() => Promise<void>> {
  const { "practice.agbCode": agbCode, "practice.kvkNumber": kvkNumber, ...rest } = answersFor("de-brug");
  const holder = await locum.mine();
  const name = { initials: holder?.initials, prefix: holder?.prefix, surname: holder?.surname };
  const applicant = Object.fromEntries(Object.entries(rest).filter(([field]) => field.startsWith("applicant.")));
  const requestId = await received(locum.office, { "practice.agbCode": agbCode, "practice.kvkNumber": kvkNumber, "credential.kind": "pin", "user.number": locum.userNumber, "user.name": name, ...applicant }, "credential-request");
  await approve(locum.office, requestId);
  await locum.office.letDecisionsLeave();
  await locum.db().update(request).set({ status: "fulfilling", identifiedAt: locum.office.now() }).where(eq(request.id, requestId));
  return () => fulfilRequest(locum.office.made.fulfil, { requestId, now: locum.office.now() });
}

/**
 * Two acts on one account, of which the second begins while the first waits for the account. So they stand in the way of each other where they hold the same rows in
 * different orders. The embedded database does one thing at a time, and they come one after the other.
 */
async function atOnce(first: () => Promise<unknown>, second: () => Promise<unknown>): Promise<string[]> {
  let both: Array<Promise<unknown>> = [];
  if (onServer) {
    await locum.db().transaction(async (tx) => {
      await tx.select().from(account).where(eq(account.userNumber, locum.userNumber)).for("update");
      both = [first()];
      await waiting(1);
      both.push(second());
      await waiting(2);
    });
  } else {
    both = [first()];
    await Promise.allSettled(both);
    both.push(second());
  }
  return (await Promise.allSettled(both)).map(endOf);
}

/** Until so many wait for somebody else's rows. */
async function waiting(amount: number): Promise<void> {
  const waits = "select pid from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'";
  for (let time = 0; time < 200 && (await runSql(locum.db(), waits)).length < amount; time += 1) await pause(50);
}

function endOf(end: PromiseSettledResult<unknown>): string {
  if (end.status === "fulfilled") return "done";
  const { code, cause } = end.reason as { code?: string; cause?: unknown };
  return code ?? String(cause);
}

describe("two acts that hold the same rows wait for each other in one order", () => {
  it("somebody installs while their new PIN is made: no deadlock, and the PIN that was replaced makes no certificate", async () => {
    await locum.fromForm();
    await printAndPost(locum.office);
    const makeNewPin = await newPinIsDue();
    const { office } = locum.office.made;
    const [former] = await locum.livePin();
    if (!former) throw new Error("There is no PIN.");
    const leave = await grantInstallation(office, { credential: former, notSaved: false, now: locum.office.now() });
    const profile = (await listDefinitions(locum.db(), (await getRequest(locum.db(), locum.requestId)).releaseId, "certificate-profile")).find(({ key }) => key === "personal");
    if (!profile) throw new Error("There is no certificate profile.");
    const csrPem = await makeCsr(locum.userNumber);
    const install = () => installCertificate(office, office.authority, { installationId: leave.id, csrPem, profile: profile.content, now: locum.office.now() });

    expect(await atOnce(makeNewPin, install)).toEqual(["done", "credential.replaced"]);
    expect(await locum.db().$count(certificate, eq(certificate.userNumber, locum.userNumber))).toBe(0);
    expect(await locum.livePin()).not.toMatchObject([{ id: former.id }]);
  });

  it("somebody is reported gone while their new PIN is made: no deadlock, and no PIN of theirs counts", async () => {
    await locum.fromForm();
    // The PIN whose letter is in the house was blocked, so that a new one comes in its place.
    await locum.db().update(credential).set({ blockedAt: locum.office.now() }).where(and(eq(credential.userNumber, locum.userNumber), isNull(credential.voidedAt)));
    const makeNewPin = await newPinIsDue();
    const reported = await received(locum.office, roleFormFor({ seat: "first-contact", kind: "replace", former: "pieter", situation: "left", appointed: "elif" }), "contact-change");
    await locum.office.work();
    // What was reported is held by now, and nothing of it is this test's account: that becomes his after it.
    const { initials, prefix, surname, email } = person("pieter");
    await locum.db().update(account).set({ initials, prefix, surname, email }).where(eq(account.userNumber, locum.userNumber));
    const hold = () => holdAccount(locum.office.made.office, { requestId: reported, now: locum.office.now() });

    const [held, made] = await atOnce(hold, makeNewPin);
    expect([held, made]).toEqual(["done", "account.not-active"]);
    await hold();
    expect(await locum.stateOf()).toBe("blocked");
    expect(await locum.livePin()).toEqual([]);
    const letters = await locum.db().select({ status: letter.status }).from(letter).innerJoin(credential, eq(credential.id, letter.credentialId)).where(eq(credential.userNumber, locum.userNumber));
    expect(new Set(letters.map(({ status }) => status))).toEqual(new Set(["spoilt"]));
  });
});
