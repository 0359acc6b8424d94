import { randomUUID } from "node:crypto";

import { and, inArray, isNull } from "drizzle-orm";

import { account, authorisation } from "#db/schema/accounts.ts";
import { agbCode, agbService, agreement, enterprise, roleHolder } from "#db/schema/organisations.ts";
import type { Db } from "#db/types.ts";
import type { AuditRecord } from "#app/domain/audit/record.ts";
import { dayBegins } from "#app/domain/deadlines/calendar.ts";

import { type Book, placeKey, readAccounts, readCodes, readEnterprises, readRoles, takePlace } from "./book.ts";
import type { FileKind, RowOf } from "./columns.ts";

/** A row that is to be written, that is there already, or why it is refused. */
export type Verdict = "new" | "there" | { refused: string };

/** What is recorded of a row that was written: the act, and about what. */
type Told = Pick<AuditRecord, "act" | "subject" | "details">;

/** One kind of file: what names a row, how a batch of rows is judged, and how the good ones are written. */
export type Kind<K extends FileKind> = {
  keyOf: (row: RowOf<K>) => string;
  /** Reads all that the batch needs into the book, in a few queries. */
  prepare: (db: Db, book: Book, rows: readonly RowOf<K>[]) => Promise<void>;
  /** Judges one row by the book, and enters it there when it is new. */
  judge: (book: Book, row: RowOf<K>) => Verdict;
  write: (tx: Db, book: Book, rows: readonly RowOf<K>[]) => Promise<Told[]>;
};

/** A row that is there is left as it is: the office may have changed it since, and its own forms change it with all that follows from that. */
function compare(there: Readonly<Record<string, unknown>>, asked: Readonly<Record<string, unknown>>): Verdict {
  const differing = Object.keys(asked).filter((name) => (there[name] ?? null) !== (asked[name] ?? null));
  return differing.length === 0 ? "there" : { refused: `is there already with another ${differing.join(", ")}; change that at the desk` };
}

const instant = (date: string) => dayBegins(date) ?? new Date(date);
const endsBefore = (starts: string, ends: string | null) => ends !== null && ends < starts;

function enterpriseOf(row: RowOf<"enterprises">) {
  return {
    kvkNumber: row["kvk-number"],
    name: row.name,
    legalForm: row["legal-form"],
    segment: row.segment,
    jointlyAuthorised: row["jointly-authorised"],
    street: row.street,
    houseNumber: row["house-number"],
    houseNumberSuffix: row["house-number-suffix"],
    postcode: row.postcode,
    town: row.town,
  };
}

const enterprises: Kind<"enterprises"> = {
  keyOf: (row) => row["kvk-number"],
  prepare: (db, book, rows) => readEnterprises(db, book, rows.map((row) => row["kvk-number"])),
  judge: (book, row) => {
    const known = book.enterprises.get(row["kvk-number"]);
    if (known?.row) return compare(known.row, enterpriseOf(row));
    if (endsBefore(row["agreement-starts-on"], row["agreement-ends-on"])) return { refused: "agreement-ends-on is before agreement-starts-on" };
    book.enterprises.set(row["kvk-number"], { id: randomUUID(), joint: row["jointly-authorised"], row: null });
    return "new";
  },
  write: async (tx, book, rows) => {
    const idOf = (row: RowOf<"enterprises">) => book.enterprises.get(row["kvk-number"])?.id ?? "";
    await tx.insert(enterprise).values(rows.map((row) => ({ id: idOf(row), ...enterpriseOf(row), registeredAt: instant(row["agreement-starts-on"]) })));
    await tx.insert(agreement).values(rows.map((row) => ({ enterpriseId: idOf(row), origin: row["agreement-origin"], startsOn: row["agreement-starts-on"], endsOn: row["agreement-ends-on"] })));
    return rows.map((row) => ({ act: "enterprise.imported", subject: { kind: "enterprise", id: idOf(row) } }));
  },
};

