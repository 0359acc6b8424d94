import { worded } from "../web/language.ts";
import { SimulatorPage, type PageContext } from "../web/page.tsx";
import { SearchForm } from "../web/parts.tsx";
import type { Letter } from "./letters.ts";

/** The mat, with the envelopes that fell on it. */
export function DoormatPage({ context, letters, query }: { context: PageContext; letters: Letter[]; query: string }) {
  const { t, language } = context;
  return (
    <SimulatorPage context={context} area="doormat" title={t("doormat.title")}>
      <p className="lead">{t("doormat.lead")}</p>
      <SearchForm context={context} label={t("doormat.find")} name="addressee" value={query} action="/simulators/doormat" />
      <p className="count" role="status">{t("doormat.count", { count: letters.length })}</p>
      {letters.length === 0 ? (
        <p className="mat-empty">{query ? t("doormat.emptyFound", { query }) : t("doormat.empty")}</p>
      ) : (
        <ul className="mat">
          {letters.map((letter) => (
            <li key={letter.id} className="envelope">
              <span className="stamp" aria-hidden="true" />
              <address className="envelope-window">
                {letter.addressee.map((line) => <span key={line}>{line}</span>)}
              </address>
              <p className="envelope-foot">
                <a className="row-link" href={`/simulators/doormat/letters/${letter.id}.pdf`}>{t("doormat.open", { reference: letter.reference })}</a>
                <span className="soft">{t("doormat.delivered", { date: worded(new Date(letter.deliveredAt), language) })}</span>
              </p>
            </li>
          ))}
        </ul>
      )}
    </SimulatorPage>
  );
}
