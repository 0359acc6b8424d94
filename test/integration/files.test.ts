import { eq } from "drizzle-orm";
import { beforeAll, describe, expect, it } from "vitest";

import { openPicture, listFiles, destroyFiles } from "#app/domain/files/store.ts";
import { attachFiles } from "#app/domain/files/attach.ts";
import { openFileCipher } from "#app/domain/files/cipher.ts";
import { action as addFiles } from "#app/routes/desk.requests.$requestId.files.tsx";
import { loader as openFile } from "#app/routes/files.$fileId.$page.tsx";
import { filePicture, storedFile } from "#db/schema/files.ts";
import { runSql } from "#db/types.ts";
import { received } from "#test/support/journey.ts";
import { openOffice, type TestOffice } from "#test/support/office.ts";
import { routesOf } from "#test/support/routes.ts";
import { scanPdf, qrPng } from "#test/support/scans.ts";

let office: TestOffice;
let requestId: string;
beforeAll(async () => {
  office = await openOffice();
  requestId = await received(office);
  await office.work();
}, 120_000);

const add = async (files: Array<{ name: string; bytes: Uint8Array }>) => {
  const form = new FormData();
  form.append("kind", "form");
  for (const { name, bytes } of files) form.append("files", new Blob([Uint8Array.from(bytes)]), name);
  return routesOf(office).post(addFiles, `/desk/requests/${requestId}/files`, form, { by: office.staff.sanne, params: { requestId } });
};

/** Everything that a dump of the database would hold. */
async function dump(): Promise<string> {
  const { db } = office.database;
  const tables = await runSql<{ name: string }>(db, "select table_name as name from information_schema.tables where table_schema = 'public' and table_type = 'BASE TABLE'");
  const texts: string[] = [];
  for (const { name } of tables) for (const { line } of await runSql<{ line: string }>(db, `select t::text as line from "${name}" t`)) texts.push(line);
  return texts.join("\n");
}

