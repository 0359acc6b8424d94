import type { CastAddress } from "#db/worlds/cast.ts";
import type { CastAgb, CastTradeEntry } from "#db/worlds/registers.ts";
import { FAULTS, type Fault } from "../faults.ts";
import { isoDate } from "../web/language.ts";
import { SimulatorPage, type PageContext } from "../web/page.tsx";
import { Facts, FaultForm, FormProblem, SearchForm } from "../web/parts.tsx";
import type { Register } from "./entries.ts";

export type RegistersView = { query: string; trade: CastTradeEntry[]; agb: CastAgb[]; faults: Record<Register, Fault> };

/** Both registers in one list each, and a switch for each. */
export function RegistersPage({ context, view }: { context: PageContext; view: RegistersView }) {
  const { t } = context;
  const today = isoDate(context.now);
  return (
    <SimulatorPage context={context} area="registers" title={t("registers.title")}>
      <p className="lead">{t("registers.lead")}</p>
      <SearchForm context={context} label={t("registers.find")} name="find" value={view.query} action="/simulators/registers" />
      <div className="halves">
        <section aria-labelledby="vektis">
          <h2 id="vektis">{t("registers.vektis")}</h2>
          <FaultForm context={context} service="vektis" title={`${t("faults.legend")}: Vektis`} current={view.faults.vektis} choices={FAULTS} />
          {view.agb.length === 0 ? <p className="empty">{t("registers.emptyFound", { query: view.query })}</p> : (
            <ul className="rows">
              {view.agb.map((entry) => (
                <li key={entry.code} className="register-row">
                  <a className="row-link" href={`/simulators/registers/vektis/${entry.code}`}>{entry.name}</a>
                  <span className="mono">{entry.code}</span>
                  <span className="soft">{t(`registers.kind.${entry.kind}`)}</span>
                  <EndTag context={context} endsOn={entry.endsOn} today={today} />
                </li>
              ))}
            </ul>
          )}
        </section>
        <section aria-labelledby="kvk">
          <h2 id="kvk">{t("registers.kvk")}</h2>
          <FaultForm context={context} service="kvk" title={`${t("faults.legend")}: KVK`} current={view.faults.kvk} choices={FAULTS} />
          {view.trade.length === 0 ? <p className="empty">{t("registers.emptyFound", { query: view.query })}</p> : (
            <ul className="rows">
              {view.trade.map((entry) => (
                <li key={entry.kvkNumber} className="register-row">
                  <a className="row-link" href={`/simulators/registers/kvk/${entry.kvkNumber}`}>{entry.name}</a>
                  <span className="mono">{entry.kvkNumber}</span>
                  <span className="soft">{entry.legalForm}</span>
                  <EndTag context={context} endsOn={entry.endsOn} today={today} />
                </li>
              ))}
            </ul>
          )}
        </section>
      </div>
    </SimulatorPage>
  );
}

function EndTag({ context: { t }, endsOn, today }: { context: PageContext; endsOn: string | null; today: string }) {
  const isEnded = endsOn !== null && endsOn < today;
  return <span className={isEnded ? "tag tag-late" : "tag tag-well"}>{t(isEnded ? "registers.ended" : "registers.active")}</span>;
}

export type EntryView = { register: Register; number: string; name: string; endsOn: string | null; hasOwnEnd: boolean; facts: Array<{ label: string; value: string; mono?: boolean }>; address: CastAddress | null; problem: "end" | "move" | "owner" | null };

/** One entry, and the forms that let it end or move. */
export function EntryPage({ context, view }: { context: PageContext; view: EntryView }) {
  const { t, now } = context;
  return (
    <SimulatorPage context={context} area="registers" title={view.name}>
      <p><a href="/simulators/registers">{t("registers.back")}</a></p>
      <p className="soft">{t(`registers.${view.register}`)}</p>
      <Facts rows={view.facts} />
      <h2>{t("registers.end.title")}</h2>
      <p>{t("registers.end.help")}</p>
      {view.problem === "end" ? <FormProblem id="end-problem">{t("registers.end.wrong")}</FormProblem> : null}
      <form className="panel" method="post" action={`/simulators/registers/${view.register}/${view.number}/end`} noValidate>
        <label htmlFor="endsOn">{t("registers.end.date")}</label>
        <div className="side-by-side">
          <input
            id="endsOn" name="endsOn" type="date" required defaultValue={view.endsOn ?? isoDate(now)}
            aria-invalid={view.problem === "end" ? true : undefined} aria-describedby={view.problem === "end" ? "end-problem" : undefined}
          />
          <button type="submit">{t("registers.end.submit")}</button>
        </div>
      </form>
      {view.hasOwnEnd ? (
        <form method="post" action={`/simulators/registers/${view.register}/${view.number}/end`}>
          <input type="hidden" name="undo" value="yes" />
          <button type="submit" className="quiet">{t("registers.end.undo")}</button>
        </form>
      ) : null}
      {view.register === "vektis" ? <OwnerForm context={context} view={view} /> : null}
      {view.address === null ? null : <MoveForm context={context} view={view} address={view.address} />}
    </SimulatorPage>
  );
}

/** To which enterprise an AGB code belongs: when practices merge, that changes here before Zegel is told. */
function OwnerForm({ context: { t }, view }: { context: PageContext; view: EntryView }) {
  const isWrong = view.problem === "owner";
  return (
    <>
      <h2>{t("registers.owner.title")}</h2>
      {isWrong ? <FormProblem id="owner-problem">{t("registers.owner.wrong")}</FormProblem> : null}
      <form className="panel" method="post" action={`/simulators/registers/vektis/${view.number}/owner`} noValidate>
        <label htmlFor="kvkNumber">{t("registers.owner.kvkNumber")}</label>
        <div className="side-by-side">
          <input id="kvkNumber" name="kvkNumber" inputMode="numeric" required aria-describedby={isWrong ? "owner-problem" : undefined} />
          <button type="submit">{t("registers.owner.submit")}</button>
        </div>
      </form>
    </>
  );
}

/** What the register has as the address: a practice that moves changes it here before it tells Zegel (R103). */
function MoveForm({ context: { t }, view, address }: { context: PageContext; view: EntryView; address: CastAddress }) {
  const isWrong = view.problem === "move";
  return (
    <>
      <h2>{t("registers.move.title")}</h2>
      {isWrong ? <FormProblem id="move-problem">{t("registers.move.wrong")}</FormProblem> : null}
      <form className="panel" method="post" action={`/simulators/registers/${view.register}/${view.number}/move`} noValidate>
        {(["street", "houseNumber", "houseNumberSuffix", "postcode", "town"] as const).map((part) => (
          <p key={part}>
            <label htmlFor={part}>{t(`registers.move.${part}`)}</label>
            <input id={part} name={part} defaultValue={String(address[part])} aria-describedby={isWrong ? "move-problem" : undefined} />
          </p>
        ))}
        <button type="submit">{t("registers.move.submit")}</button>
      </form>
    </>
  );
}
