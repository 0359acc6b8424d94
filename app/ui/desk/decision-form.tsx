import { Form } from "@remix-run/react";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { Button } from "../button.tsx";
import { FieldError, Select, TextArea } from "../field.tsx";
import { Notice } from "../notice.tsx";
import { pointsOf } from "./findings.tsx";
import { MailPreview } from "./mail-preview.tsx";
import { PersonOutcomes, withOutcomes, withTally } from "./person-outcomes.tsx";
import type { ActPath, CaseShown, DeskProblem } from "./screen.ts";
import { typedText } from "./typed.ts";

/**
 * Approve, reject or ask the applicant first, with what the rules advise beside the choices and the e-mail that goes out below them. Nothing is chosen
 * beforehand: whoever decides, chooses. The faces are switched by the choice itself, so that it works without scripts.
 */
export function DecisionForm({ screen, problem, path, goesOn = false }: { screen: CaseShown; problem: DeskProblem | null; path: ActPath; goesOn?: boolean }) {
  const { t } = useTranslation("desk");
  const [reason, setReason] = useState(typedText(problem, "reasonCode"));
  const [question, setQuestion] = useState(typedText(problem, "question"));
  const outcome = typedText(problem, "outcome");
  const { previews, reasons, isBlocked, isOwnCall, needsSecondCheck } = screen;
  const mayApprove = !isBlocked && !isOwnCall;
  const error = problem?.fields["outcome"];
  const told = reasons.find(({ code }) => code === reason)?.told;
  const reject = previews.reject && { ...previews.reject, text: told === undefined ? previews.reject.text : previews.reject.text.replaceAll("…", told) };
  const [refused, setRefused] = useState<ReadonlyMap<number, string>>(() => new Map(screen.people.map(({ position }) => [position, typedText(problem, `refused.${position}`)])));
  const approve = previews.approve && { ...previews.approve, subject: withTally(previews.approve.subject, screen, refused), text: withOutcomes(previews.approve.text, screen, refused) };
  const ask = previews.ask && { ...previews.ask, text: question.trim() === "" ? previews.ask.text : previews.ask.text.replaceAll("…", question.trim()) };
  return (
    // Enter sends a form to where its own address says, whichever button is in sight; from there a question goes on to where questions are asked.
    <Form method="post" action={path("decision")} className="group/decide grid gap-4">
      <input type="hidden" name="version" value={screen.version} />
      <Advice screen={screen} />
      <fieldset
        id="outcome"
        tabIndex={-1}
        aria-describedby={error === undefined ? ADVICE : `${ADVICE} outcome--error`}
        className="grid gap-2 sm:grid-cols-3 lg:grid-cols-1 xl:grid-cols-3"
      >
        <legend className="mb-1 font-semibold">{t("decision.question")}</legend>
        {error === undefined ? null : (
          <div className="col-span-full">
            <FieldError id="outcome--error" error={error} />
          </div>
        )}
        <Choice value="approve" label={t(screen.people.length > 0 ? "people.decide" : needsSecondCheck ? "decision.propose" : "decision.approve")} checked={outcome === "approve"} disabled={!mayApprove} shortcut="e" />
        <Choice value="reject" label={t(screen.people.length > 0 ? "people.rejectAll" : "decision.reject")} checked={outcome === "reject"} />
        {screen.may.ask ? <Choice value="ask" label={t("decision.ask")} checked={outcome === "ask"} /> : null}
      </fieldset>
      {screen.people.length > 0 ? (
        <div className="hidden group-has-[#outcome--approve:checked]/decide:block">
          <PersonOutcomes screen={screen} problem={problem} onChoose={(position, code) => setRefused((before) => new Map([...before, [position, code]]))} />
        </div>
      ) : null}
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
      <div className="hidden gap-4 group-has-[#outcome--ask:checked]/decide:grid">
        <Select
          name="about"
          label={t("decision.askAbout")}
          help={t("decision.askAboutHelp")}
          error={problem?.fields["about"]}
          optional
          placeholder={t("decision.askAboutNone")}
          choices={screen.fields}
          defaultValue={typedText(problem, "about")}
        />
        <TextArea
          name="question"
          label={t("decision.askLabel")}
          help={t("decision.askHelp")}
          rows={4}
          most={2000}
          error={problem?.fields["question"]}
          defaultValue={question}
          onChange={(event) => setQuestion(event.currentTarget.value)}
        />
      </div>
      <div className="group-has-[#outcome--ask:checked]/decide:hidden">
        <TextArea name="note" label={t("decision.note")} help={t("decision.noteHelp")} optional rows={2} most={1000} error={problem?.fields["note"]} defaultValue={typedText(problem, "note")} />
      </div>
      <div className="flex min-h-6 items-center gap-2">
        <input type="checkbox" id="go-on" name="goOn" value="yes" defaultChecked={problem ? typedText(problem, "goOn") === "yes" : goesOn} className="size-4 shrink-0 accent-petrol" />
        <label htmlFor="go-on">{t("decision.goOn")}</label>
      </div>
      <div className="flex flex-wrap gap-2">
        <span className="hidden group-has-[#outcome--approve:checked]/decide:inline">
          <Button size="small">{t(needsSecondCheck ? "decision.propose" : screen.people.length > 0 ? "people.act" : "decision.approve")}</Button>
        </span>
        <span className="hidden group-has-[#outcome--reject:checked]/decide:inline">
          <Button size="small" look="danger">
            {t("decision.reject")}
          </Button>
        </span>
        <span className="hidden group-has-[#outcome--ask:checked]/decide:inline">
          <Button size="small" formAction={path("question")}>
            {t("decision.askAct")}
          </Button>
        </span>
        {/* As long as nothing is chosen there is no word for the act yet; pressed all the same, the page says what is missing. */}
        <span className="group-has-[input[name=outcome]:checked]/decide:hidden">
          <Button size="small">{t("decision.act")}</Button>
        </span>
      </div>
      <div className="grid gap-1 border-t border-line pt-3">
        <p className="text-help group-has-[input[name=outcome]:checked]/decide:hidden">{t("mail.none")}</p>
        <p className="text-help hidden group-has-[#outcome--approve:checked]/decide:block group-has-[#outcome--reject:checked]/decide:block">{t("mail.when")}</p>
        <p className="text-help hidden group-has-[#outcome--ask:checked]/decide:block">{t("mail.whenAsked")}</p>
        {approve ? (
          <div className="hidden group-has-[#outcome--approve:checked]/decide:block">
            <MailPreview mail={approve} />
          </div>
        ) : null}
        {reject ? (
          <div className="hidden group-has-[#outcome--reject:checked]/decide:block">
            <MailPreview mail={reject} />
          </div>
        ) : null}
        {ask ? (
          <div className="hidden group-has-[#outcome--ask:checked]/decide:block">
            <MailPreview mail={ask} />
          </div>
        ) : null}
      </div>
    </Form>
  );
}

