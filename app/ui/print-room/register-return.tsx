import { Form } from "@remix-run/react";
import { useTranslation } from "react-i18next";

import { Button } from "../button.tsx";
import type { DeskProblem } from "../desk/screen.ts";
import { typedText } from "../desk/typed.ts";
import { Select, TextInput } from "../field.tsx";

/** The letter's reference, scanned or typed, and what happened to it. A scanner ends with Enter, so the reason comes first. */
export function RegisterReturn({ reasons, problem }: { reasons: readonly string[]; problem: DeskProblem | null }) {
  const { t } = useTranslation("returned-post");
  return (
    <Form method="post" action="/returned-post" className="grid gap-4">
      <Select
        name="reason"
        label={t("register.reason")}
        error={problem?.fields["reason"]}
        choices={reasons.map((reason) => ({ value: reason, label: t(`reason.${reason}`) }))}
        defaultValue={typedText(problem, "reason") || "unknown"}
      />
      <TextInput name="reference" label={t("register.reference")} help={t("register.referenceHelp")} autoComplete="off" maxLength={40} error={problem?.fields["reference"]} defaultValue={typedText(problem, "reference")} />
      <div>
        <Button size="small">{t("register.act")}</Button>
      </div>
    </Form>
  );
}
