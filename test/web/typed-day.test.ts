import { readdirSync, readFileSync } from "node:fs";

import { describe, expect, it } from "vitest";
import { z } from "zod";

import { dayParts, typedParts } from "#app/ui/day-parts.ts";
import { AuditSearch } from "#app/web/audit.server.ts";
import { ChangeForm } from "#app/web/calendar.server.ts";
import { typedDay, typedTime } from "#app/web/typed-day.ts";

const boxes = (day: string, month: string, year: string) => ({ day, month, year });
const Day = typedDay(z.iso.date("no day"));
const Time = typedTime(z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, "no time"));

describe("a day that is typed in three boxes", () => {
  it.each([
    [boxes("16", "11", "2026"), "2026-11-16"], [boxes(" 1 ", "2", "26"), "2026-02-01"], [boxes("1", "mrt", "2027"), "2027-03-01"], ["2026-11-16", "2026-11-16"],
  ])("%j is %s", (sent, day) => expect(Day.parse(sent)).toBe(day));

  it.each([[boxes("31", "2", "2026")], [boxes("16", "", "2026")], [boxes("", "", "")], [{}], ["16-11-2026"], [undefined], [["2026-11-16"]]])("%j is refused in the schema's own words", (sent) => {
    const read = Day.safeParse(sent);
    expect(read.success).toBe(false);
    expect(read.error?.issues[0]?.path).toEqual([]);
  });

  it("is nothing where nothing was typed, and goes on as typed where it is no day", () => {
    const Any = typedDay(z.string());
    expect([boxes("", " ", ""), boxes("31", "2", "2026")].map((sent) => Any.parse(sent))).toEqual(["", "31-2-2026"]);
    expect(AuditSearch.parse({ from: boxes("1", "11", "2026"), until: "2026-11-16" })).toMatchObject({ from: "2026-11-01", until: "2026-11-16" });
    expect(ChangeForm.parse({ from: boxes("1", "11", "2026"), to: boxes("", "", ""), nl: "Dicht", en: "Closed", reason: "x" })).toMatchObject({ from: "2026-11-01", to: "" });
    expect(ChangeForm.safeParse({ from: boxes("31", "2", "2026"), nl: "Dicht", en: "Closed", reason: "x" }).error?.issues.map(({ path, message }) => [path.join("."), message])).toEqual([["from", "calendar.date"]]);
  });

  it("stands in its boxes again, as it was kept or as it was typed", () => {
    expect(dayParts("2026-02-01")).toEqual(boxes("1", "2", "2026"));
    expect(dayParts("31-2-2026")).toEqual(boxes("31", "2", "2026"));
    expect(dayParts("")).toEqual(boxes("", "", ""));
    expect(typedParts(undefined, "on", "2026-02-01")).toEqual(boxes("1", "2", "2026"));
    expect(typedParts({ "on.day": "31", "on.month": "2", "on.year": "" }, "on", "2026-02-01")).toEqual(boxes("31", "2", ""));
  });
});

describe("a time that is typed", () => {
  it.each([["14:05", "14:05"], ["9.05", "09:05"], [" 1405 ", "14:05"], ["9u", null], ["25:00", null], ["", null], [undefined, null]])("%j is %j", (sent, time) => {
    const read = Time.safeParse(sent);
    expect(read.success ? read.data : null).toBe(time);
  });
});

describe("one way everywhere", () => {
  const root = new URL("../../app/", import.meta.url);
  const sources = ["ui", "routes"].flatMap((folder) =>
    readdirSync(new URL(folder, root), { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".tsx")).map((name) => ({ name: `${folder}/${name}`, source: readFileSync(new URL(`${folder}/${name}`, root), "utf8") })),
  );
  const withType = (pattern: RegExp) => sources.filter(({ source }) => pattern.test(source)).map(({ name }) => name);

  it("a day and a time are never asked by a browser's own field, whose language and order are the browser's", () => {
    expect(sources.length).toBeGreaterThan(100);
    expect(withType(/type="(date|time|datetime-local|month|week)"/)).toEqual([]);
  });

  it("a file is asked with one look", () => {
    expect(withType(/type="file"/)).toEqual(["ui/file-input.tsx"]);
  });
});
