import { Link } from "@remix-run/react";
import { useTranslation } from "react-i18next";

import { Notice } from "../notice.tsx";

/** A step by its short name, with where it is. */
export type NamedStep = { id: string; short: string; href: string };

/** What happened to a form while a tab was open: which other steps changed, and what of this tab was kept before it was led back. */
export type Elsewhere = { changed: readonly NamedStep[]; kept: string | null };

/** Says so on top of the page on which the applicant comes out. Renders nothing when there is nothing to tell. */
export function ElsewhereNotice({ elsewhere: { changed, kept } }: { elsewhere: Elsewhere }) {
  const { t } = useTranslation("form");
  if (changed.length === 0 && kept === null) return null;
  return (
    <Notice kind="warn" title={changed.length > 0 ? t("elsewhere.title") : t("elsewhere.first")} live>
      {kept === null ? null : <p>{t("elsewhere.kept", { page: kept })}</p>}
      {changed.length === 0 ? null : (
        <>
          <p>{t("elsewhere.changed")}</p>
          <ul className="list-disc pl-5">
            {changed.map(({ id, short, href }) => (
              <li key={id}>
                <Link to={href} className="text-link">
                  {short}
                </Link>
              </li>
            ))}
          </ul>
        </>
      )}
    </Notice>
  );
}
