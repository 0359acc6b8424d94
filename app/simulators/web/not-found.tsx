import { SimulatorPage, type PageContext } from "./page.tsx";

/** The page for an address that leads nowhere. */
export function NotFoundPage({ context }: { context: PageContext }) {
  const { t } = context;
  return (
    <SimulatorPage context={context} area="index" title={t("notFound.title")}>
      <p>{t("notFound.text")}</p>
      <p><a href="/simulators">{t("nav.all")}</a></p>
    </SimulatorPage>
  );
}

/** The page for a form that another website sent. */
export function RefusedPage({ context }: { context: PageContext }) {
  const { t } = context;
  return (
    <SimulatorPage context={context} area="index" title={t("refused.title")}>
      <p>{t("refused.text")}</p>
      <p><a href="/simulators">{t("nav.all")}</a></p>
    </SimulatorPage>
  );
}
