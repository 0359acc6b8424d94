import type { z } from "zod";

import { checkRuleSet } from "#app/domain/decisions/check.ts";
import { checkPolicies, resolvePolicies } from "#app/domain/decisions/policies.ts";
import { findText, type Texts } from "#app/domain/decisions/texts.ts";
import type { Language } from "#app/domain/people.ts";
import { Problem } from "#app/domain/problem.ts";

import { CalendarSchema } from "./schema/calendar.ts";
import { CertificateProfile } from "./schema/certificate-profile.ts";
import { LetterTemplate } from "./schema/letter.ts";
import { MailTemplate } from "./schema/mail.ts";
import { PolicySet, type Policy } from "./schema/policy.ts";
import { checkRequestType, RequestType } from "./schema/request-type.ts";
import { RuleSetSchema } from "./schema/rule-set.ts";
import { ServiceCatalogue } from "./schema/services.ts";
import { shapeFindings } from "./schema/shape.ts";
import { checkTemplate } from "./schema/template.ts";
import { checkTextSet, TextSet, wordedBy } from "./schema/texts.ts";

/** The kinds of definition, each with the shape of its content. */
export const SCHEMAS = {
  "request-type": RequestType,
  "rule-set": RuleSetSchema,
  policy: PolicySet,
  services: ServiceCatalogue,
  calendar: CalendarSchema,
  "certificate-profile": CertificateProfile,
  letter: LetterTemplate,
  mail: MailTemplate,
  texts: TextSet,
} as const;

export type DefinitionKind = keyof typeof SCHEMAS;
export const DEFINITION_KINDS = Object.keys(SCHEMAS) as [DefinitionKind, ...DefinitionKind[]];
export type DefinitionContent = { [K in DefinitionKind]: z.infer<(typeof SCHEMAS)[K]> };

/** Something wrong with a definition: where, and a code whose sentence the locale files have. */
export type KindFinding = { code: string; path: string; details: Record<string, string | number> };

type Read<K extends DefinitionKind> = ReturnType<(typeof SCHEMAS)[K]["safeParse"]>;
const READ = new WeakMap<object, Map<DefinitionKind, unknown>>();

/**
 * A content by the shape of its kind, read once: each part of a check asks for it, and two thousand rules take a quarter of a second each time. Contents come out of the database or a form,
 * and nobody changes them after that.
 */
export function readShape<K extends DefinitionKind>(kind: K, content: unknown): Read<K> {
  if (typeof content !== "object" || content === null) return SCHEMAS[kind].safeParse(content, { reportInput: true }) as Read<K>;
  const known = READ.get(content) ?? new Map<DefinitionKind, unknown>();
  READ.set(content, known);
  if (!known.has(kind)) known.set(kind, SCHEMAS[kind].safeParse(content, { reportInput: true }));
  return known.get(kind) as Read<K>;
}

/** A stored definition, parsed; throws `definition.malformed` for what a newer or older release wrote in another shape. */
export function parseDefinition<K extends DefinitionKind>(kind: K, content: unknown): DefinitionContent[K] {
  const parsed = SCHEMAS[kind].safeParse(content);
  if (!parsed.success) throw new Problem("definition.malformed", { kind, place: parsed.error.issues[0]?.path.join(".") ?? "" });
  return parsed.data as DefinitionContent[K];
}

/** One definition among those that are published with it, and the texts of the screens by language and namespace, as the software brings them. */
export type CheckedDefinition = { kind: DefinitionKind; key: string; content: unknown };
export type ScreenTexts = Record<Language, Readonly<Record<string, Texts>>>;
export type Surroundings = { all: readonly CheckedDefinition[]; texts: ScreenTexts; on: string };

/** What keeps one definition from being published, its shape first and then its meaning; empty when nothing does. */
export function checkDefinition(definition: CheckedDefinition, around: Surroundings): KindFinding[] {
  const parsed = readShape(definition.kind, definition.content);
  if (!parsed.success) {
    // What is half done in a rule has a sentence of its own, at its own place.
    const halfDone = definition.kind === "rule-set" ? inPlain(meaning(definition, around)) : [];
    return halfDone.length > 0 ? halfDone : shapeFindings(parsed.error);
  }
  return inPlain(meaning(definition, around));
}

function inPlain(findings: readonly AnyFinding[]): KindFinding[] {
  return findings.map(({ code, path, details }) => ({ code, path: Array.isArray(path) ? path.join(".") : String(path), details: plain(details) }));
}

type AnyFinding = { code: string; path: unknown; details: Readonly<Record<string, unknown>> };

function meaning({ kind, key, content }: CheckedDefinition, around: Surroundings): AnyFinding[] {
  const texts = wordedBy(around.all, around.texts);
  switch (kind) {
    case "rule-set":
      return checkRuleSet(content, {
        texts: { nl: texts.nl["findings"] ?? {}, en: texts.en["findings"] ?? {} },
        policies: resolvePolicies(policiesIn(around.all), { channel: "online", segment: "regular", certificateKind: "personal" }, around.on),
      });
    case "policy":
      return checkPolicies(content, policiesIn(around.all.filter((other) => other.key !== key)));
    case "request-type":
      return checkRequestType(content, (language, textKey) => textUnder(texts[language], textKey));
    case "letter":
    case "mail":
      return checkTemplate(content as DefinitionContent["letter"]);
    case "texts":
      return checkTextSet(content as TextSet, { texts: around.texts, others: around.all.filter((other) => other.key !== key) });
    case "certificate-profile":
      return samePolicy(content as CertificateProfile, around.all.filter((other) => other.kind === kind && other.key !== key));
    case "services":
    case "calendar":
      return [];
  }
}

/** Two kinds of certificate under one policy could not be told apart by whoever checks one (RFC 5280, 4.2.1.4). */
function samePolicy({ policyOid }: CertificateProfile, others: readonly CheckedDefinition[]): AnyFinding[] {
  const same = others.find(({ content }) => readShape("certificate-profile", content).data?.policyOid === policyOid);
  return same === undefined ? [] : [{ code: "profile.policy-twice", path: "policyOid", details: { profile: same.key } }];
}

/** The policies of all sets among these definitions; a set that is not of its shape has none. */
export function policiesIn(all: readonly CheckedDefinition[]): Policy[] {
  return all.flatMap(({ kind, content }) => (kind === "policy" ? (readShape("policy", content).data?.policies ?? []) : []));
}

/** What stands under "namespace:dotted.key"; null where nothing does. */
function textUnder(namespaces: Readonly<Record<string, Texts>>, key: string): string | null {
  const [namespace = "", path = ""] = key.split(":");
  const texts = namespaces[namespace];
  return texts === undefined ? null : findText(texts, path);
}

function plain(details: Readonly<Record<string, unknown>>): Record<string, string | number> {
  return Object.fromEntries(Object.entries(details).map(([key, value]) => [key, typeof value === "number" ? value : String(value)]));
}
