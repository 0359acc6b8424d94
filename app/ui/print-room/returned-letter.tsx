import { Form, Link } from "@remix-run/react";
import { useTranslation } from "react-i18next";

import { Button } from "../button.tsx";
import type { DeskFormat, DeskProblem } from "../desk/screen.ts";
import { typedText } from "../desk/typed.ts";
import { TextArea } from "../field.tsx";
import { Notice } from "../notice.tsx";
import { Card, DefinitionList } from "../section.tsx";
import { StatusTag } from "../status-tag.tsx";

export type ReturnShown = {
  id: string;
  reference: string;
  reason: string;
  registeredAt: string;
  registeredBy: string;
  addressee: readonly string[];
  /** Whose PIN was in it; null for a letter without one. */
  user: { name: string; userNumber: string | null } | null;
  practice: string;
  changedOn: string | null;
  proposal: { by: string; isMine: boolean; at: string } | null;
  request: string | null;
};

type Face = { line: ReturnShown; format: DeskFormat; mayRenew: boolean; problem: DeskProblem | null };

/** One letter that came back, with what somebody has to know before a new one may go to that address. */
export function ReturnedLetter({ line, format, mayRenew, problem }: Face) {
  const { t } = useTranslation("returned-post");
  const { id, proposal } = line;
  return (
    <Card
      title={
        <>
          <span className="font-mono">{line.reference}</span> · {line.practice}
        </>
      }
      aside={<StatusTag tone={line.reason === "opened" ? "late" : "soon"}>{t(`reason.${line.reason}`)}</StatusTag>}
    >
      <div className="grid gap-4">
        <DefinitionList
          facts={[
            { label: t("open.to"), value: line.addressee.join("\n") },
            line.user === null ? { label: t("open.pin"), value: t("open.noPin") } : { label: t("open.user"), value: [line.user.name, line.user.userNumber].filter(Boolean).join(" · ") },
            { label: t("open.registered"), value: t("open.by", { when: format.dateTime(line.registeredAt), who: line.registeredBy }) },
          ]}
        />
        {line.changedOn === null ? null : (
          <Notice kind="warn" title={t("open.changed", { date: format.dateOnly(line.changedOn) })}>
            {t("open.changedNote")}
          </Notice>
        )}
        {proposal ? <Notice kind="info">{t("open.proposed", { who: proposal.by, when: format.dateTime(proposal.at) })}</Notice> : null}
        {mayRenew ? (
          <Form method="post" action={`/returned-post/${id}`} className="grid gap-3">
            <input type="hidden" name="id" value={id} />
            <TextArea name="note" id={`note-${id}`} label={t("open.note")} help={t("open.noteHelp")} rows={2} most={1000} error={problem?.fields["note"]} defaultValue={typedText(problem, "note")} />
            <div className="flex flex-wrap items-center gap-2">
              {proposal?.isMine ? (
                <p className="text-soft">{t("open.own")}</p>
              ) : (
                <Button size="small" name="outcome" value="sent-again">
                  {t(proposal ? "open.agree" : line.changedOn === null ? "open.sendAgain" : "open.propose")}
                </Button>
              )}
              <Button size="small" look="other" name="outcome" value="ended">
                {t("open.end")}
              </Button>
            </div>
          </Form>
        ) : null}
        {line.request === null ? null : (
          <Link to={line.request} className="justify-self-start text-link underline">
            {t("open.request")}
          </Link>
        )}
      </div>
    </Card>
  );
}
