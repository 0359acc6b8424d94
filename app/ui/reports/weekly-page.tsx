import { Form, Link } from "@remix-run/react";
import { MailX } from "lucide-react";
import { useTranslation } from "react-i18next";

import { Button } from "../button.tsx";
import { Card, DefinitionList, EmptyState, PageTitle } from "../section.tsx";

type Props = { title: string; canBeMailed: boolean; subscription: { page: string; to: string; language: string } | null; reportsPath: string; stopPath: string };

/** What somebody gets every week, and where they stop it. */
export function WeeklyPage({ title, canBeMailed, subscription, reportsPath, stopPath }: Props) {
  const { t } = useTranslation("reports");
  const toReports = (
    <Link to={reportsPath} className="inline-flex min-h-6 items-center text-link">
      {t("weekly.toReports")}
    </Link>
  );
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-4">
      <PageTitle title={title} lead={t("weekly.lead")} kicker={toReports} />
      {subscription === null ? (
        <div data-acts="weekly" tabIndex={-1}>
          <EmptyState title={t("weekly.none")}>{t(canBeMailed ? "weekly.noneText" : "weekly.noAddress")}</EmptyState>
        </div>
      ) : (
        <Card title={t("weekly.what")} acts="weekly">
          <DefinitionList
            facts={[
              { label: t("views.label"), value: <Link to={subscription.to} className="text-link">{subscription.page}</Link> },
              { label: t("weekly.in"), value: t(`weekly.language.${subscription.language}`) },
            ]}
          />
          <Form method="post" action={stopPath} className="mt-4">
            <input type="hidden" name="on" value="own" />
            <Button size="small" look="other" icon={MailX}>
              {t("weekly.stop")}
            </Button>
          </Form>
        </Card>
      )}
    </div>
  );
}
