import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { checkRequestType, RequestType } from "#app/domain/definitions/schema/request-type.ts";
import { repeatingPage } from "#app/domain/definitions/schema/several.ts";
import { countEntries, isEmptyEntry, typedOfEntry, withoutEntry } from "#app/domain/requests/form/entries.ts";
import { readAnswers, readPage } from "#app/domain/requests/form/read.ts";
import { asTyped, typedIn } from "#app/domain/requests/form/row-cells.ts";
import { rowsOf } from "#app/domain/requests/form/rows.ts";
import { changedSince, fingerprint, fingerprints } from "#app/domain/requests/form/seen.ts";
import { sameAsAnother } from "#app/domain/requests/form/twice.ts";
import { isAskedApart, type Typed } from "#app/domain/requests/form/visible.ts";
import { isForEach, peopleOf, servicesOfAll, subjectsOf, wordSubjects } from "#app/domain/requests/people.ts";
import { textAt } from "#app/domain/requests/answers.ts";
import newUser from "#rules/requests/new-user.json";

const type = RequestType.parse(newUser);
const context = { today: "2026-11-22", services: ["zvw-claims", "cov"] };
const { pages } = type;
const page = repeatingPage(pages) ?? (() => { throw new Error("no list"); })();
const columns = page.repeats.columns;

const one: Typed = {
  "practice.agbCode": "12345678", "practice.kvkNumber": "68750110", reason: "not-contact",
  "user.name.initials": "z", "user.name.prefix": "v.d.", "user.name.surname": "Håkon", "user.givenName": "Zoë", "user.email": "z.vanderhakon@debrug.example", "user.phone": "0612345678", "user.employed": "yes",
  services: ["cov"],
  "applicant.name.initials": "S", "applicant.name.surname": "Jansen", "applicant.email": "s.jansen@debrug.example", "applicant.phone": "06 87654321", "applicant.position": "Assistent",
};
const other = (number: number, change: Record<string, string> = {}): Typed =>
  Object.fromEntries(Object.entries({ "user.name.initials": "K", "user.name.surname": "Smit", "user.email": `k.smit${number}@debrug.example`, "user.phone": "0612345679", "user.employed": "yes", ...change }).map(([name, value]) => [`others.${number}.${name}`, value]));
const two: Typed = { ...one, sharing: "same", ...other(2) };

