import { beforeAll, describe, expect, it } from "vitest";

import { addNote } from "#app/domain/requests/notes.ts";
import { action as ask } from "#app/routes/person-report._index.tsx";
import { action as download } from "#app/routes/person-report.file.tsx";
import { loader as showCase } from "#app/routes/desk.requests.$requestId.tsx";
import type { PersonReportShown } from "#app/ui/privacy/person-report-page.tsx";
import { runSql } from "#db/types.ts";
import { person } from "#db/worlds/cast.ts";
import { answersFor, install, printAndPost, received } from "#test/support/journey.ts";
import { openOffice, type TestOffice } from "#test/support/office.ts";
import { routesOf } from "#test/support/routes.ts";
import { fulfilled } from "#test/support/so-far.ts";

let office: TestOffice;
let requestId: string;
const zoe = person("zoe").email;
const KIM = { "user.name": { initials: "K.", prefix: "", surname: "Kwiksel" }, "user.email": "k.kwiksel@debrug.example", "user.phone": "+31612345671", "user.employed": true };

beforeAll(async () => {
  office = await openOffice();
  requestId = await fulfilled(office);
  await printAndPost(office);
  await office.work();
  await install(office, requestId);
  await addNote(office.made.office, { requestId, text: "Zoë belde.", by: office.staff.sanne, now: office.now() });
  await routesOf(office).get(showCase, `/desk/requests/${requestId}`, { by: office.staff.wim, params: { requestId } });
  await received(office, answersFor("de-brug", { sharing: "same", others: [KIM] }));
  await office.work();
}, 120_000);

const reportOf = async (form: Record<string, string>) => {
  const { data } = await routesOf(office).post(ask, "/person-report", form, { by: office.staff.ilse });
  const { sections, isEmpty } = data["report"] as PersonReportShown;
  const of = (section: string) => sections.find((one) => one.section === section)?.items.map((facts) => Object.fromEntries(facts.map(({ field, value }) => [field, value]))) ?? [];
  return { of, isEmpty, text: JSON.stringify(sections) };
};

describe("an access report (AVG, article 15)", () => {
  it("has what there is of somebody: account, certificate, PIN without its hash, what was filled in, mails, letters and who looked", async () => {
    const { of } = await reportOf({ email: zoe.toUpperCase(), userNumber: "" });
    const [{ number } = { number: "" }] = await runSql<{ number: string }>(office.database.db, "select user_number as number from account");
    expect(of("accounts")).toMatchObject([{ userNumber: number, name: "Z. van der Håkon", email: zoe, practice: "Tandartspraktijk De Brug" }]);
    expect(of("certificates")).toHaveLength(1);
    expect(of("letters")).toMatchObject([{ status: "gepost" }]);
    expect(of("answers")).toContainEqual(expect.objectContaining({ what: "user.name", answer: "Z. van der Håkon" }));
    expect(of("notes")).toMatchObject([{ text: "Zoë belde." }]);
    expect(of("looks")).toContainEqual(expect.objectContaining({ who: "Wim Bos", act: "Aanvraag bekeken" }));
    expect(of("mails").length).toBeGreaterThan(0);
  });

  it("has nothing of others on the same requests, and nothing that could be tried as a secret", async () => {
    const { text, of } = await reportOf({ email: zoe, userNumber: "" });
    expect(of("answers").length).toBeGreaterThan(2);
    for (const other of ["kwiksel", person("sem").email, person("johanna").email]) expect(text.toLowerCase()).not.toContain(other.toLowerCase());
    const secrets = await runSql<{ secret: string }>(office.database.db, "select pin_hash as secret from credential union select bin_hash from identification_party where bin_hash is not null union select payload_salt from audit_event where payload_salt is not null");
    expect(secrets.filter(({ secret }) => text.includes(secret))).toEqual([]);
    expect(Object.keys(of("credentials")[0] ?? {}).sort()).toEqual(["installedAt", "madeAt", "userNumber"]);
  });

  it("finds one of several on a form by their own address, and somebody with a role who was only asked", async () => {
    const kim = await reportOf({ email: "k.kwiksel@debrug.example", userNumber: "", name: "Kwiksel" });
    expect(kim.of("answers")).toContainEqual(expect.objectContaining({ answer: "K. Kwiksel" }));
    const johanna = await reportOf({ email: person("johanna").email, userNumber: "" });
    expect(johanna.of("roles")[0]).toMatchObject({ role: "tekenbevoegde" });
    expect(johanna.of("identifications")).toMatchObject([{ result: "komt overeen", email: person("johanna").email }]);
  });

  it("goes by the user number too, leaves as a file, and each stands in the trail", async () => {
    const [{ number } = { number: "" }] = await runSql<{ number: string }>(office.database.db, "select user_number as number from account");
    const before = (await office.trail()).filter((act) => act === "person.reported").length;
    const { response } = await routesOf(office).post(download, "/person-report/file", { email: "", userNumber: number }, { by: office.staff.ilse });
    const file = JSON.parse((await response?.text()) ?? "") as Record<string, Array<Record<string, string>>>;
    expect(file["accounts"]).toMatchObject([{ userNumber: number, email: zoe }]);
    expect(file["mails"]?.length).toBeGreaterThan(0);
    expect((await office.trail()).filter((act) => act === "person.reported")).toHaveLength(before + 1);
  });

  it("asks for an address or a number, and finds nothing of whom nobody knows", async () => {
    const refused = await routesOf(office).post(ask, "/person-report", { email: "", userNumber: "" }, { by: office.staff.ilse });
    expect(refused.data["problem"]).toMatchObject({ fields: { email: "Vul een e-mailadres of een gebruikersnummer in." } });
    expect((await reportOf({ email: "niemand@nergens.example", userNumber: "" })).isEmpty).toBe(true);
  });
});
