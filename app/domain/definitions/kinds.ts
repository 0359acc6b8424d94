import type { z } from "zod";

import { checkPolicies } from "#app/domain/decisions/policies.ts";
import { checkRuleSet } from "#app/domain/decisions/check.ts";
import { checkServices } from "#app/domain/decisions/services.ts";
import { Problem } from "#app/domain/problem.ts";

import { CalendarSchema } from "./schema/calendar.ts";
import { CertificateProfile } from "./schema/certificate-profile.ts";
import { LetterTemplate } from "./schema/letter.ts";
import { MailTemplate } from "./schema/mail.ts";
import { PolicySet } from "./schema/policy.ts";
import { checkRequestType, RequestType } from "./schema/request-type.ts";
import { RuleSetSchema } from "./schema/rule-set.ts";
import { ServiceCatalogueSchema } from "./schema/services.ts";
import { checkTemplate } from "./schema/template.ts";

/** The kinds of definition, each with the shape of its content. */
export const SCHEMAS = {
  "request-type": RequestType,
  "rule-set": RuleSetSchema,
  policy: PolicySet,
  services: ServiceCatalogueSchema,
  calendar: CalendarSchema,
  "certificate-profile": CertificateProfile,
  letter: LetterTemplate,
  mail: MailTemplate,
} as const;

export type DefinitionKind = keyof typeof SCHEMAS;
export type DefinitionContent = { [K in DefinitionKind]: z.infer<(typeof SCHEMAS)[K]> };

/** Something wrong with a definition: where, and a code whose sentence the locale files have. */
export type KindFinding = { code: string; path: string; details: Record<string, string | number> };

/** A stored definition, parsed; throws `definition.malformed` for what a newer or older release wrote in another shape. */
export function parseDefinition<K extends DefinitionKind>(kind: K, content: unknown): DefinitionContent[K] {
  const parsed = SCHEMAS[kind].safeParse(content);
  if (!parsed.success) throw new Problem("definition.malformed", { kind, place: parsed.error.issues[0]?.path.join(".") ?? "" });
  return parsed.data as DefinitionContent[K];
}

/** What keeps one definition from being published, its shape first and then its meaning; empty when nothing does. */
export function checkDefinition(file: { kind: DefinitionKind; key: string; content: unknown }, all: ReadonlyArray<{ kind: DefinitionKind; key: string; content: unknown }>): KindFinding[] {
  const parsed = SCHEMAS[file.kind].safeParse(file.content);
  if (!parsed.success) {
    return parsed.error.issues.map((issue) => ({ code: "malformed", path: issue.path.join("."), details: { message: issue.message } }));
  }
  return meaning(file, parsed.data, all).map(({ code, path, details }) => ({ code, path: Array.isArray(path) ? path.join(".") : String(path), details: plain(details) }));
}

type AnyFinding = { code: string; path: unknown; details: Readonly<Record<string, unknown>> };

function meaning(file: { kind: DefinitionKind; key: string; content: unknown }, content: unknown, all: ReadonlyArray<{ kind: DefinitionKind; key: string; content: unknown }>): AnyFinding[] {
  switch (file.kind) {
    case "rule-set":
      return checkRuleSet(content);
    case "policy":
      return checkPolicies(content, othersOf(file, all));
    case "request-type":
      return checkRequestType(content);
    case "services":
      return checkServices(content);
    case "letter":
    case "mail":
      return checkTemplate(content as DefinitionContent["letter"]);
    case "calendar":
    case "certificate-profile":
      return [];
  }
}

function othersOf(file: { kind: DefinitionKind; key: string }, all: ReadonlyArray<{ kind: DefinitionKind; key: string; content: unknown }>) {
  return all
    .filter((other) => other.kind === file.kind && other.key !== file.key)
    .flatMap((other) => {
      const parsed = PolicySet.safeParse(other.content);
      return parsed.success ? parsed.data.policies : [];
    });
}

function plain(details: Readonly<Record<string, unknown>>): Record<string, string | number> {
  return Object.fromEntries(Object.entries(details).map(([key, value]) => [key, typeof value === "number" ? value : String(value)]));
}
