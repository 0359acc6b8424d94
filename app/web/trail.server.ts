import { z } from "zod";

import { fieldTexts } from "#app/domain/definitions/schema/form-texts.ts";
import type { TrailLine } from "#app/domain/requests/case.ts";

import type { Translate } from "./i18n.server.ts";
import { differsInWords } from "./reissues.server.ts";

/** What the lines of a timeline are worded with: titles of e-mails by template, the address that each e-mail went to, who was asked to identify, and who has or had a role. */
export type TrailWords = { t: Translate; mailTitles?: Readonly<Record<string, string>>; recipients?: ReadonlyMap<string, string>; asked?: ReadonlyMap<string, string>; holders?: ReadonlyMap<string, string> };

/** What happened to a request, newest first, as sentences for its reader. That an e-mail was written says nothing beside that it was sent, but whom it was for. */
export function showTrail(lines: readonly TrailLine[], words: TrailWords) {
  const roles = new Map(lines.flatMap(({ act, subjectId, details }) => (act === "mail.written" && typeof details["to"] === "string" ? [[subjectId, details["to"]] as const] : [])));
  return lines.filter(({ act }) => act !== "mail.written").map((line) => showLine(line, words, roles));
}

/** An event as a sentence: what happened, and who did it. */
export function showLine(line: TrailLine, words: TrailWords, roles: ReadonlyMap<string, string> = new Map()) {
  const { t } = words;
  return {
    id: line.id,
    at: line.at.toISOString(),
    what: whatHappened(line, words, roles),
    who: line.actorName ?? words.asked?.get(line.subjectId) ?? t(`desk:actor.${line.actorKind}`),
    // Nobody at the office pressed anything: then it says nothing that it went by itself.
    isAutomatic: line.actorName === null && line.actorKind === "system",
    text: textOf(line, words),
  };
}

/** What happened, in a few words of the reader's language. */
export function whatHappened({ act, subjectId, details }: Pick<TrailLine, "act" | "subjectId" | "details">, { t, recipients }: TrailWords, roles: ReadonlyMap<string, string> = new Map()): string {
  const ruling = details["ruling"];
  if (act === "identification.ruled" && typeof ruling === "string") return t(`desk:ruled.${ruling}`);
  const refused = (act === "request.approved" || act === "request.approval-proposed") && Array.isArray(details["refused"]) ? details["refused"].length : 0;
  if (refused > 0) return t(`desk:partly.${act === "request.approved" ? "approved" : "proposed"}`, { count: refused });
  const key = `desk:acts.${act}`;
  const worded = t(key);
  // An act that has no words yet is still shown.
  const what = worded === key || worded === `acts.${act}` ? act : worded;
  const role = roles.get(subjectId);
  if (role === undefined) return what;
  const address = recipients?.get(subjectId);
  const to = t(`desk:recipient.${role}`);
  return address === undefined ? t("desk:mailedTo", { what, to }) : t("desk:mailedToAddress", { what, to, address: maskAddress(address) });
}

function textOf({ act, subjectId, details }: TrailLine, { t, mailTitles, holders }: TrailWords): string | null {
  if (act === "role.changed") return roleText(details, { t, holders });
  if (act.startsWith("role.departure")) return holders?.get(subjectId) ?? null;
  if (act === "reissue.opened" && Array.isArray(details["differs"])) return differsInWords(details["differs"].map(String), t);
  if (act === "certificate.revoked") return reasonText(details, (reason) => t(`customers:certificate.reason.${reason}`, { defaultValue: reason }));
  if (act.startsWith("release.")) return reasonText(details, (reason) => t(`customers:release.why.${reason}`, { defaultValue: reason }));
  if (act === "request.called-in") return reasonText(details, (reason) => t(fieldTexts("revocation", { id: "revocation.reason" }).option(reason), { defaultValue: reason }));
  if (act === "letter.returned" || act === "letter.opened-by-another") return reasonText(details, (reason) => t(`returned-post:reason.${reason}`, { defaultValue: reason }));
  const { reasonCode, why } = details;
  if (typeof reasonCode === "string") return t(`requests:reasons.${reasonCode}`);
  const mail = typeof details["template"] === "string" ? mailTitles?.[details["template"]] : undefined;
  const because = typeof why === "string" ? t(`desk:why.${why}`, { defaultValue: "" }) : "";
  const text = [mail, because, details["note"], details["reason"], details["text"], details["question"], details["answer"], changedIn(details["values"])].find((one) => typeof one === "string" && one !== "");
  return typeof text === "string" ? text : null;
}

/** "sleutel niet meer geheim: laptop gestolen": the reason in words, and what was noted with it. */
function reasonText({ reason, note }: TrailLine["details"], inWords: (reason: string) => string): string {
  const words = inWords(String(reason));
  return typeof note === "string" && note !== "" ? `${words}: ${note}` : words;
}

/** "eerste contactpersoon: P. Hendriks → E. Kaya": the names from the register, for the trail has only who it was. */
function roleText({ seat, before, after }: TrailLine["details"], { t, holders }: Pick<TrailWords, "t" | "holders">): string {
  const name = (id: unknown) => (typeof id === "string" ? (holders?.get(id) ?? t("desk:roleChange.nobody")) : t("desk:roleChange.nobody"));
  return t("desk:roleChange.trail", { role: t(`common:seats.${String(seat)}`), before: name(before), after: name(after) });
}

/** "Brugstraat 5 → Lindelaan 3": what a change of data made of it, as the trail holds it. */
function changedIn(values: unknown): string {
  const rows = z.array(z.object({ before: z.string(), after: z.string() })).safeParse(values);
  return rows.success ? rows.data.map(({ before, after }) => `${before || "–"} → ${after}`).join("; ") : "";
}

/** "f.elidrissi@debrug.example" → "f•••@debrug.example": enough to tell two people of a practice apart. */
function maskAddress(address: string): string {
  const at = address.lastIndexOf("@");
  return `${address.slice(0, 1)}•••${address.slice(at)}`;
}
