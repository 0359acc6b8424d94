import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

/** One thing that changes: what it is called, how it is now and how it would be. */
export type BeforeAfterRow = { key: string; name: string; before: ReactNode; after: ReactNode };

/** Old beside new, row by row; once it is done, what was and what became. */
export function BeforeAfter({ caption, what, isDone, rows }: { caption: string; what: string; isDone: boolean; rows: readonly BeforeAfterRow[] }) {
  const { t } = useTranslation("desk");
  const tense = isDone ? "past" : "now";
  return (
    <table className="w-full">
      <caption className="sr-only">{caption}</caption>
      <thead>
        <tr className="border-b border-line text-left text-xs text-soft">
          <th scope="col" className="py-1 pr-4 font-semibold">
            {what}
          </th>
          <th scope="col" className="py-1 pr-4 font-semibold">
            {t(`change.before.${tense}`)}
          </th>
          <th scope="col" className="py-1 font-semibold">
            {t(`change.after.${tense}`)}
          </th>
        </tr>
      </thead>
      <tbody>
        {rows.map(({ key, name, before, after }) => (
          <tr key={key} className="border-b border-line align-top last:border-0">
            <th scope="row" className="py-1 pr-4 text-left font-normal">
              {name}
            </th>
            <td className="py-1 pr-4 wrap-anywhere">{before}</td>
            <td className="py-1 wrap-anywhere">{after}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
