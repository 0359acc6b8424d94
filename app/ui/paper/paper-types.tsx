import { Form } from "@remix-run/react";
import { Download } from "lucide-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { Button } from "../button.tsx";
import { DataTable } from "../data-table.tsx";
import { EmptyState } from "../section.tsx";

type PaperTypeRow = { id: string; version: number; byPost: boolean; byMail: boolean };

/** Every kind of request that can come on paper, with a button that makes its form. */
export function PaperTypes({ title, types, action, children }: { title: ReactNode; types: readonly PaperTypeRow[]; action: (type: string) => string; children: ReactNode }) {
  const { t } = useTranslation(["forms", "requests"]);
  return (
    <>
      {title}
      {children}
      <p className="max-w-text">{t("staff.lead")}</p>
      {types.length === 0 ? (
        <EmptyState title={t("staff.none")} />
      ) : (
        <DataTable
          caption={t("staff.table")}
          rows={types}
          rowKey={({ id }) => id}
          columns={[
            { key: "type", head: t("staff.type"), cell: ({ id }) => t(`requests:${id}.title`) },
            { key: "post", head: t("staff.post"), cell: ({ byPost, byMail }) => t(`staff.channels.${byPost && byMail ? "both" : byPost ? "paper" : "email"}`), wideOnly: true },
            { key: "version", head: t("staff.version"), cell: ({ version }) => version, align: "end", wideOnly: true },
            {
              key: "act",
              head: t("staff.act"),
              cell: ({ id }) => (
                <Form method="post" action={action(id)} reloadDocument>
                  <Button size="small" look="quiet" icon={Download} aria-label={t("staff.makeNamed", { type: t(`requests:${id}.title`) })}>
                    {t("staff.make")}
                  </Button>
                </Form>
              ),
            },
          ]}
        />
      )}
    </>
  );
}
