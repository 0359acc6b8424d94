import { and, eq, isNull, sql } from "drizzle-orm";
import { describe, expect, it } from "vitest";

import { grantInstallation } from "#app/domain/certificates/install.ts";
import { tell } from "#app/domain/correspondence/tell.ts";
import { endOnEndDates, warnOfEndDates } from "#app/domain/effects/end-dates.ts";
import { getStatus } from "#app/domain/requests/status.ts";
import * as accountPage from "#app/routes/customers.accounts.$userNumber.tsx";
import { makeSweeps } from "#app/worker.server.ts";
import { account, authorisation, certificate } from "#db/schema/accounts.ts";
import { mail } from "#db/schema/correspondence.ts";
import { runSql } from "#db/types.ts";
import { person } from "#db/worlds/cast.ts";
import { freshDatabase } from "#test/support/database.ts";
import { install, printAndPost, received } from "#test/support/journey.ts";
import { DAYS, LAST_DAY, locumOffice, TOLD_AFTER, TOLD_BEFORE } from "#test/support/locum.ts";
import { routesOf } from "#test/support/routes.ts";

const locum = locumOffice();

describe("before the last working day (R13)", () => {
  it("the user, the contact person and the main contact are warned once, so many days before (policy) and not a day earlier", async () => {
    locum.at("2026-12-09T12:00:00Z");
    expect(await locum.warn()).toBe(0);
    locum.at("2026-12-10T12:00:00Z");
    expect(await locum.warn()).toBe(1);
    expect(await locum.told()).toEqual(TOLD_BEFORE);
    expect(await locum.mine()).toMatchObject({ endWarnedAt: locum.office.now(), endWarnedFor: LAST_DAY, status: "active" });
    for (const day of ["2026-12-10T12:00:01Z", "2026-12-20T12:00:00Z", "2026-12-31T22:59:59Z"]) {
      locum.at(day);
      expect(await locum.warn()).toBe(0);
    }
    expect(await locum.told()).toEqual(TOLD_BEFORE);
    expect(await locum.trail()).toEqual(["account.end-warned"]);
  });

  it("the warning says the last day, and how to ask for longer or earlier; and never the user number (D7)", async () => {
    locum.at("2026-12-10T12:00:00Z");
    await locum.warn();
    await locum.told();
    const written = await locum.db().select().from(mail).where(sql`${mail.occasion} like ${`account.ending ${locum.userNumber}%`}`);
    const [toContact, toUser] = [written.find(({ template }) => template === "account-ending"), written.find(({ template }) => template === "account-ending-user")];
    for (const one of [toContact, toUser]) {
      expect(one?.text).toContain("donderdag 31 december 2026");
      expect(`${one?.subject ?? ""} ${one?.text ?? ""} ${one?.html ?? ""}`).not.toContain(locum.userNumber);
    }
    expect(toContact?.text).toContain(`${locum.office.officeUrl}/apply/new-user`);
    expect(toContact?.text).toContain(`${locum.office.officeUrl}/apply/revocation`);
    expect(toUser?.text).toContain("Vertel het uw contactpersoon");
  });

  it("two processes warn once, and who is told twice in two parts hears it once", async () => {
    await locum.db().update(account).set({ email: "P.Hendriks@debrug.example" }).where(eq(account.userNumber, locum.userNumber));
    locum.at("2026-12-10T12:00:00Z");
    await Promise.all([locum.warn(), locum.warn(), locum.warn()]);
    expect(await locum.told()).toEqual(["account-ending f.elidrissi@debrug.example", "account-ending-user P.Hendriks@debrug.example"]);
    expect(await locum.trail()).toEqual(["account.end-warned"]);
  });

  it("a day that moved is told anew; one that was moved out of reach is not told at all, and ends nothing", async () => {
    locum.at("2026-12-10T12:00:00Z");
    await locum.moveEnd("2027-03-31");
    expect(await locum.warn()).toBe(0);
    locum.at("2027-01-15T12:00:00Z");
    expect(await locum.end()).toBe(0);
    expect(await locum.stateOf()).toBe("active");
    locum.at("2027-03-20T12:00:00Z");
    expect(await locum.warn()).toBe(1);
    await locum.told();
    await locum.moveEnd("2027-03-25");
    expect(await locum.warn()).toBe(1);
    expect((await locum.told()).filter((one) => one.startsWith("account-ending-user"))).toHaveLength(2);
  });
});

