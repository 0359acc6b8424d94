import { Form, useLoaderData } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { z } from "zod";

import { officeDate } from "#app/domain/deadlines/calendar.ts";
import { currentRelease, listDefinitions } from "#app/domain/definitions/store.ts";
import { checklist, codeState } from "#app/domain/requests/checklist.ts";
import { agreementStatus, findParty, lookUp } from "#app/domain/requests/facts.ts";
import { readAgbCode, readKvkNumber } from "#app/domain/requests/form/kinds/numbers.ts";
import type { FieldNote, Reading } from "#app/domain/requests/form/kinds/result.ts";
import { Button } from "#app/ui/button.tsx";
import { RadioGroup } from "#app/ui/choices.tsx";
import { Checklist } from "#app/ui/form/checklist.tsx";
import { TextInput } from "#app/ui/field.tsx";
import { PublicLayout } from "#app/ui/public-layout.tsx";
import { PageTitle, Section } from "#app/ui/section.tsx";
import { sentencesOf } from "#app/web/counter.server.ts";
import { publicLoader } from "#app/web/guards.server.ts";
import type { PageHandle } from "#app/web/i18n.ts";
import { pageMeta } from "#app/web/page-meta.ts";
import { nextPath } from "#app/web/paths.ts";

export const handle: PageHandle = { i18n: ["checklist"] };
export const meta = pageMeta;

const typed = z.string().max(60).catch("");
const YesNo = z.enum(["yes", "no"]).nullable().catch(null);
const Search = z.object({
  agb: typed,
  kvk: typed,
  person: typed,
  account: YesNo,
  rights: z.enum(["both", "authorisations", "claims", "none"]).nullable().catch(null),
  installed: YesNo,
});

/**
 * What is still missing before somebody can use the Machtigingenportaal with claims (R80–R84): go or no-go for each point, and where to go for it. The registers
 * and whether there is an agreement are looked up, as every form does; what one user has, the page does not tell but asks.
 */
export const loader = publicLoader({ input: Search, limit: { name: "checklist", points: 60, perSeconds: 3600 } }, async ({ input, context, db, now, t, language }) => {
  const page = { title: t("checklist:title"), asked: input };
  if (Object.values(input).every((answer) => answer === null || answer === "")) return { ...page, fields: {}, items: null };
  const notes: FieldNote[] = [];
  const digits = (reading: Reading<string>) => {
    if (reading.ok) return reading.value;
    notes.push(...reading.errors);
    return "";
  };
  const agbCode = digits(readAgbCode("agb", input.agb));
  const kvkNumber = digits(readKvkNumber("kvk", input.kvk));
  const person = input.person === "" ? "" : digits(readAgbCode("person", input.person));
  if (notes.length > 0) return { ...page, fields: sentencesOf(notes, t, language), items: null };

  const { registers } = context.office;
  const [practice, personal] = await Promise.all([lookUp(registers, { agbCode, kvkNumber }), lookUp(registers, { agbCode: person, kvkNumber: "" })]);
  const { agreements } = await findParty(db, agbCode, kvkNumber);
  const [catalogue] = await listDefinitions(db, await currentRelease(db), "services");
  const careTypes = catalogue?.content.services.find(({ id }) => id === "authorisations")?.careTypes ?? null;
  const said = (answer: "yes" | "no" | null) => answer && answer === "yes";
  const items = checklist({
    practiceCode: codeState(practice.agb, "practice", now, careTypes),
    personalCode: person === "" ? null : codeState(personal.agb, "person", now),
    agreement: agreementStatus(agreements, officeDate(now)) === "active",
    account: said(input.account),
    services: input.rights === null ? null : input.rights === "both" ? ["authorisations", "claims"] : input.rights === "none" ? [] : [input.rights],
    installed: said(input.installed),
  });
  return { ...page, fields: {}, items: items.map((item) => ({ ...item, to: item.next && nextPath(item.next) })) };
});

export default function WhatIsMissing() {
  const { t } = useTranslation("checklist");
  const { title, asked, fields, items } = useLoaderData<typeof loader>();
  const errors: Record<string, string> = fields;
  const answer = (value: string) => ({ value, label: t(`ask.answers.${value}`) });
  return (
    <PublicLayout>
      <PageTitle title={title} lead={t("lead")} />
      {items === null ? null : (
        <Section title={t("result")}>
          <Checklist items={items} />
        </Section>
      )}
      <Section title={t("ask.title")}>
        <Form method="get" className="grid gap-6" noValidate>
          <TextInput name="agb" label={t("ask.agb")} help={t("ask.agbHelp")} error={errors["agb"]} defaultValue={asked.agb} inputMode="numeric" />
          <TextInput name="kvk" label={t("ask.kvk")} help={t("ask.kvkHelp")} error={errors["kvk"]} defaultValue={asked.kvk} inputMode="numeric" />
          <TextInput name="person" label={t("ask.person")} help={t("ask.personHelp")} error={errors["person"]} defaultValue={asked.person} inputMode="numeric" optional />
          <RadioGroup name="account" label={t("ask.account")} optional choices={["yes", "no"].map(answer)} value={asked.account ?? ""} />
          <RadioGroup name="rights" label={t("ask.rights")} optional choices={["both", "authorisations", "claims", "none"].map(answer)} value={asked.rights ?? ""} />
          <RadioGroup name="installed" label={t("ask.installed")} optional choices={["yes", "no"].map(answer)} value={asked.installed ?? ""} />
          <div>
            <Button>{t("ask.act")}</Button>
          </div>
        </Form>
      </Section>
    </PublicLayout>
  );
}