/** What describes the choices. */
const ADVICE = "advice";

/** What the rules make of it, as advice: it stands beside the choices and chooses nothing. */
function Advice({ screen }: { screen: CaseShown }) {
  const { t } = useTranslation("desk");
  const { isBlocked, isObjected, isOwnCall, needsSecondCheck } = screen;
  const points = pointsOf(screen);
  const isClear = !isBlocked && points === 0;
  return (
    <div id={ADVICE}>
      <Notice kind={isBlocked ? "late" : points > 0 ? "warn" : "info"} title={t("decision.advice.title")}>
        <p>{isObjected ? t("decision.advice.objected") : isBlocked ? t("decision.blocked") : isClear ? t("decision.advice.clear") : t("decision.advice.look", { count: points })}</p>
        {needsSecondCheck && !isBlocked && !isOwnCall ? <p>{t("decision.needsSecondCheck")}</p> : null}
        {isOwnCall && !isBlocked ? <p>{t("decision.ownCall")}</p> : null}
      </Notice>
    </div>
  );
}

function Choice({ value, label, checked, disabled = false, shortcut }: { value: string; label: string; checked: boolean; disabled?: boolean; shortcut?: string }) {
  const id = `outcome--${value}`;
  return (
    <div className="relative flex min-h-9 items-center gap-2 rounded-md border border-edge bg-sheet px-3 has-checked:border-petrol has-checked:bg-petrol-tint has-disabled:opacity-60">
      <input type="radio" id={id} name="outcome" value={value} defaultChecked={checked} disabled={disabled} aria-keyshortcuts={shortcut} className="relative z-10 size-4 shrink-0 accent-petrol" />
      <label htmlFor={id} className="after:absolute after:inset-0">
        {label}
      </label>
    </div>
  );
}
