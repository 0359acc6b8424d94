import { Form } from "@remix-run/react";
import { useTranslation } from "react-i18next";

import { Button } from "../button.tsx";
import { CheckboxGroup, RadioGroup } from "../choices.tsx";
import { DateInput } from "../date-input.tsx";
import { typedParts } from "../day-parts.ts";
import type { DeskFormat, DeskProblem } from "../desk/screen.ts";
import { typedText } from "../desk/typed.ts";
import { TextArea, TextInput } from "../field.tsx";
import { Card } from "../section.tsx";
import type { NamedDay } from "./shown.ts";

type Props = { action: string; flavour: "office" | "legal"; closed: readonly NamedDay[]; problem: DeskProblem | null; format: DeskFormat };

/** The form for a change: it leads to what the change would do, and changes nothing itself. */
export function ChangeForm({ action, flavour, closed, problem, format }: Props) {
  const { t } = useTranslation("calendar");
  const typed = (name: string) => ({ error: problem?.fields[name], defaultValue: typedText(problem, name) });
  const removed = [problem?.values["remove[]"] ?? []].flat();
  return (
    <Card title={t("change.title")} className="max-w-form">
      <Form method="post" action={action} className="grid gap-5">
        <fieldset className="grid gap-3">
          <legend className="mb-1 font-semibold">{t("change.closing")}</legend>
          <div className="flex flex-wrap items-end gap-4">
            <DateInput name="from" label={t("change.from")} optional error={problem?.fields["from"]} value={typedParts(problem?.values, "from")} />
            <DateInput name="to" label={t("change.to")} help={t("change.toHelp")} optional error={problem?.fields["to"]} value={typedParts(problem?.values, "to")} />
          </div>
          <TextInput name="nl" label={t("change.nl")} maxLength={60} optional {...typed("nl")} />
          <TextInput name="en" label={t("change.en")} maxLength={60} optional {...typed("en")} />
        </fieldset>
        {closed.length === 0 ? null : (
          <CheckboxGroup name="remove[]" id="remove" label={t("change.remove")} optional values={removed} choices={closed.map(({ on, name }) => ({ value: on, label: `${format.date(on)}, ${name}` }))} />
        )}
        <RadioGroup
          name="flavour"
          label={t("change.flavour")}
          value={typedText(problem, "flavour") || flavour}
          choices={(["office", "legal"] as const).map((value) => ({ value, label: t(`flavour.${value}`), help: t(`flavourHelp.${value}`) }))}
        />
        <TextArea name="reason" label={t("change.reason")} rows={2} most={500} {...typed("reason")} />
        <Button size="small" className="justify-self-start">{t("change.act")}</Button>
      </Form>
    </Card>
  );
}
