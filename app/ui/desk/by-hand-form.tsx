import { Form, Link } from "@remix-run/react";
import { useTranslation } from "react-i18next";

import { Button } from "../button.tsx";
import { RadioGroup } from "../choices.tsx";
import { DateInput } from "../date-input.tsx";
import { typedParts } from "../day-parts.ts";
import { ErrorSummary } from "../error-summary.tsx";
import { Select, TextArea, TextInput } from "../field.tsx";
import { Notice } from "../notice.tsx";
import { Card } from "../section.tsx";
import { Known } from "./known-person.tsx";
import type { ActPath, DeskFormat, DeskProblem, PartyShown } from "./screen.ts";
import { typedText } from "./typed.ts";

type Enter = { party: PartyShown; problem: DeskProblem | null; format: DeskFormat; path: ActPath; back: string };

const DOCUMENTS = ["passport", "identity-card", "driving-licence", "residence-permit"] as const;
const SEEN = ["in-person", "video-call", "consulate", "notary"] as const;

/** Enters what was seen of somebody's document, field by field (D26): never a number, never a BSN. */
export function ByHandForm({ party, problem, format, path, back }: Enter) {
  const { t } = useTranslation("by-hand");
  const typed = (name: string) => typedText(problem, name);
  const error = (name: string) => problem?.fields[name];
  const labels = Object.fromEntries(["documentType", "lastFour", "expiresOn", "seenOn", "note"].map((name) => [name, t(name)]));
  return (
    <Card title={t("enter.title", { name: party.name })}>
      <div className="grid gap-4">
        <ErrorSummary problem={problem} labels={{ ...labels, seenHow: t("seenHow.label"), nameCompared: t("nameCompared.label"), birthDateCompared: t("birthDateCompared.label") }} />
        <p>{t("enter.lead")}</p>
        <Known party={party} format={format} />
        {party.hasConfirmed ? null : <Notice kind="info">{t("enter.notConfirmed", { name: party.name })}</Notice>}
        <Form method="post" action={path(`by-hand/${party.id}`)} noValidate className="grid gap-4">
          <Select name="documentType" label={t("documentType")} placeholder={t("choose")} choices={DOCUMENTS.map((value) => ({ value, label: t(`documents.${value}`) }))} defaultValue={typed("documentType")} error={error("documentType")} />
          <TextInput name="lastFour" label={t("lastFour")} help={t("lastFourHelp")} width="short" mono maxLength={40} autoComplete="off" spellCheck={false} defaultValue={typed("lastFour")} error={error("lastFour")} />
          <DateInput name="expiresOn" label={t("expiresOn")} value={typedParts(problem?.values, "expiresOn")} error={error("expiresOn")} />
          <RadioGroup name="seenHow" label={t("seenHow.label")} choices={SEEN.map((value) => ({ value, label: t(`seenHow.${value}`) }))} value={typed("seenHow")} error={error("seenHow")} />
          <DateInput name="seenOn" label={t("seenOn")} value={typedParts(problem?.values, "seenOn")} error={error("seenOn")} />
          <RadioGroup name="nameCompared" label={t("nameCompared.label")} choices={(["same", "explained"] as const).map((value) => ({ value, label: t(`nameCompared.${value}`) }))} value={typed("nameCompared")} error={error("nameCompared")} />
          <RadioGroup name="birthDateCompared" label={t("birthDateCompared.label")} choices={(["same", "not-registered"] as const).map((value) => ({ value, label: t(`birthDateCompared.${value}`) }))} value={typed("birthDateCompared")} error={error("birthDateCompared")} />
          <TextArea name="note" label={t("note")} help={t("noteHelp")} rows={3} most={1000} defaultValue={typed("note")} error={error("note")} />
          <div className="flex flex-wrap items-center gap-3">
            <Button size="small">{t("enter.act")}</Button>
            <Link to={back} className="text-link">
              {t("enter.cancel")}
            </Link>
          </div>
          <p className="text-help">{t("enter.consequences")}</p>
        </Form>
      </div>
    </Card>
  );
}
