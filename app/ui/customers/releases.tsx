import { Form, Link } from "@remix-run/react";
import { useTranslation } from "react-i18next";

import { Button } from "../button.tsx";
import { RadioGroup } from "../choices.tsx";
import type { DeskFormat, DeskProblem } from "../desk/screen.ts";
import { ErrorSummary } from "../error-summary.tsx";
import { TextArea } from "../field.tsx";
import { Notice } from "../notice.tsx";
import { DefinitionList, Section } from "../section.tsx";
import { StatusTag } from "../status-tag.tsx";

type Moment = { by: string; at: string };
type Line = {
  id: string;
  why: "lost" | "stolen";
  note: string;
  /** The request by which the practice asked for it. */
  request: { reference: string; to: string | null } | null;
  state: "open" | "granted" | "used" | "over" | "refused" | "withdrawn";
  proposed: Moment;
  decided: Moment | null;
  expiresAt: string | null;
  isMine: boolean;
  mayDecide: boolean;
  mayWithdraw: boolean;
};
export type ReleasesShown = { mayPropose: boolean; lines: readonly Line[] };

const TONES = { open: "soon", granted: "waiting", used: "well", over: "late", refused: "late", withdrawn: "late" } as const;

/** Leave to install again although the certificate is valid (D13): what was asked and decided, and the form to propose it. */
export function Releases({ userNumber, shown, format, problem }: { userNumber: string; shown: ReleasesShown; format: DeskFormat; problem: DeskProblem | null }) {
  const { t } = useTranslation("customers");
  if (shown.lines.length === 0 && !shown.mayPropose && !problem) return null;
  return (
    <Section title={t("release.title")}>
      <ErrorSummary problem={problem} labels={{ why: t("release.why.label"), note: t("release.note.label") }} />
      {shown.lines.length === 0 ? null : (
        <ul className="grid gap-3">
          {shown.lines.map((line) => (
            <Release key={line.id} line={line} userNumber={userNumber} format={format} />
          ))}
        </ul>
      )}
      {shown.mayPropose ? <Propose userNumber={userNumber} problem={problem} /> : null}
    </Section>
  );
}

/** Of a list, and no part of the page by itself: two for the same reason would be parts of one name. */
function Release({ line, userNumber, format }: { line: Line; userNumber: string; format: DeskFormat }) {
  const { t } = useTranslation("customers");
  const moment = ({ by, at }: Moment) => t("release.by", { who: by, when: format.dateTime(at) });
  return (
    <li className="min-w-0 rounded-md border border-line bg-sheet p-4 sm:p-5">
      <div className="mb-3 flex flex-wrap items-baseline justify-between gap-2">
        <h3 className="text-lg">{t(`release.why.${line.why}`)}</h3>
        <StatusTag tone={TONES[line.state]}>{t(`release.state.${line.state}`)}</StatusTag>
      </div>
      <div className="grid gap-3">
        <DefinitionList
          facts={[
            { label: t("release.note.label"), value: line.note || null },
            { label: t("release.request"), value: line.request && (line.request.to ? <Link className="inline-flex min-h-6 items-center text-link" to={line.request.to}>{line.request.reference}</Link> : line.request.reference) },
            { label: t("release.proposed"), value: moment(line.proposed) },
            { label: t(line.state === "withdrawn" ? "release.state.withdrawn" : "release.decided"), value: line.decided ? moment(line.decided) : null },
            { label: t("release.until"), value: line.expiresAt && line.state !== "withdrawn" ? format.dateTime(line.expiresAt) : null },
          ]}
        />
        {line.isMine && line.state === "open" ? <p className="text-soft">{t("release.own")}</p> : null}
        {line.mayDecide || line.mayWithdraw ? (
          <Form method="post" action={`/customers/accounts/${userNumber}/releases/${line.id}`} className="flex flex-wrap gap-2">
            {line.mayDecide ? (
              <>
                <Button size="small" name="outcome" value="granted">{t("release.grant")}</Button>
                <Button size="small" look="danger" name="outcome" value="refused">{t("release.refuse")}</Button>
              </>
            ) : null}
            {line.mayWithdraw ? <Button size="small" look="other" name="outcome" value="withdrawn">{t("release.withdraw")}</Button> : null}
          </Form>
        ) : null}
      </div>
    </li>
  );
}

/** Folded away where nothing is wrong with it: it is needed once in a hundred accounts. */
function Propose({ userNumber, problem }: { userNumber: string; problem: DeskProblem | null }) {
  const { t } = useTranslation("customers");
  return (
    <details open={problem !== null}>
      <summary className="cursor-pointer font-semibold">{t("release.propose")}</summary>
      <Form method="post" action={`/customers/accounts/${userNumber}/releases`} className="mt-3 grid max-w-text gap-4">
        <Notice kind="info">{t("release.help")}</Notice>
        <RadioGroup
          name="why"
          label={t("release.why.label")}
          error={problem?.fields["why"]}
          value={[problem?.values["why"] ?? ""].flat()[0]}
          choices={(["lost", "stolen"] as const).map((why) => ({ value: why, label: t(`release.why.${why}`), help: t(`release.why.${why}Help`) }))}
        />
        <TextArea name="note" label={t("release.note.label")} help={t("release.note.help")} error={problem?.fields["note"]} defaultValue={[problem?.values["note"] ?? ""].flat()[0]} />
        <Button className="justify-self-start">{t("release.send")}</Button>
      </Form>
    </details>
  );
}