const codes: Kind<"agb-codes"> = {
  keyOf: (row) => row["agb-code"],
  prepare: async (db, book, rows) => {
    await readEnterprises(db, book, rows.map((row) => row["kvk-number"]));
    await readCodes(db, book, rows.map((row) => row["agb-code"]));
  },
  judge: (book, row) => {
    const owner = book.enterprises.get(row["kvk-number"]);
    if (!owner) return { refused: "kvk-number: there is no such enterprise" };
    if (!row.services.every((service) => book.services.has(service))) return { refused: "services: the catalogue does not have all of them" };
    const known = book.codes.get(row["agb-code"]);
    const asked = { enterpriseId: owner.id, name: row.name, kind: row.kind, careType: row["care-type"], endsOn: row["ends-on"], services: [...new Set(row.services)].sort().join(" ") };
    if (known?.row) return compare({ ...known.row, services: [...known.services].sort().join(" ") }, asked);
    book.codes.set(row["agb-code"], { enterpriseId: owner.id, services: new Set(row.services), endsOn: row["ends-on"], row: null });
    return "new";
  },
  write: async (tx, book, rows) => {
    const ownerOf = (row: RowOf<"agb-codes">) => book.enterprises.get(row["kvk-number"])?.id ?? "";
    await tx.insert(agbCode).values(rows.map((row) => ({ code: row["agb-code"], enterpriseId: ownerOf(row), name: row.name, kind: row.kind, careType: row["care-type"], endsOn: row["ends-on"] })));
    const services = rows.flatMap((row) => [...new Set(row.services)].map((service) => ({ agbCode: row["agb-code"], service })));
    if (services.length > 0) await tx.insert(agbService).values(services);
    return rows.map((row) => ({ act: "enterprise.code-imported", subject: { kind: "enterprise", id: ownerOf(row) }, details: { agbCode: row["agb-code"] } }));
  },
};

/** ICT administrators of one enterprise, over all its codes (D14). */
const MOST_ICT = 5;

function placeOf(book: Book, row: RowOf<"roles">) {
  return { enterpriseId: book.enterprises.get(row["kvk-number"])?.id ?? "", agbCode: row["agb-code"], role: row.role, rank: row.rank };
}

function personOf(row: RowOf<"roles">) {
  return { initials: row.initials, prefix: row.prefix, surname: row.surname, birthDate: row["birth-date"], email: row.email, phone: row.phone, language: row.language };
}

const roles: Kind<"roles"> = {
  keyOf: (row) => [row["kvk-number"], row["agb-code"] ?? "", row.role, row.rank].join(" "),
  prepare: async (db, book, rows) => {
    await readEnterprises(db, book, rows.map((row) => row["kvk-number"]));
    await readCodes(db, book, rows.flatMap((row) => row["agb-code"] ?? []));
    await readRoles(db, book, rows.flatMap((row) => book.enterprises.get(row["kvk-number"])?.id ?? []));
  },
  judge: (book, row) => {
    const owner = book.enterprises.get(row["kvk-number"]);
    if (!owner) return { refused: "kvk-number: there is no such enterprise" };
    const isOfEnterprise = row.role === "signatory" || row.role === "main-contact";
    if (isOfEnterprise !== (row["agb-code"] === null)) return { refused: isOfEnterprise ? "agb-code: this role is of the whole enterprise" : "agb-code: is empty, and this role is of one AGB code" };
    if (row["agb-code"] !== null && book.codes.get(row["agb-code"])?.enterpriseId !== owner.id) return { refused: "agb-code: this enterprise has no such code" };
    if (row.rank > 1 && (row.role === "main-contact" || row.role === "ict-administrator")) return { refused: "rank: there is one of these at most" };
    if (row.rank > 1 && row.role === "signatory" && !owner.joint) return { refused: "rank: a second signatory is only there where two must act together" };
    const place = placeOf(book, row);
    const holder = book.roles.get(placeKey(place));
    if (holder) return compare(holder, personOf(row));
    if (row.role === "ict-administrator" && (book.ict.get(owner.id) ?? 0) >= MOST_ICT) return { refused: `role: an enterprise has at most ${MOST_ICT} ICT administrators` };
    takePlace(book, place, null);
    return "new";
  },
  write: async (tx, book, rows) => {
    await tx.insert(roleHolder).values(rows.map((row) => ({ ...placeOf(book, row), ...personOf(row), appointedAt: instant(row["appointed-on"]) })));
    return rows.map((row) => ({ act: "enterprise.role-imported", subject: { kind: "enterprise", id: placeOf(book, row).enterpriseId }, details: { role: row.role, rank: row.rank, agbCode: row["agb-code"] ?? undefined } }));
  },
};

