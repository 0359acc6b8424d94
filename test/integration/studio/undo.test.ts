import { beforeAll, describe, expect, it } from "vitest";

import { undoChange } from "#app/domain/definitions/changes/undo.ts";
import { currentRelease, findDefinition } from "#app/domain/definitions/store.ts";
import type { RequestType } from "#app/domain/definitions/schema/request-type.ts";
import { translator } from "#app/web/i18n.server.ts";
import { showChange } from "#app/web/studio.server.ts";
import { openOffice, type TestOffice } from "#test/support/office.ts";
import { studioOf, type Drafted } from "#test/support/studio.ts";

let office: TestOffice;
let studio: ReturnType<typeof studioOf>;
beforeAll(async () => {
  office = await openOffice();
  studio = studioOf(office);
});

const undo = (id: string) => undoChange(office.database.db, { ...studio.by(), id, title: "Terug" });
const show = (id: string) => showChange({ db: office.database.db, actor: office.staff.tom, now: office.clock.now(), t: translator("nl"), language: "nl", texts: studio.texts }, id);
const mail = async (key: string) => findDefinition(office.database.db, await currentRelease(office.database.db), "mail", key);

async function newMail(key: string): Promise<Drafted> {
  return { kind: "mail", key, content: { ...(await studio.published<object>("mail", "revocation-notice")), id: key } };
}

describe("the way back from something new (D15, P17)", () => {
  it("takes it away again, and a release in which it was keeps it", async () => {
    const id = await studio.publish(await newMail("zomer"));
    const withIt = await currentRelease(office.database.db);
    const back = await undo(id);
    expect(await show(back)).toMatchObject({ isSound: true, entries: [{ key: "zomer", isRemoved: true, isNew: false }] });
    await studio.propose(back);
    await studio.approve(back);
    expect(await mail("zomer")).toBeNull();
    expect(await findDefinition(office.database.db, withIt, "mail", "zomer")).not.toBeNull();

    // And the way back from that brings it again.
    const again = await undo(back);
    await studio.propose(again);
    await studio.approve(again);
    expect(await mail("zomer")).toMatchObject({ version: 2 });
  });

  it("stays closed for what is looked up by its name", async () => {
    const id = await studio.publish({ kind: "certificate-profile", key: "zomer", content: { ...(await studio.published<object>("certificate-profile", "test")), id: "zomer", policyOid: "1.3.6.1.4.1.32473.1.9" } });
    const back = await undo(id);
    expect((await show(back)).entries[0]?.findings).toHaveLength(1);
    await expect(studio.propose(back)).rejects.toMatchObject({ code: "change.not-sound", details: { count: 1 } });
  });

  it("stays closed while something else uses it, and the page says what and where", async () => {
    const id = await studio.publish(await newMail("herfst"));
    const type = await studio.published<RequestType>("request-type", "revocation");
    const [first, ...others] = type.messages["request.submitted"] ?? [];
    await studio.publish({ kind: "request-type", key: "revocation", content: { ...type, messages: { ...type.messages, "request.submitted": [{ ...first, template: "herfst" }, ...others] } } });
    const back = await undo(id);
    expect(await show(back)).toMatchObject({ isSound: false, entries: [{ findings: [] }], elsewhere: [{ definition: "Soort aanvraag revocation", path: "messages.request.submitted.0.template" }] });
    await expect(studio.propose(back)).rejects.toMatchObject({ code: "change.not-sound", details: { count: 1 } });
  });
});
