import { Link } from "@remix-run/react";
import { type ReactNode, useId } from "react";
import { useTranslation } from "react-i18next";

import { Moves } from "../calendar/consequences.tsx";
import type { MovesShown } from "../calendar/shown.ts";
import { DataTable } from "../data-table.tsx";
import type { DeskFormat } from "../desk/screen.ts";
import { Card } from "../section.tsx";

type CountShown = { count: number; isMore: boolean };
type ExampleShown = { begins: string; from: string; to: string };
type RequestShown = { reference: string; path: string | null };
/** A moment; `isNow` where it should have been by now, and so will be at once. */
type MomentShown = { at: string; isNow: boolean } | null;
type StageShown = {
  key: string;
  stage: "review" | "delivery";
  whom: string | null;
  was: string;
  is: string;
  hasTime: boolean;
  example: ExampleShown;
  kept: CountShown;
  forms: CountShown;
  perType: ReadonlyArray<CountShown & { type: string; first: ReadonlyArray<RequestShown & { dueAt: string }> }>;
};
type OpenShown = { looked: number; isMore: boolean; later: number; earlier: number; gone: number; come: number; first: ReadonlyArray<{ about: RequestShown | { until: string }; from: MomentShown; to: MomentShown }> };
type PolicyShown = { key: string; title: string; whom: string | null; hold: "pinned" | "begun" | "asked"; was: string; is: string; hasTime: boolean; example: ExampleShown | null; kept: CountShown | null; forms: CountShown | null; open: OpenShown | null };

/** Which due dates a change would move; null for one that sets none. */
export type TermsShown = { on: string; stages: readonly StageShown[]; policies: readonly PolicyShown[]; calendar: MovesShown | null } | "not-ready" | null;

type Face = { format: DeskFormat; requestPath: (id: string) => string };

/** Which due dates a change would move, from when to when: of what is new, and of what runs. */
export function TermMoves({ terms, requestPath, format }: Face & { terms: TermsShown }) {
  const { t } = useTranslation("studio");
  if (terms === null) return null;
  if (terms === "not-ready") return <Card title={t("terms.title")}>{t("terms.notReady")}</Card>;
  return (
    <Card title={t("terms.title")} anchor="terms">
      <div className="grid gap-6">
        <p className="max-w-text text-soft">{t("terms.lead", { on: format.dateOnly(terms.on) })}</p>
        {terms.stages.map((move) => (
          <StageMove key={move.key} move={move} format={format} />
        ))}
        {terms.policies.map((move) => (
          <PolicyMove key={move.key} move={move} format={format} />
        ))}
        {terms.calendar === null ? null : (
          <Part title={t("terms.calendar")}>
            <Moves moves={terms.calendar} requestPath={requestPath} format={format} />
          </Part>
        )}
      </div>
    </Card>
  );
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  const id = useId();
  return (
    <section aria-labelledby={id} className="grid min-w-0 gap-3 border-t border-line pt-4">
      <h3 id={id} className="font-semibold">{title}</h3>
      {children}
    </section>
  );
}

/** A stage of some types: what is received from now on, and per type how many keep theirs, with the first that are due. */
function StageMove({ move: { stage, whom, was, is, hasTime, example, kept, forms, perType }, format }: { move: StageShown; format: DeskFormat }) {
  const { t } = useTranslation("studio");
  const day = dayOf(format, hasTime);
  const title = was === is ? t(`terms.stage.${stage}`) : t("terms.instead", { what: t(`terms.stage.${stage}`), is, was });
  return (
    <Part title={whom === null ? title : t("terms.forWhom", { what: title, whom })}>
      <p className="max-w-text">{t(`terms.new.${stage}`, { begins: format.dateTime(example.begins), from: day(example.from), to: day(example.to) })}</p>
      <p className="max-w-text">{t("terms.kept", { count: kept.count, requests: amount(kept, format), forms: amount(forms, format) })}</p>
      <DataTable
        caption={t("terms.caption")}
        rows={perType}
        rowKey={({ type }) => type}
        columns={[
          { key: "type", head: t("terms.type"), cell: ({ type }) => type },
          { key: "from", head: t("terms.newNow"), cell: () => day(example.from, true), wideOnly: true },
          { key: "to", head: t("terms.newThen"), cell: () => day(example.to, true) },
          { key: "count", head: t("terms.keep"), cell: (one) => amount(one, format), align: "end" },
          { key: "first", head: t("terms.first"), cell: ({ first }) => <Firsts first={first} day={(at) => day(at, true)} />, wideOnly: true },
        ]}
      />
    </Part>
  );
}

