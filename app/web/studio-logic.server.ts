import { officeDate } from "#app/domain/deadlines/calendar.ts";
import { conditionSentence, type Labels } from "#app/domain/decisions/condition-sentence.ts";
import { findText } from "#app/domain/decisions/texts.ts";
import { listRelease } from "#app/domain/definitions/changes/read.ts";
import { parseDefinition, type CheckedDefinition } from "#app/domain/definitions/kinds.ts";
import { ruleSetChoices } from "#app/domain/definitions/choices/rule-set.ts";
import { fieldTexts, pageTexts } from "#app/domain/definitions/schema/form-texts.ts";
import type { Condition } from "#app/domain/definitions/schema/form.ts";
import type { RequestType } from "#app/domain/definitions/schema/request-type.ts";
import type { RuleSet } from "#app/domain/definitions/schema/rule-set.ts";
import { wordedBy } from "#app/domain/definitions/schema/texts.ts";
import { currentRelease } from "#app/domain/definitions/store.ts";

import { paths } from "./paths.ts";
import { titleOf, type Place } from "./studio.server.ts";

/** All that a kind of request is made of on one page, in the order in which a request meets it: form, rules, effects, messages, terms. Null for what is not published. */
export async function findLogic({ db, t, language, texts, now }: Omit<Place, "actor">, key: string) {
  const all = await listRelease(db, await currentRelease(db));
  const one = all.find((other) => other.kind === "request-type" && other.key === key);
  if (!one) return null;
  const type = parseDefinition("request-type", one.content);
  const field = (id: string) => t(fieldTexts(key, { id }).label);
  const when = (conditions: readonly Condition[]) => conditions.map((condition) => whenShown(condition, field, (id, value) => t([fieldTexts(key, { id }).option(value), value]), t));
  return {
    title: titleOf(one, t, language),
    path: paths.studioDefinition(one.kind, key),
    pages: type.pages.map((page) => ({
      id: page.id,
      title: t(pageTexts(key, page).title),
      when: when(page.when),
      fields: page.fields.map((each) => ({ id: each.id, label: t(fieldTexts(key, each).label), kind: t(`studio:form-builder.kind.${each.kind}.name`), isRequired: each.required, when: when(each.when) })),
    })),
    points: Object.entries(type.points).flatMap(([point, ruleSetKey]) => {
      const ruleSet = all.find((other) => other.kind === "rule-set" && other.key === ruleSetKey);
      return ruleSet ? [{ point: t(`studio:form-builder.point.${point}.name`), title: titleOf(ruleSet, t, language), path: paths.studioDefinition("rule-set", ruleSetKey), rules: rulesShown(parseDefinition("rule-set", ruleSet.content), { all, texts, language, today: officeDate(now) }) }] : [];
    }),
    isIdentified: type.plan.identification,
    effects: type.effects.map(({ effect, task, letter, to }) => ({
      effect: t(`studio:form-builder.effect.${effect}`),
      task: task === undefined ? null : t(`desk:task.${task}.title`),
      letter: letterShown(all.find((other) => other.kind === "letter" && other.key === letter), to, { t, language }),
    })),
    messages: messagesShown(type, all, (mail) => titleOf(mail, t, language), t),
    deadlines: deadlinesOf(type),
    reasons: type.reasonCodes.map(({ code, textKey }) => ({ code, says: t(textKey) })),
  };
}

function rulesShown(ruleSet: RuleSet, { all, texts, language, today }: Pick<Place, "texts" | "language"> & { all: readonly CheckedDefinition[]; today: string }) {
  const said = wordedBy(all, texts);
  const { choices } = ruleSetChoices({ all, key: ruleSet.id, content: ruleSet, language, today, ours: texts, said });
  const labels: Labels = { language, texts: choices.words[language], names: choices.names[language], facts: { ...choices.points[ruleSet.point]?.facts, ...choices.policies } };
  return ruleSet.rules.map((rule) => ({ id: rule.id, severity: rule.severity, says: findText(said[language]["findings"] ?? {}, rule.textKey) ?? rule.textKey, conditions: conditionSentence(rule.conditions, labels) }));
}

function whenShown(condition: Condition, field: (id: string) => string, option: (id: string, value: string) => string, t: Place["t"]): string {
  const label = field(condition.field);
  if ("filled" in condition) return t(condition.filled ? "studio:logic.filled" : "studio:logic.empty", { field: label });
  const values = "equals" in condition ? [condition.equals] : condition.in;
  return t("studio:logic.is", { field: label, values: values.map((value) => option(condition.field, value)).join(", ") });
}

function letterShown(letter: CheckedDefinition | undefined, to: string | undefined, { t, language }: Pick<Place, "t" | "language">) {
  return letter === undefined ? null : { title: titleOf(letter, t, language), path: paths.studioDefinition("letter", letter.key), to: t(`studio:form-builder.addressee.${to ?? "practice"}`) };
}

function messagesShown({ messages }: RequestType, all: readonly CheckedDefinition[], title: (mail: CheckedDefinition) => string, t: Place["t"]) {
  return Object.entries(messages).map(([happening, mails]) => ({
    happening: t([`studio:form-builder.happening.${happening.replaceAll(".", "-")}`, happening]),
    mails: mails.map(({ template, to }) => {
      const mail = all.find((one) => one.kind === "mail" && one.key === template);
      return { title: mail ? title(mail) : template, path: paths.studioDefinition("mail", template), to: t(`studio:form-builder.recipient.${to}`) };
    }),
  }));
}

function deadlinesOf({ deadlines: { review, delivery } }: RequestType): Array<{ stage: "review" | "delivery"; policy: string; isHours: boolean }> {
  const first = { stage: "review" as const, policy: typeof review === "string" ? review : review.hours, isHours: typeof review !== "string" };
  return delivery === undefined ? [first] : [first, { stage: "delivery" as const, policy: delivery, isHours: false }];
}
