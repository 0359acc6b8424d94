import { Link } from "@remix-run/react";
import { useTranslation } from "react-i18next";

import type { DeskFormat } from "../desk/screen.ts";

export type EventLine = {
  id: number;
  act: string;
  at: string;
  time: string;
  what: string;
  who: string;
  actor: string;
  /** Nothing tells who did it from all others of their kind, so that "all of this person" would be of many. */
  isAnybody: boolean;
  isAutomatic: boolean;
  subject: { kind: string; label: string; link: string | null; filter: string };
  request: { label: string; link: string | null } | null;
  details: ReadonlyArray<{ key: string; value: string }> | null;
  correlationId: string | null;
};

type Props = { events: readonly EventLine[]; format: DeskFormat; /** The same page, narrowed to one actor or one subject. */ narrowed: (change: { actor?: string; about?: string }) => string };

/** Events under the days on which they happened, each as a sentence, with what lies behind it folded. */
export function TrailList({ events, format, narrowed }: Props) {
  return (
    <ol className="grid gap-4">
      {byDay(events, format).map(({ day, lines }) => (
        <li key={lines[0]?.id} className="grid gap-1">
          <h2 className="text-sm font-semibold text-soft">{day}</h2>
          <ol className="rounded-md border border-line bg-sheet">
            {lines.map((line) => (
              <li key={line.id} className="grid gap-x-3 gap-y-1 border-b border-line px-3 py-2 last:border-0 sm:grid-cols-[5rem_minmax(0,1fr)]">
                <time dateTime={line.at} className="font-mono text-help">
                  {line.time}
                </time>
                <div className="min-w-0">
                  <Sentence line={line} />
                  <Behind line={line} narrowed={narrowed} />
                </div>
              </li>
            ))}
          </ol>
        </li>
      ))}
    </ol>
  );
}

/** "Goedgekeurd, door Sanne Mulder (medewerker): aanvraag ZG-2004". */
function Sentence({ line: { what, who, isAutomatic, subject, request } }: { line: EventLine }) {
  const { t } = useTranslation("audit");
  return (
    <p>
      <span className="font-semibold">{what}</span>
      {isAutomatic ? t("sentence.automatic", { who }) : t("sentence.by", { who })}
      {subject.label === "" ? null : (
        <>
          {": "}
          {subject.kind} <Named {...subject} />
        </>
      )}
      {request === null ? null : (
        <>
          {", "}
          {t("sentence.request")} <Named {...request} />
        </>
      )}
    </p>
  );
}

function Named({ label, link }: { label: string; link: string | null }) {
  if (link === null) return <span className="break-all">{label}</span>;
  return (
    <Link to={link} className="inline-flex min-h-6 items-center break-all text-link">
      {label}
    </Link>
  );
}

function Behind({ line: { id, act, actor, isAnybody, subject, details, correlationId }, narrowed }: { line: EventLine; narrowed: Props["narrowed"] }) {
  const { t } = useTranslation("audit");
  return (
    <details className="text-help">
      <summary className="inline-flex min-h-6 items-center text-link">
        {t("details.open")}
        <span className="sr-only"> {t("details.of", { id })}</span>
      </summary>
      <dl className="mt-1 grid gap-x-4 gap-y-1 border-l-2 border-line pl-3 sm:grid-cols-[max-content_minmax(0,1fr)]">
        <Fact name={t("details.number")} value={String(id)} />
        <Fact name={t("details.act")} value={act} />
        <Fact name={t("details.actor")} value={actor} />
        <Fact name={t("details.subject")} value={subject.filter} />
        {correlationId === null ? null : <Fact name={t("details.correlation")} value={correlationId} />}
        {(details ?? []).map(({ key, value }) => (
          <Fact key={key} name={key} value={value} />
        ))}
      </dl>
      {details === null ? <p className="mt-1 font-semibold">{t("details.cleared")}</p> : null}
      <p className="mt-1 flex flex-wrap gap-x-4">
        {isAnybody ? null : (
          <Link to={narrowed({ actor })} className="inline-flex min-h-6 items-center text-link">
            {t("narrow.actor")}
          </Link>
        )}
        <Link to={narrowed({ about: subject.filter })} className="inline-flex min-h-6 items-center text-link">
          {t("narrow.subject")}
        </Link>
      </p>
    </details>
  );
}

function Fact({ name, value }: { name: string; value: string }) {
  return (
    <div className="grid sm:col-span-2 sm:grid-cols-subgrid">
      <dt className="text-soft">{name}</dt>
      <dd className="min-w-0 font-mono text-xs break-words whitespace-pre-line">{value}</dd>
    </div>
  );
}

function byDay(events: readonly EventLine[], format: DeskFormat): Array<{ day: string; lines: EventLine[] }> {
  const days: Array<{ day: string; lines: EventLine[] }> = [];
  for (const line of events) {
    const day = format.date(line.at);
    const last = days.at(-1);
    if (last?.day === day) last.lines.push(line);
    else days.push({ day, lines: [line] });
  }
  return days;
}