describe("a page for several (R108, Q24)", () => {
  it("gives one the answers that it gave before there were several", () => {
    const reading = readAnswers(type, one, context);
    expect(reading.errors).toEqual([]);
    expect(reading.answers).not.toHaveProperty("others");
    expect(peopleOf(type, reading.answers)).toEqual([reading.answers]);
    expect(subjectsOf(type, reading.answers)).toBe("Z. van der Håkon");
  });

  it("keeps the second and those after it in a list, each read as the first", () => {
    const reading = readAnswers(type, { ...two, ...other(3, { "user.name.initials": "ab" }) }, context);
    expect(reading.errors).toEqual([]);
    expect(reading.answers["others"]).toEqual([
      { user: { name: { initials: "K.", prefix: "", surname: "Smit" }, email: "k.smit2@debrug.example", phone: "+31612345679", employed: true } },
      { user: { name: { initials: "A.B.", prefix: "", surname: "Smit" }, email: "k.smit3@debrug.example", phone: "+31612345679", employed: true } },
    ]);
    expect(reading.typed["others.3.user.name.initials"]).toBe("A.B.");
    expect(subjectsOf(type, reading.answers)).toBe("Z. van der Håkon + 2");
  });

  it("says what is wrong under whose it is, and keeps a BSN out of every one of them (D18)", () => {
    const reading = readAnswers(type, { ...two, ...other(3, { "user.email": "123456782" }) }, context);
    expect(reading.errors.map(({ field, code }) => [field, code])).toEqual([["others.3.user.email", "email.no-at"]]);
    expect(reading.unfinished).toEqual(["user"]);
    expect(JSON.stringify(reading.typed)).not.toContain("123456782");
    expect(reading.masked).toEqual(["bsn"]);
  });

  it("asks of each what a condition asks of the first alone", () => {
    const asking = { ...type, pages: pages.map((it) => (it.id === "user" ? { ...it, fields: it.fields.map((field) => (field.id === "user.endsOn" ? { ...field, required: true, when: [{ field: "user.givenName", filled: true }] } : field)) } : it)) };
    expect(readAnswers(asking, two, context).errors.map(({ field }) => field)).toEqual(["user.endsOn"]);
    expect(readAnswers(asking, { ...two, ...other(2, { "user.givenName": "Kim" }) }, context).errors.map(({ field }) => field)).toEqual(["user.endsOn", "others.2.user.endsOn"]);
  });

  it("asks services for all at once, or for each apart", () => {
    const services = pages.find(({ id }) => id === "services")?.fields.find(({ id }) => id === "services");
    if (!services) throw new Error("no services");
    expect(isAskedApart(services, pages, one)).toBe(false);
    expect(isAskedApart(services, pages, { ...one, sharing: "each" })).toBe(false);
    expect(isAskedApart(services, pages, two)).toBe(false);
    const apart = { ...two, sharing: "each" };
    expect(isAskedApart(services, pages, apart)).toBe(true);
    expect(readAnswers(type, apart, context).errors).toEqual([{ field: "others.2.services", code: "services.empty", details: {} }]);
    const { answers } = readAnswers(type, { ...apart, "others.2.services": ["zvw-claims"] }, context);
    expect(peopleOf(type, answers).map((person) => textAt(person, "services"))).toEqual(["cov", "zvw-claims"]);
    expect(servicesOfAll(type, peopleOf(type, answers)).granted).toEqual(["cov", "zvw-claims"]);
    // What was chosen apart counts no more when it is the same for all.
    expect(peopleOf(type, readAnswers(type, { ...two, "others.2.services": ["zvw-claims"] }, context).answers).map((person) => textAt(person, "services"))).toEqual(["cov", "cov"]);
  });

  it("does not show the question whether all get the same before there are several", () => {
    expect(readAnswers(type, one, context).unfinished).toEqual([]);
    expect(readAnswers(type, { ...one, ...other(2) }, context).errors.map(({ code }) => code)).toEqual(["choice.empty"]);
  });

  it("shows each person their own answers, and nothing of the first where they gave none", () => {
    const [first, second] = peopleOf(type, readAnswers(type, two, context).answers);
    expect([textAt(first ?? {}, "user.givenName"), textAt(second ?? {}, "user.givenName")]).toEqual(["Zoë", ""]);
    expect([textAt(first ?? {}, "user.name.prefix"), textAt(second ?? {}, "user.name.prefix")]).toEqual(["van der", ""]);
    expect(textAt(second ?? {}, "applicant.name")).toBe("S. Jansen");
    expect(second).not.toHaveProperty("others");
    const [declared] = type.effects;
    expect(declared && isForEach(type, declared)).toBe(true);
    expect(isForEach(type, { inputs: { agbCode: "practice.agbCode" } })).toBe(false);
  });
});

