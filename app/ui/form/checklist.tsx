import { Link } from "@remix-run/react";
import { useTranslation } from "react-i18next";

import type { ChecklistItem } from "#app/domain/requests/checklist.ts";

import { StatusTag } from "../status-tag.tsx";

const TONES = { go: "well", "no-go": "late", unknown: "waiting" } as const;

/** The points in the order in which they are arranged, each with go or no-go and what to do next (R83, R84). */
export function Checklist({ items }: { items: ReadonlyArray<ChecklistItem & { to: string | null }> }) {
  const { t } = useTranslation("checklist");
  return (
    <ol className="grid max-w-text">
      {items.map(({ key, state, why, next, to }, index) => (
        <li key={key} className="grid gap-1 border-b border-line py-3 last:border-0">
          <div className="flex flex-wrap items-baseline justify-between gap-2">
            <span className="font-semibold">
              {index + 1}. {t(`items.${key}.title`)}
            </span>
            <StatusTag tone={TONES[state]}>{t(`state.${state}`)}</StatusTag>
          </div>
          <p>{t(`items.${key}.${why}`)}</p>
          {next === null ? null : (
            <p>
              {to === null ? (
                <span className="text-soft">{t(`next.${next}`)}</span>
              ) : (
                <Link to={to} className="text-link">
                  {t(`next.${next}`)}
                </Link>
              )}
            </p>
          )}
        </li>
      ))}
    </ol>
  );
}
