import { Form } from "@remix-run/react";
import { useTranslation } from "react-i18next";

import { Button } from "../button.tsx";
import { TextInput } from "../field.tsx";
import { Notice } from "../notice.tsx";
import { Card, DefinitionList } from "../section.tsx";

type Found = { code: string; type: string; printedAt: string; version: number; current: number | null };

type Lookup = {
  action: string;
  typed: string;
  isCode: boolean;
  found: Found | null;
  format: { dateTime: (moment: string) => string };
};

/** Says of a printed form which it is, where its QR cannot be read and somebody types the code over. */
export function FormLookup({ action, typed, isCode, found, format }: Lookup) {
  const { t } = useTranslation(["forms", "requests"]);
  const error = typed === "" || found ? undefined : t(isCode ? "staff.find.unknown" : "staff.find.malformed");
  return (
    <Card title={t("staff.find.title")} className="max-w-form">
      <div className="grid gap-4">
        <Form method="get" action={action} className="grid justify-items-start gap-3">
          <TextInput name="code" label={t("staff.find.code")} help={t("staff.find.help")} error={error} defaultValue={typed} autoComplete="off" spellCheck={false} />
          <Button size="small" look="other">
            {t("staff.find.act")}
          </Button>
        </Form>
        <div role="status">
          {found ? (
            <>
              <DefinitionList
                facts={[
                  { label: t("staff.find.type"), value: t(`requests:${found.type}.title`) },
                  { label: t("staff.find.printed"), value: format.dateTime(found.printedAt) },
                  { label: t("staff.find.version"), value: versionOf(found, t) },
                ]}
              />
            </>
          ) : null}
          {error === undefined ? null : <Notice kind="info">{error}</Notice>}
        </div>
      </div>
    </Card>
  );
}

function versionOf({ version, current }: Found, t: (key: string, values?: Record<string, unknown>) => string): string {
  if (current === null) return t("staff.find.gone", { version });
  return t(current === version ? "staff.find.now" : "staff.find.older", { version, current });
}
