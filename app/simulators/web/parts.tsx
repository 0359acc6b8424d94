import type { Fault } from "../faults.ts";
import type { PageContext } from "./page.tsx";

/** A search box that works by GET. */
export function SearchForm({ context: { t }, label, name, value, action }: { context: PageContext; label: string; name: string; value: string; action: string }) {
  return (
    <form className="search" method="get" action={action} role="search">
      <label htmlFor={name}>{label}</label>
      <div className="side-by-side">
        <input id={name} name={name} type="search" defaultValue={value} autoComplete="off" />
        <button type="submit">{t("search")}</button>
        {value ? <a href={action}>{t("all")}</a> : null}
      </div>
    </form>
  );
}

/** The switch with which one service is made to fail. */
export function FaultForm({ context: { t }, service, title, help, current, choices }: {
  context: PageContext; service: string; title: string; help?: string; current: Fault; choices: readonly Fault[];
}) {
  return (
    <form className={current === "none" ? "panel" : "panel panel-soon"} method="post" action="/simulators/faults">
      <input type="hidden" name="service" value={service} />
      <label htmlFor={`fault-${service}`}>{title}</label>
      {help ? <p className="help" id={`fault-${service}-help`}>{help}</p> : null}
      <div className="side-by-side">
        <select id={`fault-${service}`} name="fault" defaultValue={current} aria-describedby={help ? `fault-${service}-help` : undefined}>
          {choices.map((fault) => <option key={fault} value={fault}>{t(`faults.${fault}`)}</option>)}
        </select>
        <button type="submit" aria-label={`${t("save")}: ${title}`}>{t("save")}</button>
      </div>
      {current === "none" ? null : <p className="tag tag-soon">{t("faults.now", { fault: t(`faults.${current}`) })}</p>}
    </form>
  );
}

/** Label and value, one under the other on a narrow screen. */
export function Facts({ rows }: { rows: Array<{ label: string; value: string; mono?: boolean }> }) {
  return (
    <dl className="facts">
      {rows.map((row) => (
        <div key={row.label}>
          <dt>{row.label}</dt>
          <dd className={row.mono ? "mono" : undefined}>{row.value}</dd>
        </div>
      ))}
    </dl>
  );
}

/** What went wrong with a form, read out at once. */
export function FormProblem({ id, children }: { id: string; children: string }) {
  return <p className="problem" id={id} role="alert">{children}</p>;
}