describe("a scan that is added to a request", () => {
  it("is stored as pictures, and its name, the trail and the list say no more than they may", async () => {
    const answer = await add([{ name: "../../formulier_111222333.pdf", bytes: await scanPdf({ pages: 2 }) }]);
    expect(answer).toMatchObject({ status: 303, location: `/desk/requests/${requestId}#files` });
    const [file] = await listFiles(office.made.office.db, requestId);
    expect(file).toMatchObject({ kind: "form", format: "pdf", pages: 2, name: "formulier •••••.pdf", addedByName: "Sanne Mulder" });
    expect(await office.trail(requestId)).toContain("file.added");
  });

  it("is encrypted: no octet of its picture stands in a dump of the database", async () => {
    const { db, files } = office.made.office;
    const [file] = await listFiles(db, requestId);
    const { picture } = await openPicture(db, files.cipher, { fileId: file?.id ?? "", page: 1 });
    const text = await dump();
    const body = Buffer.from(picture.jpeg).subarray(300);
    for (let at = 0; at + 24 < body.length; at += Math.ceil(body.length / 40)) expect(text.includes(body.subarray(at, at + 24).toString("hex"))).toBe(false);
    // The dump does hold what is encrypted: the search would find it.
    const [row] = await db.select().from(filePicture).where(eq(filePicture.fileId, file?.id ?? ""));
    expect(text.includes(Buffer.from(row?.content ?? []).subarray(0, 24).toString("hex"))).toBe(true);
    await expect(openPicture(db, openFileCipher(["another-secret-of-thirty-two-letters"]), { fileId: file?.id ?? "", page: 1 })).rejects.toMatchObject({ code: "file.sealed" });
  });

  it("is handed out as a picture that nothing runs in, to whoever may, and each look is in the trail", async () => {
    const [file] = await listFiles(office.made.office.db, requestId);
    const visit = (page: string, by = office.staff.sanne) => routesOf(office).get(openFile, `/files/${file?.id}/${page}`, { by, params: { fileId: file?.id ?? "", page } });
    const before = (await office.trail(requestId)).filter((act) => act === "file.viewed").length;
    const { response, status } = await visit("2");
    expect(status).toBe(200);
    expect(response?.headers.get("content-type")).toBe("image/jpeg");
    expect(response?.headers.get("content-disposition")).toMatch(/^inline; filename="[\w. ()-]+\.jpg"; filename\*=UTF-8''/);
    expect(response?.headers.get("content-security-policy")).toBe("default-src 'none'; sandbox");
    expect(Buffer.from((await response?.arrayBuffer()) ?? new ArrayBuffer(0)).subarray(0, 3).toString("hex")).toBe("ffd8ff");
    expect((await office.trail(requestId)).filter((act) => act === "file.viewed").length).toBe(before + 1);
    expect((await visit("3")).status).toBe(404);
    for (const who of ["noor", "els", "ravi", "tom", "ilse", "daan"] as const) expect((await visit("1", office.staff[who])).status, who).toBe(403);
  });

  it("comes whole or not at all, with what was typed and a sentence that says which file it is", async () => {
    const before = await listFiles(office.made.office.db, requestId);
    const refused = await add([{ name: "goed.png", bytes: await qrPng("x") }, { name: "fout.pdf", bytes: Buffer.from("<script>") }]);
    expect(refused.status).toBe(422);
    expect(refused.data["problem"]).toMatchObject({ code: "file.type", fields: { files: "“fout.pdf” is geen PDF, JPEG of PNG. Scan het opnieuw, of bewaar het als PDF." }, values: { kind: "form" } });
    expect(await listFiles(office.made.office.db, requestId)).toEqual(before);
    expect((await add([])).data["problem"]).toMatchObject({ code: "file.missing" });
    expect((await add(Array.from({ length: 200 }, (_, number) => ({ name: `${number}.pdf`, bytes: Buffer.from("x") })))).data["problem"]).toMatchObject({ code: "file.too-many" });
  });

  it("can be destroyed, and that it was there stays known", async () => {
    const { db, files } = office.made.office;
    const [kept] = await attachFiles(office.made.office, files, { requestId, uploads: [{ field: "files", name: "id.png", bytes: await qrPng("x") }], kind: "id-copy", by: office.staff.sanne, now: office.now() });
    const fileId = kept?.id ?? "";
    const destroy = () => db.transaction((tx) => destroyFiles(tx, { fileIds: [fileId], why: "retention", by: office.staff.sanne, now: office.now() }));
    expect(await destroy()).toEqual([fileId]);
    expect(await destroy()).toEqual([]);
    expect(await db.select().from(filePicture).where(eq(filePicture.fileId, fileId))).toEqual([]);
    await expect(openPicture(db, files.cipher, { fileId, page: 1 })).rejects.toMatchObject({ code: "file.destroyed" });
    expect((await listFiles(db, requestId)).find(({ id }) => id === fileId)).toMatchObject({ destroyedWhy: "retention" });
    expect((await office.trail(requestId)).filter((act) => act === "file.destroyed")).toHaveLength(1);
  });
});

describe("the database refuses", () => {
  const row = () => ({ requestId, kind: "form" as const, name: "a.pdf", format: "pdf" as const, size: 1, pages: 1, addedBy: office.staff.sanne.id, addedAt: office.now() });
  const broken = async (act: () => Promise<unknown>) => {
    const told = await act().then(() => "done", (error: unknown) => `${String(error)} ${String((error as { cause?: unknown }).cause)}`);
    return /constraint "(\w+)"/.exec(told)?.[1] ?? told;
  };

  it.each([
    ["file_name_is_no_path", { name: "../a.pdf" }],
    ["file_name_is_no_path", { name: "a\\b.pdf" }],
    ["file_name_is_no_path", { name: ".." }],
    ["file_has_few_pages", { pages: 21 }],
    ["file_is_destroyed_for_a_reason", { destroyedWhy: "retention" as const }],
  ])("%s: %j", async (constraint, change) => {
    expect(await broken(() => office.database.db.insert(storedFile).values({ ...row(), ...change }))).toBe(constraint);
  });

  it("picture_is_encrypted: a JPEG in the clear", async () => {
    const [file] = await office.database.db.insert(storedFile).values(row()).returning();
    const content = Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0]), Buffer.alloc(100)]);
    expect(await broken(() => office.database.db.insert(filePicture).values({ fileId: file?.id ?? "", page: 1, width: 1, height: 1, keyId: "k", content }))).toBe("picture_is_encrypted");
  });
});
