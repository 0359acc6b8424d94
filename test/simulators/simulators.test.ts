import { readFile, readdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { targetOf } from "#app/simulators/clock/routes.tsx";
import en from "#templates/locales/en/simulators.json" with { type: "json" };
import nl from "#templates/locales/nl/simulators.json" with { type: "json" };
import { openNeighbourhood, type Neighbourhood } from "./neighbourhood.ts";

let town: Neighbourhood;
let notified = 0;
beforeAll(async () => {
  town = await openNeighbourhood({ notifyClockMoved: async () => void (notified += 1) });
});
afterAll(() => town.close());

const PDF = Buffer.from("%PDF-1.7\nfor the test\n%%EOF");
function deliver(letter: unknown, body: Buffer = PDF, headers: Record<string, string> = {}) {
  return fetch(`${town.officeUrl}/simulators/doormat/api/letters`, {
    method: "POST",
    body: new Uint8Array(body),
    headers: { "content-type": "application/pdf", "x-letter": encodeURIComponent(JSON.stringify(letter)), ...headers },
  });
}

describe("the doormat", () => {
  const letter = { reference: "B-000123", addressee: ["Z. van der Håkon", "Brugstraat 5 hs", "3511 AB  UTRECHT"] };

  it("keeps a letter once, however often it is delivered, and gives the PDF as it was", async () => {
    expect((await deliver(letter)).status).toBe(201);
    expect((await deliver(letter)).status).toBe(200);
    const { letters } = (await (await town.get("/simulators/doormat/api/letters?addressee=h%C3%A5kon")).json()) as { letters: Array<{ pdfUrl: string }> };
    expect(letters).toEqual([expect.objectContaining({ ...letter, deliveredAt: town.clock.now().toISOString() })]);
    const pdf = await town.get(letters[0]?.pdfUrl ?? "");
    expect(pdf.headers.get("content-type")).toBe("application/pdf");
    expect(Buffer.from(await pdf.arrayBuffer()).equals(PDF)).toBe(true);
    expect(await (await town.get("/simulators/doormat")).text()).toContain("Z. van der Håkon");
  });

  it("takes no letter without an envelope, none that is no PDF, and none from another website", async () => {
    expect((await deliver({ reference: "B-1" })).status).toBe(400);
    expect((await deliver({ ...letter, reference: "B-2" }, Buffer.from("<html>"))).status).toBe(415);
    expect((await deliver({ ...letter, reference: "B-3" }, PDF, { "sec-fetch-site": "cross-site" })).status).toBe(403);
    expect(await (await town.get("/simulators/doormat")).text()).not.toMatch(/B-[123]\b/);
  });
});

describe("the clock", () => {
  it("moves forward and tells the office", async () => {
    const before = town.clock.now().getTime();
    const answer = await town.post("/simulators/clock/moves", { by: "hour" });
    expect(answer.headers.get("location")).toBe("/simulators/clock?moved=yes");
    expect(town.clock.now().getTime() - before).toBe(3_600_000);
    expect(notified).toBe(1);
  });

  it("does not go back", async () => {
    const before = town.clock.now();
    const answer = await town.post("/simulators/clock/moves", { by: "date", date: "2026-11-20" });
    expect(answer.status).toBe(400);
    expect(await answer.text()).toContain("Kies een datum na");
    expect((await town.post("/simulators/clock/moves", { by: "date", date: "tomorrow" })).status).toBe(400);
    expect((await town.post("/simulators/clock/moves", { by: "century" })).status).toBe(400);
    expect(town.clock.now()).toBe(before);
    expect(notified).toBe(1);
  });

  it("does not move because another website says so", async () => {
    const before = town.clock.now();
    expect((await town.post("/simulators/clock/moves", { by: "hour" }, { "sec-fetch-site": "cross-site" })).status).toBe(403);
    expect(town.clock.now()).toBe(before);
  });

  it.each([
    ["a working day from Thursday is Friday", "2026-11-19T08:00:00Z", "working-day", "", "2026-11-20T08:00:00.000Z"],
    ["a working day from Friday is Monday", "2026-11-20T08:00:00Z", "working-day", "", "2026-11-23T08:00:00.000Z"],
    ["a working day from Saturday is Monday", "2026-11-21T08:00:00Z", "working-day", "", "2026-11-23T08:00:00.000Z"],
    ["fifteen days keep the hour over the end of summer time", "2026-10-20T08:00:00Z", "fifteen-days", "", "2026-11-04T09:00:00.000Z"],
    ["an hour is an hour in the night that has one twice", "2026-10-25T00:30:00Z", "hour", "", "2026-10-25T01:30:00.000Z"],
    ["a date begins at nine in Amsterdam", "2026-10-20T08:00:00Z", "date", "2027-01-04", "2027-01-04T08:00:00.000Z"],
  ])("%s", (_title, now, by, date, expected) => {
    expect(targetOf(new Date(now), by, date)?.toISOString()).toBe(expected);
  });
});

describe("the print room's key", () => {
  it("is offered with its passphrase, and is not there before it was made", async () => {
    const key = { path: path.join(town.store, "key.json"), passphrase: "four ducks walk home" };
    const other = await openNeighbourhood({ printRoomKey: key });
    try {
      expect(await (await other.get("/simulators/print-room-key")).text()).toContain("Er is nog geen sleutelbestand");
      expect((await other.get("/simulators/print-room-key/file")).status).toBe(404);
      await writeFile(key.path, '{"kid":"demo"}');
      expect(await (await other.get("/simulators/print-room-key")).text()).toContain("four ducks walk home");
      const file = await other.get("/simulators/print-room-key/file");
      expect(file.headers.get("content-disposition")).toContain("print-room-key.json");
      expect(await file.json()).toEqual({ kid: "demo" });
    } finally {
      await other.close();
    }
  });
});

describe("every page", () => {
  const PATHS = ["", "/mailbox", "/doormat", "/bank", "/registers", "/registers/kvk/68750110", "/clock", "/print-room-key", "/nothing"];

  it.each(PATHS)("%s is in both languages, has a strict policy and nothing inline", async (at) => {
    for (const language of ["nl", "en"]) {
      const answer = await town.get(`/simulators${at}?lang=${language}`);
      const page = await answer.text();
      expect(page).toContain(`<html lang="${language}">`);
      expect(page).toContain(language === "nl" ? "niets hier is echt" : "nothing here is real");
      expect(page).not.toMatch(/ style=|<style|<script| on[a-z]+=/);
      expect(answer.headers.get("content-security-policy")).toContain("default-src 'none'");
      expect(answer.headers.get("set-cookie")).toContain(`lang=${language};`);
    }
    expect(await (await town.get(`/simulators${at}`, { cookie: "a=b; lang=en" })).text()).toContain('<html lang="en">');
  });

  it("has a sentence for every key that it uses", async () => {
    for (const at of PATHS) {
      expect(await (await town.get(`/simulators${at}`)).text()).not.toMatch(/>(?:[a-z]+[A-Za-z-]*\.)+[a-zA-Z-]+</);
    }
  });
});

describe("the sentences", () => {
  const keysOf = (node: object, prefix = ""): string[] =>
    Object.entries(node).flatMap(([key, value]) => (typeof value === "string" ? [`${prefix}${key}`] : keysOf(value as object, `${prefix}${key}.`)));

  it("exist in Dutch and in English alike", () => {
    expect(keysOf(en)).toEqual(keysOf(nl));
  });
});

describe("the room", () => {
  it("knows nothing of the office: no simulator imports its domain, database or adapters", async () => {
    const room = path.resolve("app/simulators");
    const files = (await readdir(room, { recursive: true })).filter((name) => /\.tsx?$/.test(name));
    expect(files.length).toBeGreaterThan(15);
    for (const name of files) {
      const imports = [...(await readFile(path.join(room, name), "utf8")).matchAll(/from "(#[^"]+)"/g)].map((found) => found[1] ?? "");
      for (const one of imports) expect(one, name).toMatch(/^#db\/worlds\/(cast|registers)\.ts$|^#templates\/locales\/(nl|en)\/simulators\.json$/);
    }
  });
});
