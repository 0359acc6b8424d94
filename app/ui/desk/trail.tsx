import { useTranslation } from "react-i18next";

import { Card } from "../section.tsx";
import type { CaseShown, DeskFormat } from "./screen.ts";

type Line = CaseShown["trail"][number];
type Props = { trail: readonly Line[]; format: DeskFormat };

/** So many events say how it stands; what went before is folded. */
const LATEST = 10;

/** What happened, newest first, under the days on which it did. */
export function Trail({ trail, format }: Props) {
  const { t } = useTranslation("desk");
  const earlier = trail.slice(LATEST);
  return (
    <Card title={t("trail.title")}>
      <Days trail={trail.slice(0, LATEST)} format={format} />
      {earlier.length === 0 ? null : (
        <details className="mt-3 border-t border-line pt-2">
          <summary className="inline-flex min-h-6 items-center text-link">{t("trail.earlier", { count: earlier.length })}</summary>
          <div className="mt-3">
            <Days trail={earlier} format={format} />
          </div>
        </details>
      )}
    </Card>
  );
}

function Days({ trail, format }: Props) {
  return (
    <ol className="grid gap-3">
      {byDay(trail, format).map(({ day, lines }) => (
        <li key={lines[0]?.id} className="grid gap-1">
          <p className="text-xs font-semibold text-soft">{day}</p>
          <ol className="grid gap-1">
            {lines.map(({ id, at, what, who, isAutomatic, text }) => (
              <li key={id} className="grid grid-cols-[4.5rem_minmax(0,1fr)] gap-x-2">
                <time dateTime={at} className="text-help">
                  {format.time(at)}
                </time>
                <div className="min-w-0">
                  {what}
                  {isAutomatic ? null : <span className="text-soft"> · {who}</span>}
                  {text === null ? null : <q className="block text-soft">{text}</q>}
                </div>
              </li>
            ))}
          </ol>
        </li>
      ))}
    </ol>
  );
}

function byDay(trail: readonly Line[], format: DeskFormat): Array<{ day: string; lines: Line[] }> {
  const days: Array<{ day: string; lines: Line[] }> = [];
  for (const line of trail) {
    const day = format.date(line.at);
    const last = days.at(-1);
    if (last?.day === day) last.lines.push(line);
    else days.push({ day, lines: [line] });
  }
  return days;
}
