import { Form } from "@remix-run/react";
import { useTranslation } from "react-i18next";

import type { StaffRole } from "#app/domain/access/roles.ts";

import { Button } from "../button.tsx";
import { CheckboxGroup } from "../choices.tsx";
import type { DeskFormat, DeskProblem } from "../desk/screen.ts";
import { typedText } from "../desk/typed.ts";
import { ErrorSummary } from "../error-summary.tsx";
import { TextArea } from "../field.tsx";
import { BackLink } from "../navigation.tsx";
import { Notice } from "../notice.tsx";
import { Card, DefinitionList, PageTitle } from "../section.tsx";
import { RoleNames } from "./staff-list.tsx";

export type ChangeShown = {
  id: string;
  before: readonly StaffRole[];
  after: readonly StaffRole[];
  reason: string;
  proposer: string;
  proposedAt: string;
  outcome: "approved" | "refused" | "withdrawn" | null;
  decider: string | null;
  decidedAt: string | null;
  mayDecide: boolean;
  mayWithdraw: boolean;
};

type Props = {
  title: string;
  person: { name: string; email: string | null; roles: readonly StaffRole[]; withheld: readonly StaffRole[]; most: readonly StaffRole[]; isFromGroups: boolean; all: readonly StaffRole[] };
  isMe: boolean;
  mayChange: boolean;
  changes: readonly ChangeShown[];
  problem: DeskProblem | null;
  list: string;
  /** Where a proposal is decided. */
  decision: (id: string) => string;
  format: DeskFormat;
};

/** One person: what they may do now, a proposal that waits, the form to propose a change, and what was changed before. */
export function MemberPage({ title, person, isMe, mayChange, changes, problem, list, decision, format }: Props) {
  const { t } = useTranslation("staff");
  const open = changes.find(({ outcome }) => outcome === null);
  const closed = changes.filter(({ outcome }) => outcome !== null);
  return (
    <>
      <div className="grid gap-2">
        <BackLink to={list}>{t("member.back")}</BackLink>
        <PageTitle title={title} kicker={person.email ?? undefined} />
      </div>
      <ErrorSummary problem={problem} labels={{ roles: t("propose.roles"), reason: t("propose.reason") }} />
      <Card title={t("member.now")} className="max-w-form">
        <DefinitionList
          facts={[
            { key: "roles", label: t("column.roles"), value: person.roles.length === 0 ? t("noRole") : <RoleNames roles={person.roles} /> },
            { key: "withheld", label: t("withheld"), value: person.withheld.length === 0 ? null : <RoleNames roles={person.withheld} /> },
          ]}
        />
        {isMe ? <Notice kind="info">{t("member.own")}</Notice> : null}
      </Card>
      {open ? <OpenChange change={open} decision={decision(open.id)} format={format} /> : null}
      {mayChange && !open ? <ProposalForm person={person} problem={problem} /> : null}
      {closed.length === 0 ? null : (
        <Card title={t("history.title")}>
          <ol className="grid gap-3">
            {closed.map((change) => (
              <li key={change.id} className="grid gap-1 border-b border-line pb-3 last:border-0 last:pb-0">
                <p className="font-semibold">{t(`history.${change.outcome ?? "approved"}`, { name: change.decider ?? "", when: format.dateTime(change.decidedAt ?? change.proposedAt) })}</p>
                <Proposed change={change} format={format} />
              </li>
            ))}
          </ol>
        </Card>
      )}
    </>
  );
}

function OpenChange({ change, decision, format }: { change: ChangeShown; decision: string; format: DeskFormat }) {
  const { t } = useTranslation("staff");
  const { mayDecide, mayWithdraw } = change;
  return (
    <Card title={t("open.title")} className="max-w-form">
      <div className="grid gap-3">
        <Proposed change={change} format={format} />
        {mayDecide || mayWithdraw ? (
          <Form method="post" action={decision} className="flex flex-wrap gap-3">
            {mayDecide ? (
              <>
                <Button size="small" name="outcome" value="approved">
                  {t("open.approve")}
                </Button>
                <Button size="small" look="danger" name="outcome" value="refused">
                  {t("open.refuse")}
                </Button>
              </>
            ) : (
              <Button size="small" look="other" name="outcome" value="withdrawn">
                {t("open.withdraw")}
              </Button>
            )}
          </Form>
        ) : null}
        {mayDecide ? null : <p className="text-soft">{t("open.waits")}</p>}
      </div>
    </Card>
  );
}

/** From what to what, by whom, when and why. */
function Proposed({ change: { before, after, reason, proposer, proposedAt }, format }: { change: ChangeShown; format: DeskFormat }) {
  const { t } = useTranslation("staff");
  const [given, taken] = [after.filter((role) => !before.includes(role)), before.filter((role) => !after.includes(role))];
  return (
    <div className="grid gap-1">
      {given.length === 0 ? null : (
        <p>
          {t("open.given")}: <RoleNames roles={given} />
        </p>
      )}
      {taken.length === 0 ? null : (
        <p>
          {t("open.taken")}: <RoleNames roles={taken} />
        </p>
      )}
      <q className="text-soft">{reason}</q>
      <p className="text-help">{t("open.by", { name: proposer, when: format.dateTime(proposedAt) })}</p>
    </div>
  );
}

function ProposalForm({ person: { roles, most, all, isFromGroups }, problem }: { person: Props["person"]; problem: DeskProblem | null }) {
  const { t } = useTranslation(["staff", "common"]);
  const typed = problem?.values["roles[]"] ?? problem?.values["roles"];
  const chosen = problem ? [typed ?? []].flat() : roles;
  return (
    <Card title={t("staff:propose.title")} className="max-w-form">
      <Form method="post" className="grid gap-4">
        <CheckboxGroup
          name="roles[]"
          id="roles"
          label={t("staff:propose.roles")}
          help={t(isFromGroups ? "staff:propose.help.groups" : "staff:propose.help.demonstration")}
          error={problem?.fields["roles"]}
          values={chosen}
          choices={all.map((role) => ({ value: role, label: t(`common:role.${role}`), ...(most.includes(role) ? {} : { disabled: true, help: t("staff:propose.notInGroups") }) }))}
        />
        <TextArea name="reason" label={t("staff:propose.reason")} rows={3} most={500} error={problem?.fields["reason"]} defaultValue={typedText(problem, "reason")} />
        <Button className="justify-self-start">{t("staff:propose.act")}</Button>
      </Form>
    </Card>
  );
}
