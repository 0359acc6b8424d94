import { readdirSync, readFileSync } from "node:fs";

import { parseRuleSet } from "#app/domain/decisions/judge.ts";
import { resolvePolicies } from "#app/domain/decisions/policies.ts";
import { CalendarSchema } from "#app/domain/definitions/schema/calendar.ts";
import { PolicySet } from "#app/domain/definitions/schema/policy.ts";
import type { Point } from "#rules/vocabulary.ts";
import calendarJson from "#rules/calendar.json";
import en from "#templates/locales/en/findings.json";
import nl from "#templates/locales/nl/findings.json";

/** What a new installation starts with, for tests of the rules. */
export const texts = { nl, en };
export const calendar = CalendarSchema.parse(calendarJson);
export const policies = resolvePolicies(
  list("rules/policies").flatMap((json) => PolicySet.parse(json).policies),
  { certificateKind: "personal", segment: "regular", channel: "online", environment: "production" },
  "2026-11-16",
);
export const ruleSetFiles = readdirSync("rules/decisions");

export function read(file: string): unknown {
  return JSON.parse(readFileSync(`rules/decisions/${file}`, "utf8"));
}

export function ruleSet<P extends Point>(point: P, id: string) {
  return parseRuleSet(point, read(`${id}.json`));
}

function list(folder: string): unknown[] {
  return readdirSync(folder).map((file) => JSON.parse(readFileSync(`${folder}/${file}`, "utf8")) as unknown);
}
