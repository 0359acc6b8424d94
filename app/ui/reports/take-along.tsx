import { Form } from "@remix-run/react";
import { FileText } from "lucide-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { Button } from "../button.tsx";
import { HiddenFields } from "../hidden-fields.tsx";
import { WeeklyMail, type WeeklyShown } from "./weekly-mail.tsx";

/** Where a page of figures goes to leave the screen. */
export type TakeAlongPaths = { pdf: string; weekly: string; stopWeekly: string };

type Props = { view: string; values: Readonly<Record<string, string>>; weekly: WeeklyShown; paths: TakeAlongPaths; /** What else the page can be taken away as. */ children?: ReactNode };

/** How a page of figures leaves the screen, as it stands: as a file, and every week by e-mail. */
export function TakeAlong({ view, values, weekly, paths, children }: Props) {
  const { t } = useTranslation("reports");
  const fields = { ...values, view };
  return (
    <div className="flex flex-wrap items-center gap-x-4 gap-y-2 print:hidden">
      {children}
      <Form method="post" action={paths.pdf} reloadDocument>
        <HiddenFields fields={fields} />
        <Button size="small" look="quiet" icon={FileText} aria-label={t("pdf.label")}>
          {t("pdf.button")}
        </Button>
      </Form>
      <WeeklyMail shown={weekly} fields={fields} path={paths.weekly} stopPath={paths.stopWeekly} />
    </div>
  );
}