describe("after the last working day", () => {
  it.each([
    ["in winter", "2026-12-31", "2026-12-31T22:59:59.999Z", "2026-12-31T23:00:00.000Z"],
    ["in summer", "2027-06-30", "2027-06-30T21:59:59.999Z", "2027-06-30T22:00:00.000Z"],
    ["on the day that becomes summer", "2027-03-28", "2027-03-28T21:59:59.999Z", "2027-03-28T22:00:00.000Z"],
    ["on the day that becomes winter", "2027-10-31", "2027-10-31T22:59:59.999Z", "2027-10-31T23:00:00.000Z"],
  ])("the account works until 23:59 in Amsterdam and not from 00:00: %s", async (_when, endsOn, before, after) => {
    await locum.moveEnd(endsOn);
    locum.at(before);
    expect(await locum.end()).toBe(0);
    expect(await locum.stateOf()).toBe("active");
    locum.at(after);
    expect(await locum.end()).toBe(1);
    expect(await locum.stateOf()).toBe("ended");
  });

  it("number, PIN, rights and certificate go together, and those who were warned are told", async () => {
    await locum.fromForm();
    await printAndPost(locum.office);
    const { serial } = await install(locum.office, locum.requestId);
    locum.at("2026-12-31T23:00:00Z");
    expect(await locum.end()).toBe(1);
    const [revoked] = await locum.db().select().from(certificate).where(eq(certificate.serial, serial));
    expect(revoked).toMatchObject({ status: "revoked", revocationReason: "cessationOfOperation", revokedAt: locum.office.now() });
    expect(await locum.livePin()).toEqual([]);
    expect(await locum.db().select().from(authorisation).where(and(eq(authorisation.userNumber, locum.userNumber), isNull(authorisation.withdrawnAt)))).toEqual([]);
    expect(await locum.told()).toEqual(TOLD_AFTER);
    expect(await locum.trail()).toEqual(["account.ended"]);
    expect(await locum.office.trail(locum.requestId)).toContain("account.ended");
    // A second run finds nothing to do.
    expect(await locum.end()).toBe(0);
    expect(await locum.told()).toEqual(TOLD_AFTER);
    expect(await locum.trail()).toEqual(["account.ended"]);
  });

  it("two processes end it once", async () => {
    locum.at("2026-12-31T23:00:00Z");
    await Promise.all([locum.end(), locum.end(), locum.end()]);
    expect(await locum.trail()).toEqual(["account.ended"]);
    expect(await locum.told()).toEqual(TOLD_AFTER);
  });

  it("a day that moves while the sweep is on its way to it counts", async () => {
    locum.at("2026-12-31T23:00:00Z");
    const moving = locum.db().transaction(async (tx) => {
      await tx.update(account).set({ endsOn: "2027-03-31" }).where(eq(account.userNumber, locum.userNumber));
      await new Promise((resolve) => setTimeout(resolve, 500));
    });
    await Promise.all([moving, locum.end()]);
    expect(await locum.stateOf()).toBe("active");
    expect(await locum.told()).toEqual([]);
  });

  it("the sweeps of the worker do it by the clock of the office: warned from six in the morning, ended at midnight", async () => {
    const sweeps = makeSweeps(locum.office.made);
    locum.at("2026-12-10T04:59:00Z");
    await sweeps.tick();
    expect(await locum.told()).toEqual([]);
    locum.at("2026-12-10T05:00:00Z");
    await sweeps.tick();
    expect(await locum.told()).toEqual(TOLD_BEFORE);
    locum.at("2026-12-31T22:59:59Z");
    await sweeps.tick();
    expect(await locum.stateOf()).toBe("active");
    locum.at("2026-12-31T23:00:00Z");
    await sweeps.tick();
    await sweeps.tick();
    expect(await locum.stateOf()).toBe("ended");
    expect(await locum.told()).toEqual([...TOLD_AFTER, ...TOLD_BEFORE]);
    await sweeps.stop();
  });

  it("nobody is warned of what has been, where the clock jumped over it", async () => {
    locum.at("2027-02-01T12:00:00Z");
    expect(await locum.warn()).toBe(0);
    expect(await locum.end()).toBe(1);
    expect(await locum.told()).toEqual(TOLD_AFTER);
  });

  it("a warning that is late says nothing any more", async () => {
    locum.at("2026-12-31T23:00:00Z");
    await locum.end();
    await tell(locum.office.made.telling, { happening: "account.ending", userNumber: locum.userNumber }, locum.office.now());
    expect(await locum.told()).toEqual(TOLD_AFTER);
  });

  it("nothing is installed any more from that moment on, also when the sweep has not come by yet", async () => {
    await locum.fromForm();
    const [pin] = await locum.livePin();
    if (!pin) throw new Error("There is no PIN.");
    locum.at("2026-12-31T22:59:59Z");
    await grantInstallation(locum.office.made.office, { credential: pin, notSaved: false, now: locum.office.now() });
    locum.at("2026-12-31T23:00:00Z");
    await expect(grantInstallation(locum.office.made.office, { credential: pin, notSaved: false, now: locum.office.now() })).rejects.toMatchObject({ code: "account.not-active" });
    await expect(install(locum.office, locum.requestId)).rejects.toMatchObject({ code: "account.not-active" });
  });
});

