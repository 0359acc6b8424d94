import { streamXlsxRows } from "hucre/xlsx";
import { desc, eq } from "drizzle-orm";
import { beforeAll, describe, expect, it } from "vitest";

import { system, visitor } from "#app/domain/access/actor.ts";
import { inTrail } from "#app/domain/access/in-trail.ts";
import { record } from "#app/domain/audit/record.ts";
import { clearDetailsOf } from "#app/domain/audit/retention.ts";
import { claimRequest } from "#app/domain/requests/claim.ts";
import { referenceOf } from "#app/domain/requests/reference.ts";
import * as accountPage from "#app/routes/customers.accounts.$userNumber.tsx";
import * as audit from "#app/routes/audit._index.tsx";
import * as auditExports from "#app/routes/audit.exports.tsx";
import * as requestPage from "#app/routes/desk.requests.$requestId.tsx";
import type { EventShown } from "#app/web/audit.server.ts";
import { account } from "#db/schema/accounts.ts";
import { auditEvent } from "#db/schema/audit.ts";
import { request } from "#db/schema/requests.ts";
import { approve, identify, received } from "#test/support/journey.ts";
import { openOffice, type TestOffice } from "#test/support/office.ts";
import { routesOf } from "#test/support/routes.ts";

let office: TestOffice;
let requestId: string;
let userNumber: string;
let reference: string;
const db = () => office.database.db;
beforeAll(async () => {
  office = await openOffice();
  requestId = await received(office);
  await approve(office, requestId);
  await office.letDecisionsLeave();
  await identify(office, requestId, { holder: "fatima" });
  await office.work();
  const [made] = await db().select({ userNumber: account.userNumber }).from(account).where(eq(account.requestId, requestId));
  userNumber = made?.userNumber ?? "";
  const other = await received(office);
  await claimRequest(office.made.office, { requestId: other, by: office.staff.wim, now: office.now() });
  await office.work();
  const [row] = await db().select({ number: request.number }).from(request).where(eq(request.id, requestId));
  reference = referenceOf(row?.number ?? 0);
});

type Shown = { events: EventShown[]; next: number | null; errors: Record<string, string>; nothing: { title: string; text: string } };
type Who = keyof TestOffice["staff"];
async function read(search: Record<string, string> = {}, who: Who = "ravi", language: "nl" | "en" = "nl"): Promise<Shown> {
  const answer = await routesOf(office).get(audit.loader, `/audit?${new URLSearchParams(search).toString()}`, { by: office.staff[who], language });
  expect(answer.status).toBe(200);
  return answer.data as unknown as Shown;
}
const acts = ({ events }: Shown) => events.map(({ act }) => act);
const last = async () => (await db().select().from(auditEvent).orderBy(desc(auditEvent.id)).limit(1))[0];

