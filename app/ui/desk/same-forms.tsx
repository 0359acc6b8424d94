import { Form, Link } from "@remix-run/react";
import { Merge, Split } from "lucide-react";
import { useTranslation } from "react-i18next";

import { Button } from "../button.tsx";
import { CheckboxGroup } from "../choices.tsx";
import { TextArea } from "../field.tsx";
import { Card } from "../section.tsx";
import { RequestState } from "./request-state.tsx";
import type { ActPath, CaseShown, DeskFormat, DeskProblem, SameShown } from "./screen.ts";
import { typedText } from "./typed.ts";

type Same = { same: SameShown; format: DeskFormat; requestPath: (id: string) => string };

/** The same form that was sent more than once: what differs side by side, this request first. */
export function SameForms({ same, format, requestPath }: Same) {
  const { t } = useTranslation("desk");
  const { forms, rows, joinedTo } = same;
  const others = forms.length - 1;
  return (
    <Card title={joinedTo ? `${t("same.joinedTo")} ${joinedTo.reference}` : t("same.title", { count: others })}>
      <div className="grid gap-3">
        <p className="max-w-text text-soft">{t(joinedTo ? "same.joinedToText" : "same.lead")}</p>
        {/* Many forms side by side are wider than a phone: the table scrolls, and its links bring the keyboard along. */}
        <div className="overflow-x-auto">
          <table className="w-full min-w-96">
            <caption className="sr-only">{t("same.caption")}</caption>
            <thead>
              <tr className="border-b border-line text-left align-top">
                <th scope="col" className="py-1 pr-4 text-xs font-semibold text-soft">{t("same.what")}</th>
                {forms.map((form) => (
                  <th key={form.id} scope="col" className="min-w-32 py-1 pr-4 font-semibold">
                    {form.isHere ? t("same.here") : <Link to={requestPath(form.id)} className="font-mono text-link">{form.reference}</Link>}
                    {form.isHere ? null : <span className="mt-1 block font-normal"><RequestState status={form.status} /></span>}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              <Row label={t("same.received")} values={forms.map(({ receivedAt }) => [`${format.shortDate(receivedAt)} ${format.time(receivedAt)}`])} />
              <Row label={t("same.sender")} values={forms.map(({ sender }) => [sender])} />
              {rows.map((row) => <Row key={row.id} label={row.label} values={row.values} isMarked />)}
            </tbody>
          </table>
        </div>
        {rows.length === 0 ? <p>{t("same.equal")}</p> : null}
      </div>
    </Card>
  );
}

function Row({ label, values, isMarked = false }: { label: string; values: readonly (readonly string[])[]; isMarked?: boolean }) {
  const { t } = useTranslation("desk");
  return (
    <tr className="border-b border-line align-top last:border-0">
      <th scope="row" className="py-1 pr-4 text-left font-normal text-soft">{label}</th>
      {values.map((lines, place) => (
        // The forms stand in a fixed order.
        <td key={place} className={isMarked ? "py-1 pr-4 font-semibold wrap-anywhere" : "py-1 pr-4 wrap-anywhere"}>
          {lines.length === 0 ? <span className="font-normal text-soft">{t("same.empty")}</span> : lines.map((line) => <span key={line} className="block">{line}</span>)}
        </td>
      ))}
    </tr>
  );
}

type Acts = { screen: CaseShown; same: SameShown; problem: DeskProblem | null; format: DeskFormat; path: ActPath };

/** What can be done about it: put the others with this one, or take this one away again. */
export function SameActs({ screen, same, problem, format, path }: Acts) {
  const { t } = useTranslation("desk");
  if (same.joinedTo) return screen.acts.includes("part") && screen.may.decide ? <Part problem={problem} path={path} /> : null;
  const choices = same.forms.filter(({ canJoin }) => canJoin);
  if (choices.length === 0 || !screen.may.decide) return null;
  const isInHand = screen.status === "in-review" && screen.claim?.isMine === true;
  return (
    <Card title={t("same.join")}>
      {isInHand ? (
        <Form method="post" action={path("joining")} className="grid gap-3">
          <input type="hidden" name="version" value={screen.version} />
          <CheckboxGroup
            name="others"
            label={t("same.choose")}
            help={t("same.chooseHelp")}
            error={problem?.fields["others"]}
            values={choices.map(({ id }) => id)}
            choices={choices.map(({ id, reference, receivedAt, status }) => ({ value: id, label: t("same.option", { reference, date: format.shortDate(receivedAt), status: t(`status.${status}`).toLowerCase() }) }))}
          />
          <div>
            <Button size="small" look="other" icon={Merge}>
              {t("same.join")}
            </Button>
          </div>
        </Form>
      ) : (
        <p>{t("same.claimFirst")}</p>
      )}
    </Card>
  );
}

function Part({ problem, path }: Pick<Acts, "problem" | "path">) {
  const { t } = useTranslation("desk");
  return (
    <Card title={t("same.part")}>
      <Form method="post" action={path("parting")} className="grid gap-3">
        <TextArea name="note" label={t("same.partNote")} help={t("same.partHelp")} rows={2} most={1000} error={problem?.fields["note"]} defaultValue={typedText(problem, "note")} />
        <div>
          <Button size="small" look="other" icon={Split}>
            {t("same.part")}
          </Button>
        </div>
      </Form>
    </Card>
  );
}
