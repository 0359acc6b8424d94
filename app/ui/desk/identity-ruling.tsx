import { Form } from "@remix-run/react";
import { Eye, TriangleAlert } from "lucide-react";
import { useTranslation } from "react-i18next";

import { Button } from "../button.tsx";
import { TextArea } from "../field.tsx";
import { Notice } from "../notice.tsx";
import type { ActPath, CaseShown, Compared, DeskFormat, DeskProblem } from "./screen.ts";
import { typedText } from "./typed.ts";

type Ruling = { screen: CaseShown; problem: DeskProblem | null; format: DeskFormat; path: ActPath; compared: readonly Compared[] | null };

/**
 * What a bank said, or AMP found at the door, differs from what we know: the desk looks, and rules with a note. Acceptance counts when a second person agrees (D15), and
 * each of the two has looked first: until then the page leads there, and the button to accept waits.
 */
export function IdentityRuling({ screen, problem, format, path, compared }: Ruling) {
  const { t } = useTranslation(["desk", "by-hand"]);
  const { ruling, hasLooked, hasAnswers } = screen.round ?? { ruling: null, hasLooked: false, hasAnswers: false };
  const mayRule = ruling === null ? screen.may.judgeIdentity : screen.may.secondIdentity && !ruling.isMine;
  // Somebody asked for another way, and nothing was said of anybody: there is nothing to look at, and nothing to accept.
  if (!hasAnswers) {
    return (
      <div className="grid gap-4">
        <p>{t("by-hand:asked.lead")}</p>
        {mayRule ? <RulingForm hasLooked={false} hasAnswers={false} problem={problem} path={path} /> : null}
      </div>
    );
  }
  return (
    <div className="grid gap-4">
      <p>{t("identity.lead")}</p>
      {ruling === null ? null : <Proposal ruling={ruling} format={format} />}
      {mayRule && !hasLooked ? (
        <Notice kind="warn" title={t("identity.first.title")}>
          <p id={LOOK_FIRST}>{t(ruling === null ? "identity.first.propose" : "identity.first.agree")}</p>
        </Notice>
      ) : null}
      {mayRule && compared === null ? (
        <Form method="post" action={path("bank-answers")} className="grid justify-items-start gap-1">
          <Button size="small" look={hasLooked ? "other" : "main"} icon={Eye}>
            {t(hasLooked ? "identity.lookAgain" : "identity.look")}
          </Button>
          <p className="text-help">{t("identity.lookHelp")}</p>
        </Form>
      ) : null}
      {compared?.map((one) => <Comparison key={one.partyId} compared={one} />)}
      {compared?.length === 0 ? <Notice kind="warn">{t("identity.gone")}</Notice> : null}
      {mayRule ? ruling === null ? <RulingForm hasLooked={hasLooked} hasAnswers problem={problem} path={path} /> : <CheckForm hasLooked={hasLooked} problem={problem} path={path} /> : null}
    </div>
  );
}

/** What the button to accept waits for. */
const LOOK_FIRST = "look-first";

function Comparison({ compared }: { compared: Compared }) {
  const { t } = useTranslation("desk");
  if (compared.isGone) return <Notice kind="warn">{t("identity.gone")}</Notice>;
  return (
    <div className="overflow-x-auto rounded-md border border-line">
      <table className="w-full border-collapse text-left">
        <caption className="px-3 py-2 text-left font-semibold">{t("identity.caption", { name: compared.name, role: t(`role.${compared.role}`) })}</caption>
        <thead className="text-soft">
          <tr className="border-y border-line">
            <th scope="col" className="px-3 py-1.5 font-normal">{t("identity.what")}</th>
            <th scope="col" className="px-3 py-1.5">{t("identity.known")}</th>
            <th scope="col" className="px-3 py-1.5">{t(`identity.toldBy.${compared.source}`)}</th>
          </tr>
        </thead>
        <tbody>
          {compared.rows.map(({ key, known, told, differs }) => (
            <tr key={key} className={differs ? "bg-soon-tint" : undefined}>
              <th scope="row" className="px-3 py-1.5 font-normal">{t(`identity.row.${key}`)}</th>
              <td className="px-3 py-1.5">{known || <span className="text-soft">{t("identity.unknown")}</span>}</td>
              <td className="px-3 py-1.5">
                {told || <span className="text-soft">{t("identity.unknown")}</span>}
                {differs ? (
                  <span className="flex items-center gap-1 font-semibold text-soon sm:ml-2 sm:inline-flex">
                    <TriangleAlert aria-hidden className="size-3.5" />
                    {t("identity.differs")}
                  </span>
                ) : null}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

type FormProps = { hasLooked: boolean } & Pick<Ruling, "problem" | "path">;

function RulingForm({ hasLooked, hasAnswers, problem, path }: FormProps & { hasAnswers: boolean }) {
  const { t } = useTranslation(["desk", "by-hand"]);
  return (
    <Form method="post" action={path("acceptance")} className="grid gap-3">
      <TextArea name="note" label={t("identity.note")} help={t("identity.noteHelp")} rows={2} most={1000} error={problem?.fields["note"]} defaultValue={typedText(problem, "note")} />
      <div className="flex flex-wrap gap-2">
        {hasAnswers ? (
          <Button size="small" disabled={!hasLooked} aria-describedby={hasLooked ? undefined : LOOK_FIRST}>
            {t("identity.accept")}
          </Button>
        ) : null}
        <Button size="small" look="other" formAction={path("repetition")}>
          {t("identity.again")}
        </Button>
        <Button size="small" look="danger" formAction={path("refusal")}>
          {t("identity.refuse")}
        </Button>
      </div>
      <p className="text-help">{t(hasAnswers ? "identity.consequences" : "by-hand:asked.consequences")}</p>
    </Form>
  );
}

function Proposal({ ruling, format }: { ruling: NonNullable<NonNullable<CaseShown["round"]>["ruling"]>; format: DeskFormat }) {
  const { t } = useTranslation("desk");
  const title = t("identity.proposed", { name: ruling.by, moment: ruling.at ? `${format.shortDate(ruling.at)} ${format.time(ruling.at)}` : "" });
  return (
    <Notice kind="info" title={title}>
      {ruling.note ? <q>{ruling.note}</q> : null}
      {ruling.isMine ? <p>{t("identity.ownProposal")}</p> : null}
    </Notice>
  );
}

function CheckForm({ hasLooked, problem, path }: FormProps) {
  const { t } = useTranslation("desk");
  return (
    <Form method="post" action={path("acceptance-check")} className="grid gap-3">
      <TextArea name="note" label={t("identity.checkNote")} optional rows={2} most={1000} error={problem?.fields["note"]} defaultValue={typedText(problem, "note")} />
      <div className="flex flex-wrap gap-2">
        <Button size="small" name="agree" value="yes" disabled={!hasLooked} aria-describedby={hasLooked ? undefined : LOOK_FIRST}>
          {t("identity.agree")}
        </Button>
        <Button size="small" look="danger" name="agree" value="no">
          {t("identity.disagree")}
        </Button>
      </div>
    </Form>
  );
}