describe("the places of several", () => {
  it("are without gaps: who goes, for him the next moves up", () => {
    const three: Typed = { ...two, ...other(3, { "user.name.surname": "Derde" }) };
    expect(countEntries(pages, three)).toBe(3);
    const left = withoutEntry(pages, three, 2);
    expect(countEntries(pages, left)).toBe(2);
    expect(left["others.2.user.name.surname"]).toBe("Derde");
    expect(Object.keys(left).some((name) => name.startsWith("others.3."))).toBe(false);
    const first = withoutEntry(pages, three, 1);
    expect([first["user.name.surname"], first["others.2.user.name.surname"], first["user.givenName"]]).toEqual(["Smit", "Derde", undefined]);
    // What was chosen for all stays.
    expect(first["services"]).toEqual(["cov"]);
    expect(withoutEntry(pages, one, 1)).toBe(one);
  });

  it("show an entry as the page itself, with what was asked of everybody", () => {
    const view = typedOfEntry(pages, two, 2);
    expect(view["user.email"]).toBe("k.smit2@debrug.example");
    expect(view["user.givenName"]).toBeUndefined();
    expect(view["practice.agbCode"]).toBe("12345678");
    expect(readPage(page, pages, view, context).errors).toEqual([]);
    expect(isEmptyEntry(page, { "user.employed": "yes" })).toBe(true);
    expect(isEmptyEntry(page, one)).toBe(false);
  });

  it("are part of what a page looked like, so that two tabs cannot overwrite each other's", () => {
    const before = fingerprint(page, two);
    expect(fingerprint(page, { ...two, "others.2.user.phone": "06 1" })).not.toBe(before);
    expect(fingerprint(page, { ...two, "others.2.services": ["cov"] })).toBe(before);
    expect(changedSince(fingerprints(pages, two), pages, { ...two, "others.2.services": ["cov"] }).map(({ id }) => id)).toEqual(["services"]);
  });

  it("are compared with each other, never with who has an account (R32)", () => {
    expect(sameAsAnother(page, pages, two, 2)).toEqual([]);
    const same = { ...two, ...other(3, { "user.email": "K.SMIT2@debrug.example", "user.name.surname": "smit" }) };
    expect(sameAsAnother(page, pages, same, 3)).toEqual([
      { field: "user.name", code: "several.same-name", details: { number: 2 } },
      { field: "user.email", code: "several.same-email", details: { number: 2 } },
    ]);
  });

  it("are worded so that a sentence stays one", () => {
    expect(wordSubjects(["A. Bakker"], "nl")).toBe("A. Bakker");
    expect(wordSubjects(["A. Bakker", "K. Smit"], "nl")).toBe("A. Bakker en K. Smit");
    expect(wordSubjects(["A. Bakker", "K. Smit", "Z. de Wit"], "en")).toBe("A. Bakker and 2 others");
    expect(wordSubjects(["A".repeat(80), "B".repeat(80)], "en")).toBe(`${"A".repeat(80)} and 1 other`);
  });
});

