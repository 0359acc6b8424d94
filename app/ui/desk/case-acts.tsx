import { Form } from "@remix-run/react";
import { ChevronsRight, Hand, RotateCcw } from "lucide-react";
import { useTranslation } from "react-i18next";

import { Button } from "../button.tsx";
import { ErrorSummary } from "../error-summary.tsx";
import { TextArea, TextInput } from "../field.tsx";
import { Notice } from "../notice.tsx";
import { Card, DefinitionList } from "../section.tsx";
import { StatusTag, type Tone } from "../status-tag.tsx";
import { DecisionForm } from "./decision-form.tsx";
import { IdentityRuling } from "./identity-ruling.tsx";
import { MailPreview } from "./mail-preview.tsx";
import type { ActPath, CaseShown, Compared, DeskFormat, DeskProblem } from "./screen.ts";
import { typedText } from "./typed.ts";
import { UndoForm } from "./undo-form.tsx";

type Acts = { screen: CaseShown; problem: DeskProblem | null; format: DeskFormat; path: ActPath; next: string; compared?: readonly Compared[] | null };

/** What can be done with a request now: an act is offered because the table of the life cycle has it, and this person may do it. */
export function CaseActs(acts: Acts) {
  const { t } = useTranslation("desk");
  const { screen, problem } = acts;
  return (
    <>
      {problem ? <Refused {...acts} problem={problem} /> : null}
      <Card title={t("next.title")}>
        <div className="grid gap-4">
          <NextAct {...acts} />
          <NextOne {...acts} />
        </div>
      </Card>
      {screen.round && screen.round.parties.length > 0 ? <Round {...acts} round={screen.round} /> : null}
      <Notes {...acts} />
    </>
  );
}

/** Says what was not done, and gives back what was typed when its form is no longer there. */
function Refused({ screen, problem }: Acts & { problem: DeskProblem }) {
  const { t } = useTranslation("desk");
  const text = [typedText(problem, "note"), typedText(problem, "reason")].filter(Boolean).join("\n");
  const isMoved = problem.code === "request.moved" || problem.code === "request.moved-by";
  return (
    <div className="grid gap-3" key={problem.correlationId}>
      <ErrorSummary problem={problem} labels={{ note: t("decision.note"), reasonCode: t("decision.reason"), text: t("notes.label"), reason: t("takeOver.reason") }} />
      {isMoved && text !== "" ? (
        <Notice kind="info" title={t("moved.typed", { reference: screen.reference })}>
          <p className="whitespace-pre-line">{text}</p>
        </Notice>
      ) : null}
    </div>
  );
}

function NextAct(acts: Acts) {
  const { t } = useTranslation("desk");
  const { screen, format, path, problem, compared = null } = acts;
  const { status, claim, decision, may } = screen;
  const has = (act: CaseShown["acts"][number]) => screen.acts.includes(act);

  if (has("claim")) {
    return (
      <>
        <p>{t("next.unclaimed")}</p>
        {decision?.note ? <q className="text-soft">{decision.note}</q> : null}
        {may.claim ? <SimpleAct action={path("claim")} icon={Hand} label={t("claim.act")} /> : null}
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
            <TextInput name="reason" label={t("takeOver.reason")} help={t("takeOver.help")} maxLength={500} error={problem?.fields["reason"]} defaultValue={typedText(problem, "reason")} />
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
      <p>{t(`next.status.${status}`)}</p>
      <Decided {...acts} />
      {screen.delivery ? (
        <DefinitionList
          facts={[
            { label: t("delivery.number"), value: screen.delivery.numberSentAt ? format.dateTime(screen.delivery.numberSentAt) : t("delivery.notYet") },
            { label: t("delivery.letter"), value: screen.delivery.letterPostedAt ? format.dateTime(screen.delivery.letterPostedAt) : t("delivery.notYet") },
          ]}
        />
      ) : null}
    </>
  );
}

/** On to the next request, once this one needs nothing more of whoever looks at it. */
function NextOne({ screen, next }: Acts) {
  const { t } = useTranslation("desk");
  const isInHand = screen.status === "submitted" || screen.status === "identification-desk" || (screen.status === "second-check" && !screen.decision?.isMine) || (screen.status === "in-review" && screen.claim?.isMine);
  if (isInHand || !screen.may.claim) return null;
  return (
    <Form method="post" action={next} className="border-t border-line pt-3">
      <Button size="small" look="other" icon={ChevronsRight}>
        {t("queue.next")}
      </Button>
    </Form>
  );
}

function SimpleAct({ action, icon, label }: { action: string; icon: typeof Hand; label: string }) {
  return (
    <Form method="post" action={action}>
      <Button size="small" icon={icon}>
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
      {screen.previews.approve ? <MailPreview mail={screen.previews.approve} /> : null}
      {screen.decision?.isMine ? <Notice kind="info">{t("second.own")}</Notice> : null}
      {screen.may.secondCheck && !screen.decision?.isMine ? (
        <Form method="post" action={path("second-check")} className="grid gap-3">
          <input type="hidden" name="version" value={screen.version} />
          <TextArea name="note" label={t("second.note")} help={t("second.noteHelp")} optional rows={2} maxLength={1000} error={problem?.fields["note"]} defaultValue={typedText(problem, "note")} />
          <div className="flex flex-wrap gap-2">
            <Button size="small" name="outcome" value="approve">
              {t("second.approve")}
            </Button>
            <Button size="small" look="danger" name="outcome" value="return">
              {t("second.return")}
            </Button>
          </div>
        </Form>
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
        { label: t("decided.what"), value: t(`decided.${decision.what}`) },
        { label: t("decided.by"), value: `${decision.by}, ${moment(decision.at)}` },
        { label: t("decided.second"), value: decision.second ? `${decision.second.by}, ${moment(decision.second.at)}` : null },
        { label: t("decision.reason"), value: decision.reason },
        { label: t("decision.note"), value: decision.note },
      ]}
    />
  );
}

const STAGE_TONES: Record<string, Tone> = { match: "well", near: "soon", mismatch: "late", denied: "late", confirmed: "waiting", opened: "waiting" };

/** How far each person who was asked to identify has come (D24). */
function Round({ round, format }: Acts & { round: NonNullable<CaseShown["round"]> }) {
  const { t } = useTranslation("desk");
  return (
    <Card title={t("round.title")} aside={round.status === "open" ? <span className="text-help">{t("round.until", { date: format.date(round.expiresAt) })}</span> : undefined}>
      <ul className="grid">
        {round.parties.map((party) => (
          <li key={party.id} className="flex flex-wrap items-center justify-between gap-2 border-b border-line py-1.5 last:border-0">
            <span>
              {party.name} <span className="text-soft">· {t(`role.${party.role}`)}</span>
            </span>
            <span className="flex flex-wrap items-center gap-2">
              {party.at ? <span className="text-help">{format.shortDate(party.at)} {format.time(party.at)}</span> : null}
              <StatusTag tone={STAGE_TONES[party.stage] ?? "plain"}>{t(`round.stage.${party.stage}`)}</StatusTag>
            </span>
          </li>
        ))}
      </ul>
      {round.everybody ? <p className="mt-2 text-help">{t("round.everybody")}</p> : null}
    </Card>
  );
}

function Notes({ screen, problem, format, path }: Acts) {
  const { t } = useTranslation("desk");
  return (
    <Card title={t("notes.title")}>
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
            <TextArea name="text" label={t("notes.label")} help={t("notes.help")} rows={2} maxLength={2000} error={problem?.fields["text"]} defaultValue={typedText(problem, "text")} />
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
