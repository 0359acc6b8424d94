import { Form } from "@remix-run/react";
import { useTranslation } from "react-i18next";

import { Button } from "../../button.tsx";
import { RadioGroup } from "../../choices.tsx";
import { Select, TextArea } from "../../field.tsx";
import { Card } from "../../section.tsx";
import { typedText } from "../typed.ts";
import type { BulkFace } from "./acts.tsx";

/** Which act, and what it needs. The fields are switched by the choice itself, so that it works without scripts. */
export function ChooseAct({ screen, problem, path }: BulkFace) {
  const { t } = useTranslation("bulk");
  const { acts, reasons } = screen;
  const chosen = typedText(problem, "act") || (screen.act ?? acts[0] ?? "");
  const text = (name: string, act: string) => typedText(problem, name) || (screen.act === act ? (screen.text ?? "") : "");
  return (
    <Card acts={screen.id}>
      <Form method="post" action={path("plan")} className="group/bulk grid gap-4">
        <RadioGroup name="act" label={t("choose.question")} error={problem?.fields["act"]} value={chosen} choices={acts.map((act) => ({ value: act, label: t(`act.${act}`), help: t(`actHelp.${act}`) }))} />
        <div className="hidden group-has-[#act--reject:checked]/bulk:block">
          <Select
            name="reasonCode"
            label={t("choose.reason")}
            help={t("choose.reasonHelp")}
            placeholder={t("choose.chooseReason")}
            error={problem?.fields["reasonCode"]}
            choices={reasons.map(({ code, label }) => ({ value: code, label }))}
            defaultValue={typedText(problem, "reasonCode") || (screen.reasonCode ?? "")}
          />
        </div>
        <div className="hidden group-has-[#act--ask:checked]/bulk:block">
          <TextArea name="question" label={t("choose.ask")} help={t("choose.askHelp")} rows={4} most={2000} error={problem?.fields["question"]} defaultValue={text("question", "ask")} />
        </div>
        <div className="hidden group-has-[#act--note:checked]/bulk:block">
          <TextArea name="note" label={t("choose.note")} help={t("choose.noteHelp")} rows={3} most={2000} error={problem?.fields["note"]} defaultValue={text("note", "note")} />
        </div>
        <p className="text-soft">{t("choose.nothingYet")}</p>
        <div>
          <Button size="small">{t("choose.act")}</Button>
        </div>
      </Form>
    </Card>
  );
}
