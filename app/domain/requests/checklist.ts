import { officeDate } from "#app/domain/deadlines/calendar.ts";
import type { AgbEntry } from "#app/domain/organisations/ports.ts";
import type { FactValue } from "#rules/vocabulary.ts";

/** What somebody needs before they can use the Machtigingenportaal, in the order in which it is arranged (R84). */
export const CHECKLIST = ["codes", "agreement", "certificate", "authorisation", "installed"] as const;
export type ChecklistKey = (typeof CHECKLIST)[number];

/** Where to go for what is missing: a register, enrolment, one of our forms, or the page to install. */
export type NextAction = "vektis" | "enrolment" | "new-user" | "authorisation-change" | "install";

/** One point of the list: go, no-go with why and what to do next (R83), or not known here, with who has to look. `why` is a key of the texts. */
export type ChecklistItem = { key: ChecklistKey; state: "go" | "no-go" | "unknown"; why: string; next: NextAction | null };

export type CodeState = "ok" | "unknown" | "person" | "not-person" | "ended" | "not-started" | "other-care" | null;

/** What is known of a practice and a user; null for what nobody can tell here. */
export type Known = {
  practiceCode: CodeState;
  personalCode: CodeState;
  agreement: boolean | null;
  /** Whether the user has an account, and so a certificate that was asked for. */
  account: boolean | null;
  /** Which of the two services the user has. */
  services: readonly string[] | null;
  installed: boolean | null;
};

/** Both are needed for dental care under the Wlz (R81). */
const BOTH = ["authorisations", "claims"] as const;

/** The five points for the Machtigingenportaal with claims (R80–R84), each with what is to be done next. */
export function checklist(known: Known): ChecklistItem[] {
  const go = (key: ChecklistKey): ChecklistItem => ({ key, state: "go", why: "go", next: null });
  const noGo = (key: ChecklistKey, why: string, next: NextAction | null): ChecklistItem => ({ key, state: "no-go", why, next });
  const unknown = (key: ChecklistKey, why = "unknown"): ChecklistItem => ({ key, state: "unknown", why, next: null });
  const isYes = (key: ChecklistKey, is: boolean | null, why: string, next: NextAction) => (is === null ? unknown(key) : is ? go(key) : noGo(key, why, next));
  const missing = known.services === null ? null : BOTH.filter((service) => !known.services?.includes(service));

  const codes = (): ChecklistItem => {
    if (known.practiceCode !== null && known.practiceCode !== "ok") return noGo("codes", `practice-${known.practiceCode}`, "vektis");
    if (known.personalCode !== null && known.personalCode !== "ok") return noGo("codes", `personal-${known.personalCode}`, "vektis");
    if (known.practiceCode === null) return unknown("codes");
    return known.personalCode === null ? unknown("codes", "personal-not-asked") : go("codes");
  };
  const authorisation = (): ChecklistItem => {
    if (missing === null) return unknown("authorisation");
    if (missing.length === 0) return go("authorisation");
    // Who has no account yet asks for both together with it; who has one, adds what is missing (R82).
    return noGo("authorisation", missing.length === 2 ? "both" : (missing[0] ?? "both"), known.account === false ? "new-user" : "authorisation-change");
  };
  return [
    codes(),
    isYes("agreement", known.agreement, "none", "enrolment"),
    isYes("certificate", known.account, "none", "new-user"),
    authorisation(),
    known.account === false ? noGo("installed", "no-account", null) : isYes("installed", known.installed, "not-installed", "install"),
  ];
}

/** What a register says of a code: of a practice (`careTypes` that may have the portal) or of a care professional. */
export function codeState(entry: AgbEntry | null | "unavailable", of: "practice" | "person", now: Date, careTypes: readonly string[] | null = null): CodeState {
  const today = officeDate(now);
  if (entry === "unavailable") return null;
  if (entry === null) return "unknown";
  if (of === "practice" && entry.kind === "person") return "person";
  if (of === "person" && entry.kind !== "person") return "not-person";
  if (entry.endsOn !== null && entry.endsOn < today) return "ended";
  if (entry.startsOn > today) return "not-started";
  return of === "practice" && careTypes !== null && !careTypes.includes(entry.careType.code) ? "other-care" : "ok";
}

/**
 * The same for the desk, from the facts by which a request was judged: as it would be once the request is carried out. Null for a request after which the user
 * would not have the Machtigingenportaal. The personal code is asked for nowhere, so that staff look.
 */
export function checklistOfFacts(facts: Readonly<Record<string, unknown>>): ChecklistItem[] | null {
  const at = (name: string) => (facts[name] ?? null) as FactValue;
  const after = at("services.after");
  if (!Array.isArray(after) || !after.includes("authorisations")) return null;
  const endsOn = at("agb.endsOn");
  const today = at("today");
  const isOver = typeof endsOn === "string" && typeof today === "string" && endsOn < today;
  const makesAccount = at("account.number") === null;
  const known = at("agb.known");
  const certificates = at("account.certificates");
  return checklist({
    practiceCode: known === null ? null : known === false ? "unknown" : at("agb.kind") === "person" ? "person" : isOver ? "ended" : "ok",
    personalCode: null,
    agreement: at("agreement.status") === "active",
    account: makesAccount || at("account.known") === true,
    services: after.filter((service): service is string => typeof service === "string"),
    installed: typeof certificates === "number" ? certificates > 0 : false,
  });
}
