import { beforeAll, describe, expect, it } from "vitest";

import { beginChange } from "#app/domain/definitions/changes/begin.ts";
import { addEntry, dropEntry } from "#app/domain/definitions/changes/entries.ts";
import type { ChangeAct, ChangeStatus } from "#app/domain/definitions/changes/lifecycle.ts";
import { proposeChange, returnChange, withdrawChange } from "#app/domain/definitions/changes/propose.ts";
import { approveChange } from "#app/domain/definitions/changes/publish.ts";
import { getChange } from "#app/domain/definitions/changes/read.ts";
import { undoChange } from "#app/domain/definitions/changes/undo.ts";
import type { RequestType } from "#app/domain/definitions/schema/request-type.ts";
import { translator } from "#app/web/i18n.server.ts";
import { showChange } from "#app/web/studio.server.ts";
import { openOffice, type TestOffice } from "#test/support/office.ts";
import { studioOf, type Drafted } from "#test/support/studio.ts";

/** Written out by hand a second time: what can be done with a change that stands so, and nothing else. */
const CELLS: Record<ChangeStatus, readonly ChangeAct[]> = {
  draft: ["edit", "propose", "withdraw"],
  proposed: ["approve", "return", "withdraw"],
  scheduled: ["return", "withdraw"],
  published: ["undo"],
  withdrawn: [],
};
const ACTS: readonly ChangeAct[] = ["edit", "propose", "approve", "return", "withdraw", "undo"];
const STATUSES = Object.keys(CELLS) as ChangeStatus[];

let office: TestOffice;
let studio: ReturnType<typeof studioOf>;
beforeAll(async () => {
  office = await openOffice();
  studio = studioOf(office);
});

async function newMail(key: string): Promise<Drafted> {
  return { kind: "mail", key, content: { ...(await studio.published<object>("mail", "revocation-notice")), id: key } };
}

/** A change that stands so, with one new e-mail in it. */
async function standing(status: ChangeStatus, key: string): Promise<string> {
  const { db } = office.database;
  const id = await studio.draft(await newMail(key));
  if (status === "draft") return id;
  if (status === "withdrawn") {
    await withdrawChange(db, { ...studio.by(), id, revision: 0 });
    return id;
  }
  await studio.propose(id, status === "scheduled" ? new Date(office.clock.now().getTime() + 86_400_000) : null);
  if (status !== "proposed") await studio.approve(id);
  return id;
}

async function perform(act: ChangeAct, id: string, key: string): Promise<unknown> {
  const { db } = office.database;
  const { revision } = await getChange(db, id);
  const [tom, mei] = [{ ...studio.by(), id, revision }, { ...studio.by(office.staff.mei), id, revision }];
  const acts: Record<ChangeAct, () => Promise<unknown>> = {
    edit: () => dropEntry(db, { ...studio.by(), changeId: id, kind: "mail", key }),
    propose: () => proposeChange(db, { ...tom, reason: "x", publishFrom: null, texts: studio.texts }),
    approve: () => approveChange(db, { ...mei, texts: studio.texts }),
    return: () => returnChange(db, { ...mei, note: "" }),
    withdraw: () => withdrawChange(db, tom),
    undo: () => undoChange(db, { ...tom, title: "Terug" }),
  };
  return acts[act]();
}

describe("the life of a change (D15, P5)", () => {
  it.each(STATUSES)("%s: everything can be done that the table says and nothing else, and the page shows just that", async (status) => {
    for (const act of ACTS) {
      const key = `${status}-${act}`;
      const id = await standing(status, key);
      const shown = await showChange({ db: office.database.db, actor: office.staff.mei, now: office.clock.now(), t: translator("nl"), language: "nl", texts: studio.texts }, id);
      expect(shown.may[act], key).toBe(CELLS[status].includes(act));
      const code = await perform(act, id, key).then(() => null, (error: unknown) => (error as { code?: string }).code);
      expect(code, key).toBe(CELLS[status].includes(act) ? null : act === "edit" ? "change.not-a-draft" : "change.moved");
    }
  });

  it.each(["propose", "approve", "return", "withdraw"] as const)("refuses to %s what a colleague did something with in between", async (act) => {
    const { db } = office.database;
    const id = await standing(act === "propose" ? "draft" : "proposed", `stale-${act}`);
    const { revision } = await getChange(db, id);
    const stale = { ...studio.by(office.staff.mei), id, revision: revision - 1, texts: studio.texts };
    const acts = { propose: () => proposeChange(db, { ...stale, reason: "x", publishFrom: null }), approve: () => approveChange(db, stale), return: () => returnChange(db, { ...stale, note: "" }), withdraw: () => withdrawChange(db, stale) };
    await expect(acts[act]()).rejects.toMatchObject({ code: "change.moved" });
    expect((await getChange(db, id)).revision).toBe(revision);
  });
});

describe("who had a hand in a change (D15)", () => {
  it("does not approve it, also not who only began it, only left something out of it or only put it forward", async () => {
    const { db } = office.database;
    const mei = studio.by(office.staff.mei);
    const begun = await beginChange(db, { ...mei, title: "Begonnen" });
    await addEntry(db, { ...studio.by(), changeId: begun, ...(await newMail("begonnen")) });
    await studio.propose(begun);
    await expect(studio.approve(begun)).rejects.toMatchObject({ code: "access.own-act" });
    const leftOut = await studio.draft(await newMail("erin"), await newMail("eruit"));
    await dropEntry(db, { ...mei, changeId: leftOut, kind: "mail", key: "eruit" });
    await studio.propose(leftOut);
    await expect(studio.approve(leftOut)).rejects.toMatchObject({ code: "access.own-act" });
    const putForward = await studio.draft(await newMail("voorgelegd"));
    await proposeChange(db, { ...mei, id: putForward, revision: 0, reason: "x", publishFrom: null, texts: studio.texts });
    await expect(studio.approve(putForward)).rejects.toMatchObject({ code: "access.own-act" });
  });
});

describe("what was sound when it was put forward", () => {
  it("is not published once it uses what was taken away meanwhile", async () => {
    await studio.publish(await newMail("lente"));
    const type = await studio.published<RequestType>("request-type", "revocation");
    const [first, ...others] = type.messages["request.submitted"] ?? [];
    const id = await studio.draft({ kind: "request-type", key: "revocation", content: { ...type, messages: { ...type.messages, "request.submitted": [{ ...first, template: "lente" }, ...others] } } });
    await studio.propose(id);
    await studio.publish({ kind: "mail", key: "lente", content: null });
    await expect(studio.approve(id)).rejects.toMatchObject({ code: "change.not-sound", details: { count: 1 } });
    expect((await getChange(office.database.db, id)).status).toBe("proposed");
  });

  it("is not published when nothing in it is another", async () => {
    const id = await studio.draft({ kind: "mail", key: "confirm-address", content: await studio.published("mail", "confirm-address") });
    await studio.propose(id);
    await expect(studio.approve(id)).rejects.toMatchObject({ code: "definition.no-change" });
  });
});
