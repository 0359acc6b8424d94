import { worded } from "../web/language.ts";
import { SimulatorPage, type PageContext } from "../web/page.tsx";
import { FormProblem } from "../web/parts.tsx";

export type ClockView = { tomorrow: string; hasMoved: boolean; problem: string | undefined };

/** The time on the office's wall, and the buttons that move it forward. */
export function ClockPage({ context, view }: { context: PageContext; view: ClockView }) {
  const { t, now, language } = context;
  const moves = [
    { by: "hour", words: "clock.hour" },
    { by: "working-day", words: "clock.workingDay", help: "clock.workingDayHelp" },
    { by: "fifteen-days", words: "clock.fifteenDays" },
  ];
  return (
    <SimulatorPage context={context} area="clock" title={t("clock.title")}>
      <p className="lead">{t("clock.lead")}</p>
      {view.hasMoved ? <p className="tag tag-well tag-block" role="status">{t("clock.moved")}</p> : null}
      <p className="wall-clock"><span>{t("clock.now")}</span> <time dateTime={now.toISOString()}>{worded(now, language)}</time></p>
      <h2>{t("clock.forward")}</h2>
      {view.problem ? <FormProblem id="clock-problem">{view.problem}</FormProblem> : null}
      <ul className="moves">
        {moves.map(({ by, words, help }) => (
          <li key={by}>
            <form method="post" action="/simulators/clock/moves">
              <button type="submit" name="by" value={by} aria-describedby={help ? `${by}-help` : undefined}>{t(words)}</button>
            </form>
            {help ? <p className="help" id={`${by}-help`}>{t(help)}</p> : null}
          </li>
        ))}
      </ul>
      <form className="panel" method="post" action="/simulators/clock/moves" noValidate>
        <label htmlFor="date">{t("clock.date")}</label>
        <p className="help" id="date-help">{t("clock.dateHelp")}</p>
        <div className="side-by-side">
          <input
            id="date" name="date" type="date" required min={view.tomorrow} aria-invalid={view.problem ? true : undefined}
            aria-describedby={view.problem ? "clock-problem date-help" : "date-help"}
          />
          <button type="submit" name="by" value="date">{t("clock.submitDate")}</button>
        </div>
      </form>
      <p className="note">{t("clock.noWayBack")}</p>
    </SimulatorPage>
  );
}
