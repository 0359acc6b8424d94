import type { StaffActor } from "#app/domain/access/actor.ts";
import { may } from "#app/domain/access/permissions.ts";
import { listCustomers } from "#app/domain/customers/list.ts";
import { searchRequests } from "#app/domain/requests/search.ts";
import type { Db } from "#db/types.ts";

import type { Translate } from "./i18n.server.ts";
import { menuOf } from "./menu.ts";
import { paths } from "./paths.ts";

type Reader = { db: Db; actor: StaffActor; now: Date; t: Translate };

/** So many of each kind: who wants more has the list of that kind. */
const MOST = 6;

/** What this person may see and a text fits: requests, an account by its number, customers, and pages of the menu. */
export async function findEverything(reader: Reader, text: string) {
  return [...(await requestsNamed(reader, text)), ...accountsNamed(reader, text), ...(await customersNamed(reader, text)), ...pagesNamed(reader, text)];
}

async function requestsNamed({ db, actor, t }: Reader, text: string) {
  if (text.length < 2 || !may(actor, "request:list")) return [];
  const { lines } = await searchRequests(db, { text, limit: MOST });
  return lines.map(({ id, reference, subjectName, type }) => ({ kind: "request" as const, label: `${reference} · ${subjectName}`, about: t(`requests:${type}.title`), to: paths.request(id) }));
}

function accountsNamed({ actor }: Reader, text: string) {
  return /^[0-9]{14}$/.test(text) && may(actor, "account:read") ? [{ kind: "account" as const, label: text, about: "", to: paths.account(text) }] : [];
}

async function customersNamed({ db, actor, now }: Reader, text: string) {
  if (text.length < 3 || !may(actor, "organisation:list")) return [];
  const { lines } = await listCustomers(db, { text, now, limit: MOST });
  return lines.map(({ id, name, town }) => ({ kind: "customer" as const, label: name, about: town, to: paths.customer(id) }));
}

function pagesNamed({ actor, t }: Reader, text: string) {
  const pages = [...menuOf(actor).map(({ key, to }) => ({ label: t(`common:menu.${key}`), to })), { label: t("keyboard:help.title"), to: paths.keys() }];
  return pages.filter(({ label }) => label.toLowerCase().includes(text.toLowerCase())).map((page) => ({ kind: "page" as const, about: "", ...page }));
}