describe("what can be seen of it", () => {
  it("the status page of the applicant says the last working day", async () => {
    await locum.fromForm();
    expect(await getStatus(locum.db(), { requestId: locum.requestId })).toMatchObject({ endsOn: LAST_DAY, people: [] });
    expect(await getStatus(locum.db(), { requestId: await received(locum.office) })).toMatchObject({ endsOn: null });
  });

  it("the page of the account says the last working day, and when it was warned of", async () => {
    locum.at("2026-12-10T12:00:00Z");
    const shown = async () => (await routesOf(locum.office).get(accountPage.loader, `/customers/accounts/${locum.userNumber}`, { by: locum.office.staff.sanne, params: { userNumber: locum.userNumber } })).data["screen"];
    expect(await shown()).toMatchObject({ endsOn: LAST_DAY, endWarnedAt: null, status: "active" });
    await locum.warn();
    expect(await shown()).toMatchObject({ endsOn: LAST_DAY, endWarnedAt: "2026-12-10T12:00:00.000Z" });
    // Of another day nobody has been warned yet.
    await locum.moveEnd("2027-01-31");
    expect(await shown()).toMatchObject({ endsOn: "2027-01-31", endWarnedAt: null });
  });

  it("whom it concerns is known: the cast has the addresses that this test expects", () => {
    expect(TOLD_BEFORE.map((one) => one.split(" ")[1]).sort()).toEqual(["fatima", "pieter", "zoe"].map((id) => person(id).email).sort());
  });

  it("the database itself refuses a warning of no day", async () => {
    const refused = { cause: { message: expect.stringContaining("end_is_warned_of_when_and_for_which_day") as string } };
    await expect(locum.db().update(account).set({ endWarnedAt: locum.office.now() }).where(eq(account.userNumber, locum.userNumber))).rejects.toMatchObject(refused);
  });
});

describe("at a million accounts", () => {
  it("neither sweep reads the accounts whole, nor those that it has done", async () => {
    const asked: Array<{ query: string; params: unknown[] }> = [];
    const { db: large } = await freshDatabase({ logger: { logQuery: (query, params) => void asked.push({ query, params }) } });
    await runSql(large, "insert into enterprise (kvk_number, name, legal_form, segment, street, house_number, postcode, town, registered_at) values ('10000001', 'Praktijk', 'bv', 'regular', 'Straat', 1, '1234AB', 'Utrecht', now())");
    await runSql(large, "insert into agb_code (code, enterprise_id, name, kind, care_type) select '00000001', id, name, 'enterprise', '12' from enterprise");
    // What the world looks like: most have no end; of those that have, most have ended, and nearly all whose end is near have been warned.
    await runSql(large, `insert into account (user_number, enterprise_id, agb_code, initials, surname, email, language, status, created_at, ends_on, end_warned_at, end_warned_for)
      select lpad(g::text, 14, '0'), enterprise.id, '00000001', 'A.', 'Veel', 'veel@x.example', 'nl', case when e < '2026-12-01' then 'ended' else 'active' end, now(), e, case when e < '2027-01-01' then now() end, case when e < '2027-01-01' then e end
      from enterprise, lateral (select g, case when g % 3 = 0 then date '2026-01-01' + g % 400 end as e from generate_series(1, 9000) g) ends`);
    await runSql(large, "analyze account");
    asked.length = 0;
    const now = new Date("2026-12-01T12:00:00Z");
    const idle = { db: large, queue: locum.office.made.office.queue } as unknown as Parameters<typeof warnOfEndDates>[0];
    expect(await warnOfEndDates(idle, { since: now, days: DAYS, now })).toBe(0);
    expect(await endOnEndDates(idle, { now })).toBe(0);
    const plans: string[] = [];
    for (const { query, params } of [...asked]) plans.push((await runSql<Record<string, string>>(large, `explain ${query}`, params)).map((line) => Object.values(line)[0]).join("\n"));
    expect(plans).toHaveLength(2);
    expect(plans[0]).toContain("account_to_warn");
    expect(plans[1]).toContain("account_to_end");
    expect(plans.join("\n")).not.toContain("Seq Scan");
  });
});