function accountOf(row: RowOf<"accounts">) {
  return { agbCode: row["agb-code"], givenName: row["given-name"], initials: row.initials, prefix: row.prefix, surname: row.surname, email: row.email, phone: row.phone, language: row.language, endsOn: row["ends-on"], status: row.status };
}

const accounts: Kind<"accounts"> = {
  keyOf: (row) => row["user-number"],
  prepare: async (db, book, rows) => {
    await readCodes(db, book, rows.map((row) => row["agb-code"]));
    await readAccounts(db, book, rows.map((row) => row["user-number"]));
  },
  judge: (book, row) => {
    const code = book.codes.get(row["agb-code"]);
    if (!code) return { refused: "agb-code: there is no such code" };
    const known = book.accounts.get(row["user-number"]);
    if (known?.row) return compare(known.row, accountOf(row));
    book.accounts.set(row["user-number"], { agbCode: row["agb-code"], row: null });
    return "new";
  },
  write: async (tx, book, rows) => {
    const ownerOf = (row: RowOf<"accounts">) => book.codes.get(row["agb-code"])?.enterpriseId ?? "";
    await tx.insert(account).values(rows.map((row) => ({ userNumber: row["user-number"], enterpriseId: ownerOf(row), ...accountOf(row), createdAt: instant(row["created-on"]) })));
    return rows.map((row) => ({ act: "account.imported", subject: { kind: "account", id: row["user-number"] } }));
  },
};

const authorisations: Kind<"authorisations"> = {
  keyOf: (row) => `${row["user-number"]} ${row.service}`,
  prepare: async (db, book, rows) => {
    await readAccounts(db, book, rows.map((row) => row["user-number"]));
    await readCodes(db, book, rows.flatMap((row) => book.accounts.get(row["user-number"])?.agbCode ?? []));
    const numbers = [...new Set(rows.map((row) => row["user-number"]))];
    const granted = await db.select().from(authorisation).where(and(inArray(authorisation.userNumber, numbers), isNull(authorisation.withdrawnAt)));
    book.granted = new Set(granted.map(({ userNumber, service }) => `${userNumber} ${service}`));
  },
  judge: (book, row) => {
    const known = book.accounts.get(row["user-number"]);
    if (!known) return { refused: "user-number: there is no such account" };
    if (book.granted.has(authorisations.keyOf(row))) return "there";
    if (!book.codes.get(known.agbCode)?.services.has(row.service)) return { refused: "service: the AGB code of this account does not have it" };
    return "new";
  },
  write: async (tx, _book, rows) => {
    await tx.insert(authorisation).values(rows.map((row) => ({ userNumber: row["user-number"], service: row.service, grantedAt: instant(row["granted-on"]) })));
    const byAccount = new Map<string, string[]>();
    for (const row of rows) byAccount.set(row["user-number"], [...(byAccount.get(row["user-number"]) ?? []), row.service]);
    return [...byAccount].map(([userNumber, services]) => ({ act: "authorisations.imported", subject: { kind: "account", id: userNumber }, details: { services } }));
  },
};

/** Every kind of file. */
export const IMPORTS: { [K in FileKind]: Kind<K> } = { enterprises, "agb-codes": codes, roles, accounts, authorisations };
