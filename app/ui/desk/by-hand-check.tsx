import { Form } from "@remix-run/react";
import { useTranslation } from "react-i18next";

import { Button } from "../button.tsx";
import { TextArea } from "../field.tsx";
import { Notice } from "../notice.tsx";
import { Card, DefinitionList } from "../section.tsx";
import { Known } from "./known-person.tsx";
import type { ActPath, ByHandShown, CaseShown, DeskFormat, DeskProblem, PartyShown } from "./screen.ts";
import { typedText } from "./typed.ts";

type Check = { screen: CaseShown; party: PartyShown; byHand: ByHandShown; problem: DeskProblem | null; format: DeskFormat; path: ActPath };

/** What a colleague entered of somebody's document, whole, for the second pair of eyes (D15, D26). */
export function ByHandCheck({ screen, party, byHand, problem, format, path }: Check) {
  const { t } = useTranslation(["by-hand", "desk"]);
  const mayCheck = screen.may.secondIdentity && !byHand.isMine;
  return (
    <Card title={t("check.title", { name: party.name })}>
      <div className="grid gap-3">
        <Known party={party} format={format} />
        <DefinitionList
          facts={[
            { label: t("check.by"), value: `${byHand.by}, ${format.shortDate(byHand.at)} ${format.time(byHand.at)}` },
            { label: t("documentType"), value: t("check.document", { document: byHand.document, lastFour: byHand.lastFour }) },
            { label: t("expiresOn"), value: format.dateOnly(byHand.expiresOn) },
            { label: t("seenHow.label"), value: `${byHand.seenHow}, ${format.dateOnly(byHand.seenOn)}` },
            { label: t("nameCompared.label"), value: byHand.nameCompared },
            { label: t("birthDateCompared.label"), value: byHand.birthDateCompared },
            { label: t("note"), value: byHand.note },
          ]}
        />
        {party.hasConfirmed ? null : <Notice kind="warn">{t("check.notConfirmed", { name: party.name })}</Notice>}
        {byHand.isMine ? <Notice kind="info">{t("check.own")}</Notice> : null}
        {mayCheck ? (
          <Form method="post" action={path(`by-hand/${party.id}/check`)} className="grid gap-3">
            <input type="hidden" name="byHandId" value={byHand.id} />
            <TextArea name="checkNote" label={t("check.note")} help={t("check.noteHelp")} optional rows={2} most={1000} error={problem?.fields["checkNote"]} defaultValue={typedText(problem, "checkNote")} />
            <div className="flex flex-wrap gap-2">
              <Button size="small" name="agree" value="yes" disabled={!party.hasConfirmed}>
                {t("check.agree")}
              </Button>
              <Button size="small" look="danger" name="agree" value="no">
                {t("check.disagree")}
              </Button>
            </div>
          </Form>
        ) : null}
      </div>
    </Card>
  );
}