describe("a pasted list (Q24)", () => {
  const cells = (text: string) => rowsOf(text, columns).rows.map((row) => [...row.cells.values()]);

  it("is read by tab, semicolon or comma, whatever stands first", () => {
    const row = ["A.", "van der", "Linden", "Anna", "a@b.nl", "0612345678", "31-12-2026"];
    for (const separator of ["\t", ";", ","]) expect(cells(row.join(separator))).toEqual([row]);
    expect(cells("A.;;Linden, van der;;a@b.nl;06 1;")).toEqual([["A.", "Linden, van der", "a@b.nl", "06 1"]]);
  });

  it("is read line by line, each by its own separator", () => {
    const row = ["A.", "van der", "Linden", "Anna", "a@b.nl", "0612345678", "31-12-2026"];
    expect(cells(["\t", ";", ",", "\t"].map((separator) => row.join(separator)).join("\n"))).toEqual([row, row, row, row]);
    expect(cells("A.;;Linden, van der;;a@b.nl;06 1;\nA.,,Linden;Smit,Anna,a@b.nl,06 1,")).toEqual([["A.", "Linden, van der", "a@b.nl", "06 1"], ["A.", "Linden;Smit", "Anna", "a@b.nl", "06 1"]]);
    const list = rowsOf("Voorletters\tAchternaam\tE-mail\nK.;Smit;k@b.nl\nA.,Bos,a@b.nl", columns);
    expect(list.rows.map(({ cells: found }) => [...found.values()])).toEqual([["K.", "Smit", "k@b.nl"], ["A.", "Bos", "a@b.nl"]]);
  });

  it("is the same list whatever separators its lines have", () => {
    const cell = fc.stringMatching(/^[A-Za-zé.@0-9-]{1,12}$/);
    const rows = fc.array(fc.array(cell, { minLength: 2, maxLength: columns.length }), { minLength: 1, maxLength: 6 }).filter(([first]) => first?.some((one) => one.includes("@")) ?? false);
    fc.assert(
      fc.property(rows, fc.array(fc.constantFrom("\t", ";", ","), { minLength: 6, maxLength: 6 }), (lines, separators) => {
        const mixed = lines.map((line, index) => line.join(separators[index] ?? ";")).join("\n");
        return JSON.stringify(cells(mixed)) === JSON.stringify(cells(lines.map((line) => line.join("\t")).join("\n")));
      }),
    );
  });

  it.each<[string, Record<string, string>]>([
    ["P. de Bakker;p@b.nl;0612345678", { initials: "P.", prefix: "de", surname: "Bakker", email: "p@b.nl", phone: "0612345678" }],
    ["Bakker, P. de, p@b.nl, 0612345678", { initials: "P.", prefix: "de", surname: "Bakker", email: "p@b.nl", phone: "0612345678" }],
    ["Bakker-de Vries, A.M.\t06 12345678\ta@b.nl", { initials: "A.M.", prefix: "", surname: "Bakker-de Vries", email: "a@b.nl", phone: "06 12345678" }],
    ["A.;van der;Linden;a@b.nl;612345678", { initials: "A.", prefix: "van der", surname: "Linden", email: "a@b.nl", phone: "0612345678" }],
    ["A.;Linden;Anna;a@b.nl", { initials: "A.", surname: "Linden", given: "Anna", email: "a@b.nl" }],
    ["P. de Bakker;Piet;p@b.nl;31-12-2026", { initials: "P.", prefix: "de", surname: "Bakker", given: "Piet", email: "p@b.nl", day: "31", month: "12", year: "2026" }],
    ["Bo;de;Vries;b@b.nl", { prefix: "de", surname: "Vries", email: "b@b.nl" }],
    ["Zoë;de;Vries;z@b.nl", { initials: "Zoë", prefix: "de", surname: "Vries", email: "z@b.nl" }],
    ["JP;de;Vries;j@b.nl", { initials: "JP", prefix: "de", surname: "Vries", email: "j@b.nl" }],
    ["NG;DE;VRIES;Loes;06 1;a@b.nl", { prefix: "DE", surname: "VRIES", given: "Loes", email: "a@b.nl" }],
    ["NG;PEETERS;a@b.nl", { surname: "NG", given: "PEETERS", email: "a@b.nl" }],
    ["An Peeters;a@b.nl", { surname: "An Peeters", email: "a@b.nl" }],
    [";;El Khattabi;;e@b.nl", { surname: "El Khattabi", email: "e@b.nl" }],
    ["A.;;Linden, van der;;a@b.nl", { initials: "A.", prefix: "van der", surname: "Linden", email: "a@b.nl" }],
    [";;P. de Bakker;;p@b.nl", { initials: "P.", prefix: "de", surname: "Bakker", email: "p@b.nl" }],
    ["A.;;Linden;Anna;a@b.nl;06 1", { initials: "A.", surname: "Linden", given: "Anna", email: "a@b.nl", phone: "06 1" }],
  ])("%s is read for what it is", (text, expected) => {
    const [found] = rowsOf(text, columns).rows;
    const typed = found ? typedIn(page, found, false) : {};
    const names: Record<string, string> = { given: "user.givenName", email: "user.email", phone: "user.phone", day: "user.endsOn.day", month: "user.endsOn.month", year: "user.endsOn.year" };
    const inputs = Object.fromEntries(Object.entries(expected).map(([part, value]) => [names[part] ?? `user.name.${part}`, value]));
    expect(typed).toEqual(inputs);
  });

  it("takes a whole name apart under a heading too", () => {
    const { rows } = rowsOf("E-mail;Naam\np@b.nl;Bakker, P. de", columns);
    expect(rows[0] && typedIn(page, rows[0], true)).toEqual({ "user.email": "p@b.nl", "user.name.initials": "P.", "user.name.prefix": "de", "user.name.surname": "Bakker" });
  });

  it("can be typed over in one field, line by line, with every cell", () => {
    const line = fc.array(fc.stringMatching(/^[A-Za-z;" ,]{0,8}$/), { minLength: 2, maxLength: columns.length }).map((all) => all.map((one) => one.replaceAll(/\s+/g, " ").trim()));
    fc.assert(
      fc.property(line, (all) => {
        fc.pre(all.some((one) => one !== ""));
        const [first] = rowsOf(all.map((one) => (/["]/.test(one) ? `"${one.replaceAll('"', '""')}"` : one)).join("\t"), columns).rows;
        const [again] = first ? rowsOf(asTyped(first), columns).rows : [];
        return JSON.stringify(again?.inOrder) === JSON.stringify(first?.inOrder);
      }),
    );
  });

  it("may have headings in another order, with others between them that are said not to be read", () => {
    const list = rowsOf("Achternaam;E-mail;Afdeling;Voorletters\nSmit;k@b.nl;Balie;K.", columns);
    expect(Object.fromEntries(list.rows[0]?.cells ?? [])).toEqual({ "user.name.surname": "Smit", "user.email": "k@b.nl", "user.name.initials": "K." });
    expect(list.ignored).toEqual(["Afdeling"]);
    expect(list.heading).toBe("Achternaam;E-mail;Afdeling;Voorletters");
    expect(list.rows[0]?.line).toBe(2);
  });

  it("takes quoted cells as spreadsheets write them, also over two lines, and counts lines as the reader does", () => {
    const list = rowsOf('K.\t\t"Smit ""de"" Vries"\r\n\r\n"B.\nC."\t\tBos\r\nD.\t\t"half', columns);
    expect(list.rows.map(({ line, cells: found }) => [line, [...found.values()]])).toEqual([
      [1, ["K.", 'Smit "de" Vries']],
      [3, ["B. C.", "Bos"]],
      [5, ["D.", '"half']],
    ]);
  });

  it("says which line has too many columns, or only one", () => {
    const list = rowsOf("a;b;c;d;e;f;g;h\nlos\nK.;;Smit", columns);
    expect(list.rows.map(({ line, refused }) => [line, refused?.code ?? null])).toEqual([[1, "list.columns"], [2, "list.no-columns"], [3, null]]);
    expect(rowsOf("\n \n;;;\n", columns).rows).toEqual([]);
  });
});

describe("what keeps a form with a list from being published", () => {
  const broken = (change: (json: typeof newUser) => unknown) => {
    const json = structuredClone(newUser);
    change(json);
    return checkRequestType(json).map(({ code, path }) => [code, path]);
  };
  const at = (json: typeof newUser, id: string) => json.pages.find((it) => it.id === id) as unknown as Record<string, unknown> & { fields: Array<Record<string, unknown>> };

  it("nothing, as it is", () => {
    expect(broken(() => undefined)).toEqual([]);
  });

  it.each<[string, (json: typeof newUser) => unknown, [string, string]]>([
    ["a second list", (json) => Object.assign(at(json, "applicant"), { repeats: { as: "more", most: "request.maxUsers" } }), ["list-twice", "pages.applicant"]],
    ["a list named like a field", (json) => Object.assign(at(json, "user"), { repeats: { as: "services", most: "request.maxUsers" } }), ["list-name-taken", "services"]],
    ["a column for nothing", (json) => Object.assign(at(json, "user"), { repeats: { as: "others", most: "request.maxUsers", columns: [{ input: "user.shoe", headings: ["maat"] }] } }), ["unknown-column", "pages.user.repeats.columns"]],
    ["registers on the list", (json) => Object.assign(at(json, "user"), { checks: ["registers"] }), ["list-with-registers", "pages.user"]],
    ["a field for each of a list that is not there", (json) => Object.assign(at(json, "reason").fields[0] ?? {}, { each: { of: "others" } }), ["unknown-list", "reason"]],
    ["a later page that asks what each answered", (json) => Object.assign(at(json, "applicant"), { when: [{ field: "user.givenName", filled: true }] }), ["asked-of-each", "applicant"]],
    ["an e-mail that goes by what each answered", (json) => Object.assign(json.messages["request.rejected"][0] ?? {}, { when: [{ field: "user.givenName", in: ["Zoë"] }] }), ["asked-of-each", "messages.request.rejected.when"]],
    ["a condition on a list's value", (json) => Object.assign(at(json, "applicant"), { when: [{ field: "others", equals: "yes" }] }), ["unknown-field", "applicant"]],
  ])("%s", (_what, change, finding) => {
    expect(broken(change)).toContainEqual(finding);
  });
});
