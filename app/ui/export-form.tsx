import { Form } from "@remix-run/react";
import { Download } from "lucide-react";
import { useTranslation } from "react-i18next";

import { Button } from "./button.tsx";
import { HiddenFields } from "./hidden-fields.tsx";

/** Takes everything that a list stands for away as a file; `fields` say which list. The browser itself fetches it, so that a long one can be followed and stopped. */
export function ExportForm({ action, fields }: { action: string; fields: Readonly<Record<string, string>> }) {
  const { t } = useTranslation("common");
  return (
    <Form method="post" action={action} reloadDocument className="flex flex-wrap items-center gap-x-4 gap-y-2 max-sm:order-last sm:mr-2">
      <HiddenFields fields={fields} />
      {(["csv", "xlsx"] as const).map((format) => (
        <Button key={format} size="small" look="quiet" icon={Download} name="as" value={format} aria-label={t(`export.label.${format}`)}>
          {t(`export.${format}`)}
        </Button>
      ))}
    </Form>
  );
}
