import { Form, Link } from "@remix-run/react";
import { ChevronsRight, Hand, RotateCcw } from "lucide-react";
import { useTranslation } from "react-i18next";

import { Button } from "../button.tsx";
import { Reissues } from "../customers/reissues.tsx";
import { ErrorSummary } from "../error-summary.tsx";
import { TextArea, TextInput } from "../field.tsx";
import { Notice } from "../notice.tsx";
import { Card, DefinitionList } from "../section.tsx";
import { ByHandCheck } from "./by-hand-check.tsx";
import { Conflict } from "./conflict.tsx";
import { DecisionForm } from "./decision-form.tsx";
import { Files } from "./files.tsx";
import { IdentityRuling } from "./identity-ruling.tsx";
import { MailPreview } from "./mail-preview.tsx";
import { PhoneAnswer, Questions } from "./questions.tsx";
import { Round } from "./round.tsx";
import { SameActs } from "./same-forms.tsx";
import type { ActPath, CaseShown, Compared, DeskFormat, DeskProblem } from "./screen.ts";
import { SentLetters } from "./sent-letters.tsx";
import { Tasks } from "./tasks.tsx";
import { typedText } from "./typed.ts";
import { UndoForm } from "./undo-form.tsx";

type Acts = { screen: CaseShown; problem: DeskProblem | null; format: DeskFormat; path: ActPath; next: { action: string; list: string }; goesOn?: boolean; compared?: readonly Compared[] | null };

/** What can be done with a request now: an act is offered because the table of the life cycle has it, and this person may do it. */
export function CaseActs(acts: Acts) {
  const { t } = useTranslation("desk");
  const { screen, problem } = acts;
  // While people identify, how far they are comes right after what can be done.
  const isUnderWay = screen.status === "identifying" || screen.status === "identification-desk";
  const round = screen.round && screen.round.parties.length > 0 ? <Round {...acts} round={screen.round} /> : null;
  return (
    <>
      {problem ? <Refused {...acts} problem={problem} /> : null}
      <Card title={t("next.title")} acts={screen.id} anchor="acts">
        <div className="grid gap-4">
          <NextAct {...acts} />
          <NextOne {...acts} />
        </div>
      </Card>
      {screen.round?.parties.map((party) => (party.byHand ? <ByHandCheck key={party.byHand.id} {...acts} party={party} byHand={party.byHand} /> : null))}
      {isUnderWay ? round : null}
      {screen.same === null ? null : <SameActs {...acts} same={screen.same} />}
      {screen.tasks.length > 0 ? <Tasks {...acts} /> : null}
      {screen.sentLetters.length > 0 ? <SentLetters screen={screen} format={acts.format} /> : null}
      {screen.reissues.length > 0 ? <Replacing screen={screen} format={acts.format} /> : null}
      {screen.files.length > 0 || screen.may.addFiles ? <Files {...acts} /> : null}
      {screen.questions.length > 0 ? <Questions screen={screen} format={acts.format} /> : null}
      {isUnderWay ? null : round}
      <Notes {...acts} />
    </>
  );
}

/** The certificate that its holder replaces: an effect that waits for nobody at the office. */
function Replacing({ screen, format }: Pick<Acts, "screen" | "format">) {
  const { t } = useTranslation("common");
  return (
    <Card title={t("reissue.title")}>
      <p className="mb-2 max-w-text text-help">{t("reissue.lead")}</p>
      <Reissues lines={screen.reissues} here="request" format={format} />
    </Card>
  );
}

/** Says what was not done; when somebody else was first, what both wanted. */
function Refused({ screen, problem, format }: Acts & { problem: DeskProblem }) {
  const { t } = useTranslation("desk");
  const isMoved = ["request.moved", "request.moved-by", "request.moved-by-you"].includes(problem.code);
  // Nothing was answered wrong: a choice is still to be made.
  const isUnchosen = Object.keys(problem.fields).join() === "outcome";
  return (
    <div className="grid gap-3" key={problem.correlationId}>
      <ErrorSummary problem={problem} title={isUnchosen ? t("decision.unchosen") : undefined} hasCode={!isMoved} labels={{ outcome: t("decision.question"), answer: t("phone.answer"), others: t("same.choose"), note: t("decision.note"), checkNote: t("by-hand:check.note"), question: t("decision.askLabel"), reasonCode: t("decision.reason"), text: t("notes.label"), reason: t("takeOver.reason") }} />
      {isMoved ? <Conflict screen={screen} problem={problem} format={format} /> : null}
    </div>
  );
}

