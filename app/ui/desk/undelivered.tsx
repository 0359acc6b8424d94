import { Form, Link } from "@remix-run/react";
import { useTranslation } from "react-i18next";

import { Button } from "../button.tsx";
import { RadioGroup } from "../choices.tsx";
import { ErrorSummary } from "../error-summary.tsx";
import { TextArea } from "../field.tsx";
import { Notice } from "../notice.tsx";
import { Card, DefinitionList, EmptyState, PageTitle } from "../section.tsx";
import { StatusTag } from "../status-tag.tsx";
import type { DeskFormat, DeskProblem } from "./screen.ts";
import { typedText } from "./typed.ts";

type Address = { holderId: string; role: string; name: string; email: string; isTheSame: boolean; needsSecond: boolean };

type Line = {
  id: string;
  userNumber: string;
  user: string;
  practice: string;
  agbCode: string;
  recipient: string;
  cause: "refused" | "returned";
  statusCode: string | null;
  foundAt: string;
  addresses: readonly Address[];
  /** What comes of it when the number is not sent any more. */
  givenUp: "account-ends" | "is-known" | "nothing";
  proposal: { by: string; isMine: boolean; at: string; holderId: string; address: string; note: string } | null;
  request: string | null;
};

type Shown = { title: string; change: string; lines: readonly Line[] };
type Face = { shown: Shown; format: DeskFormat; problem: DeskProblem | null; done?: string | null };

/** User numbers that did not arrive, each with the registered addresses to which it may go instead. */
export function Undelivered({ shown, format, problem, done = null }: Face) {
  const { t } = useTranslation("undelivered");
  const about = problem?.values["id"];
  return (
    <>
      <PageTitle title={shown.title} lead={t("lead")} />
      <ErrorSummary problem={problem} labels={{ to: t("to"), note: t("note") }} />
      {done && !problem ? <Notice kind="well" live>{t(`done.${done}`)}</Notice> : null}
      {shown.lines.length === 0 ? <EmptyState title={t("none")}>{t("noneText")}</EmptyState> : null}
      <div className="grid max-w-4xl gap-4">
        {shown.lines.map((line) => (
          <OneNumber key={line.id} line={line} change={shown.change} format={format} problem={about === line.id ? problem : null} />
        ))}
      </div>
    </>
  );
}

function OneNumber({ line, change, format, problem }: { line: Line; change: string } & Omit<Face, "shown" | "done">) {
  const { t } = useTranslation("undelivered");
  const { proposal } = line;
  return (
    <Card title={`${line.practice} · ${line.agbCode}`} aside={<StatusTag tone="late">{t(`cause.${line.cause}`)}</StatusTag>}>
      <div className="grid gap-4">
        <DefinitionList
          facts={[
            { label: t("user"), value: `${line.user} · ${line.userNumber}` },
            { label: t("recipient"), value: line.recipient },
            { label: t("found"), value: format.dateTime(line.foundAt) },
            { label: t("status"), value: line.statusCode },
          ]}
        />
        {proposal ? <Notice kind="info">{t("proposed", { who: proposal.by, when: format.dateTime(proposal.at), address: proposal.address, note: proposal.note })}</Notice> : null}
        {line.addresses.length === 0 ? <Notice kind="warn">{t("noAddress")}</Notice> : null}
        <Form method="post" action={`/undelivered/${line.id}`} className="grid gap-3">
          <input type="hidden" name="id" value={line.id} />
          {line.addresses.length === 0 ? null : (
            <RadioGroup
              name="to"
              id={`to-${line.id}`}
              label={t("to")}
              help={t("toHelp")}
              error={problem?.fields["to"]}
              value={typedText(problem, "to") || proposal?.holderId || line.addresses[0]?.holderId}
              choices={line.addresses.map((address) => ({ value: address.holderId, label: t("address", address), help: helpOf(address, t) }))}
            />
          )}
          <Link to={change} className="justify-self-start text-link underline">
            {t("change")}
          </Link>
          <TextArea name="note" id={`note-${line.id}`} label={t("note")} help={t("noteHelp")} rows={2} most={1000} error={problem?.fields["note"]} defaultValue={typedText(problem, "note")} />
          <p className="text-soft">{t(`givingUp.${line.givenUp}`)}</p>
          {proposal?.isMine ? <p className="text-soft">{t("own")}</p> : null}
          <div className="flex flex-wrap items-center gap-2">
            {line.addresses.length === 0 ? null : (
              <Button size="small" name="outcome" value="send">
                {t(proposal && !proposal.isMine ? "agree" : "send")}
              </Button>
            )}
            <Button size="small" look="other" name="outcome" value="end">
              {t("end")}
            </Button>
          </div>
        </Form>
        {line.request === null ? null : (
          <Link to={line.request} className="justify-self-start text-link underline">
            {t("request")}
          </Link>
        )}
      </div>
    </Card>
  );
}

/** What choosing it means. */
function helpOf({ isTheSame, needsSecond }: Address, t: (key: string) => string): string | undefined {
  const sentences = [isTheSame ? t("same") : "", needsSecond ? t("second") : ""].filter(Boolean);
  return sentences.length === 0 ? undefined : sentences.join(" ");
}
