import { Form, Link } from "@remix-run/react";
import { Mail, MailX } from "lucide-react";
import { useTranslation } from "react-i18next";

import { Button } from "../button.tsx";
import { HiddenFields } from "../hidden-fields.tsx";

export type WeeklyShown = { canBeMailed: boolean; is: "none" | "this" | "another"; page: string | null };
type Props = { shown: WeeklyShown; fields: Readonly<Record<string, string>>; path: string; stopPath: string };

/** Whether this page comes by e-mail every week, and the acts that change that; where an act is gone once it is done, the focus stays with what became of it. */
export function WeeklyMail({ shown: { canBeMailed, is, page }, fields, path, stopPath }: Props) {
  const { t } = useTranslation("reports");
  return (
    <div data-acts="weekly" tabIndex={-1} className="flex flex-wrap items-center gap-x-4 gap-y-1 text-sm">
      <p role="status" className={is === "none" ? "sr-only" : undefined}>
        {is === "none" ? null : (
          <Link to={path} className="inline-flex min-h-6 items-center text-link">
            {is === "this" ? t("weekly.this") : t("weekly.another", { page })}
          </Link>
        )}
      </p>
      {is === "this" ? null : canBeMailed ? (
        <Form method="post" action={path} preventScrollReset>
          <HiddenFields fields={fields} />
          <Button size="small" look="quiet" icon={Mail}>
            {t(is === "none" ? "weekly.ask" : "weekly.askInstead")}
          </Button>
        </Form>
      ) : (
        <p className="text-help">{t("weekly.noAddress")}</p>
      )}
      {is === "none" ? null : (
        <Form method="post" action={stopPath} preventScrollReset>
          <HiddenFields fields={fields} />
          <Button size="small" look="quiet" icon={MailX}>
            {t("weekly.stop")}
          </Button>
        </Form>
      )}
    </div>
  );
}