function NextAct(acts: Acts) {
  const { t } = useTranslation("desk");
  const { screen, format, path, problem, compared = null } = acts;
  const { claim, decision, may } = screen;
  const has = (act: CaseShown["acts"][number]) => screen.acts.includes(act);

  if (has("claim")) {
    return (
      <>
        <p>{t("next.unclaimed")}</p>
        {decision?.note ? <q className="text-soft">{decision.note}</q> : null}
        {may.claim ? <SimpleAct action={path("claim")} icon={Hand} label={t("claim.act")} shortcut="a" /> : null}
      </>
    );
  }
  if (has("approve") && claim?.isMine && may.decide) {
    return (
      <>
        <DecisionForm {...acts} />
        <Form method="post" action={path("release")} className="border-t border-line pt-3">
          <Button size="small" look="quiet" icon={RotateCcw}>
            {t("release.act")}
          </Button>
        </Form>
      </>
    );
  }
  if (has("take-over") && claim) {
    return (
      <>
        <Notice kind="warn">{t("takeOver.claimedBy", { name: claim.name, time: format.time(claim.since) })}</Notice>
        {may.takeOver ? (
          <Form method="post" action={path("take-over")} className="grid gap-3">
            <TextInput name="reason" label={t("takeOver.reason")} help={t("takeOver.help")} most={500} error={problem?.fields["reason"]} defaultValue={typedText(problem, "reason")} />
            <div>
              <Button size="small" look="other" icon={Hand}>
                {t("takeOver.act")}
              </Button>
            </div>
          </Form>
        ) : null}
      </>
    );
  }
  if (has("second-approve")) return <SecondCheck {...acts} />;
  if (has("undo")) {
    return (
      <>
        <Decided {...acts} />
        {screen.undoSeconds === null ? <p className="text-soft">{t("undo.leaving")}</p> : <UndoForm key={screen.version} action={path("undo")} seconds={screen.undoSeconds} />}
      </>
    );
  }
  if (has("refuse-identity")) return <IdentityRuling screen={screen} problem={problem} format={format} path={path} compared={compared} />;
  return (
    <>
      <p>{t(whatComes(screen))}</p>
      <Decided {...acts} />
      {has("answer-by-phone") && may.ask ? <PhoneAnswer {...acts} /> : null}
      {screen.delivery ? (
        <DefinitionList
          facts={[
            screen.delivery.hasNumber && { label: t("delivery.number"), value: <NumberSent delivery={screen.delivery} format={format} /> },
            { label: t("delivery.letter"), value: screen.delivery.letterPostedAt ? format.dateTime(screen.delivery.letterPostedAt) : t("delivery.notYet") },
          ].filter((fact) => fact !== false)}
        />
      ) : null}
    </>
  );
}

/** When the user number left; of one that did not arrive, the way to where that is dealt with. */
function NumberSent({ delivery, format }: Pick<Acts, "format"> & { delivery: NonNullable<CaseShown["delivery"]> }) {
  const { t } = useTranslation("desk");
  const { undeliveredAt, solve, numberSentAt } = delivery;
  if (undeliveredAt === null) return <>{numberSentAt ? format.dateTime(numberSentAt) : t("delivery.notYet")}</>;
  return (
    <>
      {t("delivery.undelivered", { date: format.dateTime(undeliveredAt) })}
      {solve === null ? null : <Link to={solve} className="ml-2 text-link underline">{t("delivery.solve")}</Link>}
    </>
  );
}

/** On to the next request, once this one needs nothing more of whoever looks at it. */
function NextOne({ screen, next }: Acts) {
  const { t } = useTranslation("desk");
  const isInHand = screen.status === "submitted" || screen.status === "identification-desk" || (screen.status === "second-check" && !screen.decision?.isMine) || (screen.status === "in-review" && screen.claim?.isMine);
  if (isInHand || !screen.may.claim) return null;
  return (
    <Form method="post" action={next.action} className="border-t border-line pt-3">
      <input type="hidden" name="list" value={next.list} />
      <Button size="small" look="other" icon={ChevronsRight} data-act-key="n">
        {t("queue.next")}
      </Button>
    </Form>
  );
}