/** Requests that keep their day, with that day. */
function Firsts({ first, day }: { first: StageShown["perType"][number]["first"]; day: (at: string) => string }) {
  return (
    <span className="flex flex-wrap gap-x-4">
      {first.map(({ dueAt, ...one }) => (
        <span key={one.reference} className="whitespace-nowrap">
          <Reference of={one} />: {day(dueAt)}
        </span>
      ))}
    </span>
  );
}

function PolicyMove({ move: { title, whom, hold, was, is, hasTime, example, kept, forms, open }, format }: { move: PolicyShown; format: DeskFormat }) {
  const { t } = useTranslation("studio");
  const day = dayOf(format, hasTime);
  const head = t("terms.instead", { what: title, is, was });
  return (
    <Part title={whom === null ? head : t("terms.forWhom", { what: head, whom })}>
      <p className="max-w-text">
        {hold === "asked" && open === null ? t("terms.askedUncounted") : t(`terms.hold.${hold}`)}{" "}
        {kept && forms ? t("terms.kept", { count: kept.count, requests: amount(kept, format), forms: amount(forms, format) }) : null}
        {!kept && forms ? t("terms.keptForms", { count: forms.count, forms: amount(forms, format) }) : null}
      </p>
      {example === null ? null : <p className="max-w-text">{t("terms.example", { begins: format.dateTime(example.begins), from: day(example.from), to: day(example.to) })}</p>}
      {open === null ? null : <OpenMoves open={open} format={format} day={day} />}
    </Part>
  );
}

/** What runs and gets another date: how many which way, and the first of them. */
function OpenMoves({ open: { looked, isMore, later, earlier, gone, come, first }, format, day }: { open: OpenShown; format: DeskFormat; day: (at: string, isShort?: boolean) => string }) {
  const { t } = useTranslation("studio");
  const parts = ([["later", later], ["earlier", earlier], ["gone", gone], ["come", come]] as const).filter(([, count]) => count > 0).map(([way, count]) => t(`terms.way.${way}`, { count, amount: format.number(count) }));
  const running = amount({ count: looked, isMore }, format);
  const said = (moment: MomentShown) => (moment === null ? t("terms.never") : moment.isNow ? t("terms.atOnce") : day(moment.at, true));
  return (
    <>
      <p className="max-w-text">{parts.length === 0 ? t("terms.nothingMoves", { count: looked, running }) : t("terms.moves", { ways: parts.join(", "), running })}</p>
      {first.length === 0 ? null : (
        <DataTable
          caption={t("terms.firstMoves", { count: first.length })}
          rows={first.map((one, place) => ({ ...one, place }))}
          rowKey={({ place }) => String(place)}
          columns={[
            { key: "about", head: t("terms.about"), cell: ({ about }) => ("reference" in about ? <Reference of={about} /> : t("terms.endsOn", { on: format.briefDate(about.until) })) },
            { key: "from", head: t("terms.from"), cell: ({ from }) => said(from) },
            { key: "to", head: t("terms.to"), cell: ({ to }) => said(to) },
          ]}
        />
      )}
    </>
  );
}

/** A request to open; its number alone for who may not read it. */
function Reference({ of: { reference, path } }: { of: RequestShown }) {
  if (path === null) return <span className="font-mono whitespace-nowrap">{reference}</span>;
  return (
    <Link to={path} className="inline-flex min-h-6 items-center font-mono whitespace-nowrap text-link">
      {reference}
    </Link>
  );
}

/** How a term's end is written: in a table short; with its hour where that counts. */
function dayOf(format: DeskFormat, hasTime: boolean) {
  return (at: string, isShort = false) => {
    if (isShort) return hasTime ? `${format.shortDate(at)} ${format.time(at)}` : format.shortDate(at);
    return hasTime ? format.dateTime(at) : format.date(at);
  };
}

/** "1.234", or "10.000+" for as far as was counted. */
function amount({ count, isMore }: CountShown, format: DeskFormat): string {
  return `${format.number(count)}${isMore ? "+" : ""}`;
}
