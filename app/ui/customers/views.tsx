import { useTranslation } from "react-i18next";

import type { DeskFormat } from "../desk/screen.ts";

/** One look at a page, for whoever reads it later. */
export type ViewShown = { id: number; at: string; who: string };

/** Who looked at a page before, folded: it is there for whoever asks, and never in the way. */
export function Views({ views, format }: { views: readonly ViewShown[]; format: DeskFormat }) {
  const { t } = useTranslation("customers");
  if (views.length === 0) return <p className="text-help">{t("views.none")}</p>;
  return (
    <details>
      <summary className="inline-flex min-h-6 items-center text-link">{t("views.title", { count: views.length })}</summary>
      <ol className="mt-2 grid gap-1">
        {views.map(({ id, at, who }) => (
          <li key={id}>
            <time dateTime={at} className="text-help">
              {format.dateTime(at)}
            </time>{" "}
            · {who}
          </li>
        ))}
      </ol>
    </details>
  );
}