function SimpleAct({ action, icon, label, shortcut }: { action: string; icon: typeof Hand; label: string; shortcut: string }) {
  return (
    <Form method="post" action={action}>
      <Button size="small" icon={icon} aria-keyshortcuts={shortcut} data-act-key={shortcut}>
        {label}
      </Button>
    </Form>
  );
}

/** The second pair of eyes sees exactly what it approves, and is never the first (D15). */
function SecondCheck(acts: Acts) {
  const { t } = useTranslation("desk");
  const { screen, problem, path } = acts;
  return (
    <>
      <Decided {...acts} />
      {screen.decision?.isMine ? <Notice kind="info">{t("second.own")}</Notice> : null}
      {screen.isOwnCall ? <Notice kind="info">{t("second.ownCall")}</Notice> : null}
      {screen.isCallersProposal ? <Notice kind="warn">{t("second.callersProposal", { name: screen.decision?.by ?? "" })}</Notice> : null}
      {screen.may.secondCheck && !screen.decision?.isMine ? (
        <Form method="post" action={path("second-check")} className="grid gap-3">
          <input type="hidden" name="version" value={screen.version} />
          <TextArea name="note" label={t("second.note")} help={t("second.noteHelp")} optional rows={2} most={1000} error={problem?.fields["note"]} defaultValue={typedText(problem, "note")} />
          <div className="flex flex-wrap gap-2">
            <Button size="small" name="outcome" value="approve" disabled={screen.isOwnCall || screen.isCallersProposal}>
              {t("second.approve")}
            </Button>
            <Button size="small" look="danger" name="outcome" value="return">
              {t("second.return")}
            </Button>
          </div>
        </Form>
      ) : null}
      {screen.previews.approve ? (
        <div className="grid gap-1 border-t border-line pt-3">
          <p className="text-help">{t("mail.when")}</p>
          <MailPreview mail={screen.previews.approve} />
        </div>
      ) : null}
    </>
  );
}

function Decided({ screen: { decision }, format }: Acts) {
  const { t } = useTranslation("desk");
  if (decision === null) return null;
  const moment = (at: string | null) => (at === null ? "" : `${format.shortDate(at)} ${format.time(at)}`);
  return (
    <DefinitionList
      facts={[
        { label: t("decided.what"), value: decision.tally === null ? t(`decided.${decision.what}`) : t("decided.partly", decision.tally) },
        { label: t("decided.by"), value: `${decision.by}, ${moment(decision.at)}` },
        { label: t("decided.second"), value: decision.second ? `${decision.second.by}, ${moment(decision.second.at)}` : null },
        { label: t("decision.reason"), value: decision.reason },
        { label: t("decision.note"), value: decision.note },
      ]}
    />
  );
}

function Notes({ screen, problem, format, path }: Acts) {
  const { t } = useTranslation("desk");
  return (
    <Card title={t("notes.title")} acts={`${screen.id} notes`}>
      <div id="notes" className="grid gap-3">
        {screen.notes.length === 0 ? <p className="text-soft">{t("notes.none")}</p> : null}
        <ul className="grid gap-2">
          {screen.notes.map((note) => (
            <li key={note.id} className="grid gap-0.5 border-l-2 border-line pl-3">
              <span className="text-help">
                {note.by} · {format.shortDate(note.writtenAt)} {format.time(note.writtenAt)}
              </span>
              <span className="whitespace-pre-line">{note.text}</span>
            </li>
          ))}
        </ul>
        {screen.may.note ? (
          <Form key={screen.notes.length} method="post" action={path("notes")} className="grid gap-2">
            <TextArea name="text" label={t("notes.label")} help={t("notes.help")} rows={2} most={2000} error={problem?.fields["text"]} defaultValue={typedText(problem, "text")} />
            <div>
              <Button size="small" look="other">
                {t("notes.act")}
              </Button>
            </div>
          </Form>
        ) : null}
      </div>
    </Card>
  );
}

/** The key of the sentence that says what happens next, or how it ended. */
function whatComes({ status, tasks, ending, delivery }: CaseShown): string {
  if (tasks.some(({ done }) => done === null)) return "next.byHand";
  if (status === "fulfilling" || status === "done") return `next.${ending}.${status}`;
  return status === "lapsed" && delivery ? "next.undelivered" : `next.status.${status}`;
}
