import { Form } from "@remix-run/react";
import { Printer } from "lucide-react";
import { useTranslation } from "react-i18next";

import { Button } from "../button.tsx";

/** Makes a form of the request with its answers on it, for somebody to sign. */
export function PrintRequest({ action }: { action: string }) {
  const { t } = useTranslation("forms");
  return (
    <Form method="post" action={action} reloadDocument>
      <Button size="small" look="quiet" icon={Printer}>
        {t("request.print")}
      </Button>
    </Form>
  );
}
