import { Form } from "@remix-run/react";
import { FileText } from "lucide-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { Button } from "../button.tsx";

type Fields = Readonly<Record<string, string>>;
type Props = { view: string; fields: Fields; pdfPath: string; /** What else the page can be taken away as. */ children?: ReactNode };

/** How a page of figures leaves the screen, as it stands. */
export function TakeAlong({ view, fields, pdfPath, children }: Props) {
  return (
    <div className="flex flex-wrap items-center gap-x-4 gap-y-2 print:hidden">
      {children}
      <PdfForm action={pdfPath} fields={{ ...fields, view }} />
    </div>
  );
}

/** The browser itself fetches it, as every file. */
function PdfForm({ action, fields }: { action: string; fields: Fields }) {
  const { t } = useTranslation("reports");
  return (
    <Form method="post" action={action} reloadDocument>
      <HiddenFields fields={fields} />
      <Button size="small" look="quiet" icon={FileText} aria-label={t("pdf.label")}>
        {t("pdf.button")}
      </Button>
    </Form>
  );
}

/** What the page is narrowed by, for an act on the page as it stands. */
export function HiddenFields({ fields }: { fields: Fields }) {
  return (
    <>
      {Object.entries(fields).map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
    </>
  );
}
