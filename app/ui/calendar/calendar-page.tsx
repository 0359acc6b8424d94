import { Form } from "@remix-run/react";
import { useTranslation } from "react-i18next";

import { Button } from "../button.tsx";
import type { DeskFormat } from "../desk/screen.ts";
import { Card, PageTitle } from "../section.tsx";
import { ChangeForm } from "./change-form.tsx";
import { Difference, Moves } from "./consequences.tsx";
import type { DifferenceShown, MonthShown, MovesShown, NamedDay } from "./shown.ts";
import { YearPicture } from "./year-picture.tsx";

type ProposalShown = { id: number; by: string; at: string; reason: string; difference: DifferenceShown; moves: MovesShown; mayPublish: boolean; mayWithdraw: boolean };

type Props = {
  title: string;
  year: number;
  today: string;
  version: number;
  flavour: "office" | "legal";
  months: readonly MonthShown[];
  named: readonly NamedDay[];
  closed: readonly NamedDay[];
  proposal: ProposalShown | null;
  mayPropose: boolean;
  yearPath: (year?: number) => string;
  previewPath: string;
  decisionPath: (id: number) => string;
  requestPath: (id: string) => string;
  format: DeskFormat;
};

/** The working days of the office (D10): the proposal that waits, the year, and the form for a change. */
export function CalendarPage({ title, year, today, version, flavour, months, named, closed, proposal, mayPropose, yearPath, previewPath, decisionPath, requestPath, format }: Props) {
  const { t } = useTranslation("calendar");
  return (
    <>
      <PageTitle title={title} lead={t("lead")} kicker={t("kicker", { version, flavour: t(`flavour.${flavour}`) })} />
      {proposal ? <OpenProposal proposal={proposal} action={decisionPath(proposal.id)} requestPath={requestPath} format={format} /> : null}
      <YearPicture year={year} today={today} months={months} named={named} yearPath={yearPath} format={format} />
      {mayPropose ? <ChangeForm action={previewPath} flavour={flavour} closed={closed} problem={null} format={format} /> : null}
    </>
  );
}

function OpenProposal({ proposal, action, requestPath, format }: { proposal: ProposalShown; action: string; requestPath: (id: string) => string; format: DeskFormat }) {
  const { t } = useTranslation("calendar");
  const { by, at, reason, difference, moves, mayPublish, mayWithdraw } = proposal;
  return (
    <Card title={t("proposal.title")}>
      <div className="grid gap-4">
        <Difference difference={difference} format={format} />
        <div className="grid gap-1">
          <q className="text-soft">{reason}</q>
          <p className="text-help">{t("proposal.by", { name: by, when: format.dateTime(at) })}</p>
        </div>
        <Moves moves={moves} requestPath={requestPath} format={format} />
        {mayPublish || mayWithdraw ? (
          <Form method="post" action={action} className="flex flex-wrap gap-3">
            {mayPublish ? (
              <Button size="small" name="outcome" value="published">
                {t("proposal.publish")}
              </Button>
            ) : null}
            {mayWithdraw ? (
              <Button size="small" look="other" name="outcome" value="withdrawn">
                {t(mayPublish ? "proposal.refuse" : "proposal.withdraw")}
              </Button>
            ) : null}
          </Form>
        ) : null}
        {mayPublish ? null : <p className="text-soft">{t("proposal.waits")}</p>}
      </div>
    </Card>
  );
}
