import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { expect, it } from "vitest";

import { type CsvRecord, readCsv } from "#app/adapters/files/csv.ts";

const folder = mkdtempSync(join(tmpdir(), "zegel-csv-"));

async function read(content: string | Uint8Array): Promise<CsvRecord[]> {
  const path = join(folder, "file.csv");
  writeFileSync(path, content);
  const records: CsvRecord[] = [];
  for await (const record of readCsv(path)) records.push(record);
  return records;
}

it.each([",", ";", "\t"])("reads cells between %j, with the mark of UTF-8 and without", async (sign) => {
  const lines = [["name", "town"].join(sign), ["Zoë", "'s-Hertogenbosch"].join(sign), ["007", ""].join(sign)].join("\r\n");
  const cells = [["name", "town"], ["Zoë", "'s-Hertogenbosch"], ["007", ""]];
  expect((await read(`\uFEFF${lines}\r\n`)).map((one) => one.cells)).toEqual(cells);
  expect((await read(lines)).map((one) => one.cells)).toEqual(cells);
});

it("knows the line on which each record begins, also after a cell of several lines", async () => {
  expect(await read('name;note\n"De ""Brug""";"one\ntwo; three"\n\nlast;x\n')).toEqual([
    { line: 1, cells: ["name", "note"] },
    { line: 2, cells: ['De "Brug"', "one\ntwo; three"] },
    { line: 4, cells: [] },
    { line: 5, cells: ["last", "x"] },
  ]);
});

it("loses one line to a quote that is never closed, and not the rest of the file", async () => {
  const rows = Array.from({ length: 120 }, (_, place) => `row ${place + 3};x`);
  const records = await read(["name;note", 'Huisarts "De Brug;x', ...rows].join("\n"));
  expect(records.find(({ line }) => line === 2)?.cells).toBeNull();
  expect(records.filter(({ cells }) => cells?.[0]?.startsWith("row"))).toHaveLength(120);
  expect(records.every(({ line, cells }) => !cells?.[0]?.startsWith("row") || cells[0] === `row ${line}`)).toBe(true);
});

it("does not guess at letters that are not UTF-8", async () => {
  const latin = Uint8Array.from([...Buffer.from("name;town\nZo"), 0xeb, ...Buffer.from(";Utrecht\nAnna;Utrecht\n")]);
  expect((await read(latin)).map(({ cells }) => cells)).toEqual([["name", "town"], null, ["Anna", "Utrecht"]]);
});