describe("the auditor's page", () => {
  it("shows everything, newest first, page after page and each event once", async () => {
    const all = await db().select({ id: auditEvent.id }).from(auditEvent).orderBy(desc(auditEvent.occurredAt), desc(auditEvent.id));
    const seen: number[] = [];
    for (let place: number | null | undefined = undefined; place !== null; ) {
      const page: Shown = await read(place === undefined ? {} : { place: String(place) });
      seen.push(...page.events.map(({ id }) => id));
      place = page.next;
    }
    expect(all.length).toBeGreaterThan(50);
    expect(seen).toEqual(all.map(({ id }) => id));
  });

  it("says each event as a sentence in the reader's language, by the clock of Amsterdam, with a link where the reader may follow it", async () => {
    const [line] = (await read({ act: "request.claimed", actor: `staff:${office.staff.wim.id}` })).events;
    expect(line).toMatchObject({ time: "10:01:00", what: "In behandeling genomen", who: "Wim Bos (medewerker)", subject: { kind: "aanvraag" } });
    expect(line?.subject.label).toMatch(/^ZG-\d+$/);
    expect(line?.subject.link).toMatch(/^\/desk\/requests\//);
    const [english] = (await read({ act: "request.claimed", actor: `staff:${office.staff.wim.id}` }, "ilse", "en")).events;
    expect(english).toMatchObject({ what: "Taken up", who: "Wim Bos (member of staff)", subject: { kind: "request", label: line?.subject.label, link: null } });
    const [created] = (await read({ act: "account.created" })).events;
    expect(created).toMatchObject({ subject: { label: userNumber, link: `/customers/accounts/${userNumber}` }, request: { label: reference } });
  });

  it("says who and what in words where the machine has its own, and keeps those by which it is found", async () => {
    const [refused, late] = [
      { now: office.now(), actor: inTrail(visitor), act: "access.refused", subject: { kind: "act", id: "audit:read" }, details: { reason: "access.refused" } },
      { now: office.now(), actor: inTrail(system("late-claims")), act: "request.released", subject: { kind: "request", id: requestId }, requestId, details: {} },
    ] as const;
    for (const event of [refused, late]) await record(db(), event);
    const [line] = (await read({ act: "access.refused" })).events;
    expect(line).toMatchObject({ who: "bezoeker", actor: "public:visitor", isAnybody: true, subject: { kind: "handeling", label: "het auditspoor lezen", filter: "act:audit:read" }, details: [{ key: "reason", value: "geen toestemming (access.refused)" }] });
    const [english] = (await read({ act: "request.released" }, "ilse", "en")).events;
    expect(english).toMatchObject({ who: "automatically (requests that were held too long)", actor: "system:late-claims", isAnybody: false });
    expect((await read({ about: "act:audit:read" })).events.map(({ id }) => id)).toContain(line?.id);
  });

  it("narrows by period, person, request, act and subject, and by all at once", async () => {
    const { sanne, wim } = office.staff;
    const rows = await db().select().from(auditEvent);
    expect((await read({ actor: `staff:${wim.id}` })).events.every(({ actor }) => actor === `staff:${wim.id}`)).toBe(true);
    expect(new Set(acts(await read({ actor: `staff:${wim.id}` })))).toContain("request.claimed");
    const ofRequest = (await read({ request: reference.toLowerCase() })).events.map(({ id }) => id);
    expect(ofRequest.sort()).toEqual(rows.filter((row) => row.requestId === requestId || row.subjectId === requestId).map(({ id }) => id).sort().slice(-ofRequest.length));
    expect(new Set(acts(await read({ about: userNumber })))).toContain("account.created");
    expect(acts(await read({ about: userNumber, act: "request.claimed" }))).toEqual([]);
    const today = { from: "2026-11-16", until: "2026-11-16" };
    expect((await read(today)).events.length).toBeGreaterThan(0);
    expect((await read({ from: "2026-11-15", until: "2026-11-15" })).events).toEqual([]);
    expect(acts(await read({ ...today, actor: `staff:${wim.id}`, act: "request.claimed" }))).toEqual(["request.claimed"]);
    expect(acts(await read({ ...today, actor: `staff:${sanne.id}`, act: "request.approved", request: reference, about: `request:${requestId}` }))).toEqual(["request.approved"]);
  });

  it("counts a day from midnight to midnight in Amsterdam, also when the clock goes back", async () => {
    const event = (at: string) => record(db(), { now: new Date(at), actor: { kind: "system", id: "start" }, act: "job.tried-again", subject: { kind: "job", id: at } });
    for (const at of ["2025-10-25T21:59:59Z", "2025-10-25T22:00:00Z", "2025-10-26T22:59:59Z", "2025-10-26T23:00:00Z"]) await event(at);
    const { events } = await read({ from: "2025-10-26", until: "2025-10-26", act: "job.tried-again" });
    expect(events.map(({ time }) => time)).toEqual(["23:59:59", "00:00:00"]);
    expect(events.map(({ exactly }) => exactly)).toEqual(["2025-10-26 23:59:59.000 +01:00", "2025-10-26 00:00:00.000 +02:00"]);
  });

  it("says at the field what it does not know, and then shows nothing instead of everything", async () => {
    const wrong = { from: "2026-02-30", until: "morgen", actor: "piet", act: "request.eaten", request: "ZG-999999", about: "Jansen" };
    const { events, errors, nothing } = await read(wrong);
    expect(nothing).toEqual({ title: "Er is nog niet gezocht", text: expect.stringMatching(/^Hierboven staat iets/) as string });
    expect(events).toEqual([]);
    expect(Object.keys(errors)).toEqual(Object.keys(wrong));
    expect(errors["request"]).toMatch(/^Er is geen aanvraag met deze referentie/);
    expect((await last())?.payload).toEqual({ isLaterPage: false });
    expect((await read({ from: "2001-01-01", until: "2001-01-01" })).nothing.title).toBe("Niets gevonden");
  });

  it("has every look at personal data in it: at a request, an account, a customer, and at the trail itself", async () => {
    const routes = routesOf(office);
    await routes.get(requestPage.loader, `/desk/requests/${requestId}`, { by: office.staff.sanne, params: { requestId } });
    await routes.get(accountPage.loader, `/customers/accounts/${userNumber}`, { by: office.staff.els, params: { userNumber } });
    const looks = await read({ act: "looks" });
    expect(looks.events.slice(0, 2)).toMatchObject([
      { act: "account.viewed", who: "Els Kok (medewerker)", subject: { label: userNumber } },
      { act: "request.viewed", who: "Sanne Mulder (medewerker)", subject: { label: reference } },
    ]);
    expect(await last()).toMatchObject({ act: "trail.viewed", actorName: "Ravi Sharma", payload: { acts: expect.stringContaining("account.viewed"), isLaterPage: false } });
    expect(acts(await read({ request: reference }))).toContain("request.viewed");
  });

  it("says of what retention erased that it was erased, and whose number it was", async () => {
    await db().transaction((tx) => clearDetailsOf(tx, requestId));
    const [line] = (await read({ request: reference, act: "request.approved" })).events;
    expect(line).toMatchObject({ details: null, who: `medewerker ${office.staff.sanne.id.slice(0, 8)}`, actor: `staff:${office.staff.sanne.id}` });
    expect((await read({ request: reference, act: "request.viewed" })).events[0]?.details).toEqual([]);
  });
});

describe("the export of the trail", () => {
  const fetchAs = (form: Record<string, string>, who: Who = "ravi") => routesOf(office).post(auditExports.action, "/audit/exports", form, { by: office.staff[who] });

  it("holds all that matches, as CSV and as XLSX, and is in the trail when it begins and when it is out", async () => {
    const matching = await db().$count(auditEvent, eq(auditEvent.act, "mail.sent"));
    const csv = new TextDecoder().decode(await (await fetchAs({ as: "csv", act: "mail.sent" })).response?.arrayBuffer());
    const [head, ...lines] = csv.split("\r\n").slice(0, -1);
    expect(head).toContain('"Nummer";"Tijd (Amsterdam)";"Wat";"Door";"Waarover";"Aanvraag";"Details"');
    expect(lines).toHaveLength(matching);
    expect(lines[0]).toMatch(/;"2026-11-16 10:0\d:\d\d\.\d{3} \+01:00";"E-mail verstuurd";"automatisch \([a-z -]+\)";"e-mail [0-9a-f]{8}"/);
    const rows: unknown[][] = [];
    for await (const { values } of streamXlsxRows(new Uint8Array((await (await fetchAs({ as: "xlsx", about: userNumber })).response?.arrayBuffer()) ?? new ArrayBuffer(0)))) rows.push(values);
    expect(rows.length).toBeGreaterThan(1);
    expect((await db().select().from(auditEvent).orderBy(desc(auditEvent.id)).limit(2)).reverse()).toMatchObject([
      { act: "list.exported", subjectId: "trail", actorName: "Ravi Sharma", payload: { format: "xlsx", searched: true, filter: { subject: `account:${userNumber}` } } },
      { act: "list.export-finished", subjectId: "trail", payload: { rows: rows.length - 1 } },
    ]);
  });

  it("is refused with a filter that means nothing, and to who may not read the trail", async () => {
    const answer = await fetchAs({ as: "csv", request: "ZG-999999" });
    expect(answer).toMatchObject({ status: 422, data: { problem: { code: "trail.filter-wrong", fields: { request: expect.stringMatching(/^Een van de filters/) } } } });
    for (const who of ["sanne", "noor", "tom", "els", "daan"] as const) expect((await fetchAs({ as: "csv" }, who)).status, who).toBe(403);
    expect((await last())?.act).not.toBe("list.exported");
  });
});
