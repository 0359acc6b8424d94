import { Form } from "@remix-run/react";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { Button } from "../button.tsx";
import { Select, TextArea } from "../field.tsx";
import { Notice } from "../notice.tsx";
import { MailPreview } from "./mail-preview.tsx";
import type { ActPath, CaseShown, DeskProblem } from "./screen.ts";
import { typedText } from "./typed.ts";

/** Approve or reject, with the e-mail that goes out beside it. The two faces are switched by the choice itself, so that it works without scripts. */
export function DecisionForm({ screen, problem, path }: { screen: CaseShown; problem: DeskProblem | null; path: ActPath }) {
  const { t } = useTranslation("desk");
  const [reason, setReason] = useState(typedText(problem, "reasonCode"));
  const { previews, reasons, isBlocked, needsSecondCheck } = screen;
  const rejects = isBlocked || typedText(problem, "outcome") === "reject";
  const told = reasons.find(({ code }) => code === reason)?.told;
  const reject = previews.reject && { ...previews.reject, text: told === undefined ? previews.reject.text : previews.reject.text.replaceAll("…", told) };
  return (
    <Form method="post" action={path("decision")} className="group/decide grid gap-4 xl:grid-cols-2">
      <div className="grid content-start gap-4">
        <input type="hidden" name="version" value={screen.version} />
        {isBlocked ? <Notice kind="late">{t("decision.blocked")}</Notice> : null}
        {needsSecondCheck && !isBlocked ? <Notice kind="info">{t("decision.needsSecondCheck")}</Notice> : null}
        <fieldset className="grid gap-2 sm:grid-cols-2 xl:grid-cols-1 2xl:grid-cols-2">
          <legend className="mb-1 font-semibold">{t("decision.question")}</legend>
          <Choice value="approve" label={t(needsSecondCheck ? "decision.propose" : "decision.approve")} checked={!rejects} disabled={isBlocked} shortcut="e" />
          <Choice value="reject" label={t("decision.reject")} checked={rejects} />
        </fieldset>
        <div className="hidden group-has-[#outcome--reject:checked]/decide:block">
          <Select
            name="reasonCode"
            label={t("decision.reason")}
            help={t("decision.reasonHelp")}
            error={problem?.fields["reasonCode"]}
            placeholder={t("decision.chooseReason")}
            choices={reasons.map(({ code, label }) => ({ value: code, label }))}
            defaultValue={reason}
            onChange={(event) => setReason(event.currentTarget.value)}
          />
        </div>
        <TextArea name="note" label={t("decision.note")} help={t("decision.noteHelp")} optional rows={2} maxLength={1000} error={problem?.fields["note"]} defaultValue={typedText(problem, "note")} />
        <div className="flex flex-wrap gap-2">
          <span className="group-has-[#outcome--reject:checked]/decide:hidden">
            <Button size="small">{t(needsSecondCheck ? "decision.propose" : "decision.approve")}</Button>
          </span>
          <span className="hidden group-has-[#outcome--reject:checked]/decide:inline">
            <Button size="small" look="danger">
              {t("decision.reject")}
            </Button>
          </span>
        </div>
      </div>
      <div className="grid content-start gap-1">
        <p className="text-help">{t("mail.when")}</p>
        {previews.approve ? (
          <div className="group-has-[#outcome--reject:checked]/decide:hidden">
            <MailPreview mail={previews.approve} />
          </div>
        ) : null}
        {reject ? (
          <div className="hidden group-has-[#outcome--reject:checked]/decide:block">
            <MailPreview mail={reject} />
          </div>
        ) : null}
      </div>
    </Form>
  );
}

function Choice({ value, label, checked, disabled = false, shortcut }: { value: string; label: string; checked: boolean; disabled?: boolean; shortcut?: string }) {
  const id = `outcome--${value}`;
  return (
    <div className="relative flex min-h-9 items-center gap-2 rounded-md border border-edge bg-sheet px-3 has-checked:border-petrol has-checked:bg-petrol-tint has-disabled:opacity-60">
      <input type="radio" id={id} name="outcome" value={value} defaultChecked={checked} disabled={disabled} aria-keyshortcuts={shortcut} className="relative z-10 size-4 accent-petrol" />
      <label htmlFor={id} className="after:absolute after:inset-0">
        {label}
      </label>
    </div>
  );
}
