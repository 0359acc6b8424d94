import { IdCard } from "lucide-react";
import { PEOPLE } from "#db/worlds/cast.ts";
import { FAULTS, type Fault } from "../faults.ts";
import { worded, wordedDay, wordedShort } from "../web/language.ts";
import { Document, LanguageLinks, SimulatorPage, type PageContext } from "../web/page.tsx";
import { Facts, FaultForm, FormProblem } from "../web/parts.tsx";
import { hasEnded, type AmpOrder } from "./orders.ts";
import { likelyPerson, OUTCOMES, TELLINGS, type Outcome } from "./outcomes.ts";

/** Every order, newest first, and the switch for an outage. */
export function AmpPage({ context, orders, fault }: { context: PageContext; orders: AmpOrder[]; fault: Fault }) {
  const { t, language } = context;
  return (
    <SimulatorPage context={context} area="amp" title={t("amp.title")}>
      <p className="lead">{t("amp.lead")}</p>
      {orders.length === 0 ? <p className="empty">{t("amp.none")}</p> : (
        <ul className="rows">
          {orders.map((order) => (
            <li key={order.orderNumber} className="register-row">
              <a className="row-link" href={`/simulators/amp/${order.orderNumber}`}>{nameOf(order)}</a>
              <span className="mono">{order.orderNumber}</span>
              <span className="soft">{wordedShort(new Date(order.orderedAt), language)}</span>
              <StatusTag context={context} order={order} />
            </li>
          ))}
        </ul>
      )}
      <h2>{t("faults.legend")}</h2>
      <FaultForm context={context} service="amp" title={t("amp.service")} help={t("amp.serviceHelp")} current={fault} choices={FAULTS} />
    </SimulatorPage>
  );
}

/** One order, and what may happen at the door. */
export function OrderPage({ context, order, problem }: { context: PageContext; order: AmpOrder; problem?: string }) {
  const { t, language } = context;
  return (
    <SimulatorPage context={context} area="amp" title={nameOf(order)}>
      <p><a href="/simulators/amp">{t("amp.back")}</a></p>
      <p><StatusTag context={context} order={order} /></p>
      <Facts
        rows={[
          { label: t("amp.number"), value: order.orderNumber, mono: true },
          { label: t("amp.code"), value: order.verificationCode, mono: true },
          { label: t("amp.birthDate"), value: order.person.birthDate ? wordedDay(order.person.birthDate, language) : t("amp.unknown") },
          { label: t("amp.reach"), value: `${order.email}, ${order.mobile}` },
          { label: t("amp.until"), value: worded(new Date(order.validUntil), language) },
          { label: t("amp.appointment"), value: order.appointment ? worded(new Date(order.appointment.from), language) : t("amp.noAppointment") },
        ]}
      />
      {hasEnded(order) ? <p className="note">{t("amp.ended")}</p> : (
        <>
          <p><a href={`/simulators/amp/appointment/${order.orderNumber}`}>{t("amp.toAppointment")}</a></p>
          <h2>{t("amp.door")}</h2>
          {problem ? <FormProblem id="door-problem">{problem}</FormProblem> : null}
          <DoorForm context={context} order={order} />
        </>
      )}
    </SimulatorPage>
  );
}

function DoorForm({ context: { t }, order }: { context: PageContext; order: AmpOrder }) {
  const sorted = [...PEOPLE].sort((one, other) => one.surname.localeCompare(other.surname, "nl"));
  return (
    <form method="post" action={`/simulators/amp/${order.orderNumber}/visit`}>
      <label htmlFor="person">{t("amp.who")}</label>
      <p className="help" id="person-help">{t("amp.whoHelp")}</p>
      <select id="person" name="person" required aria-describedby="person-help" defaultValue={likelyPerson(order, PEOPLE)?.id}>
        {sorted.map((person) => (
          <option key={person.id} value={person.id}>
            {[person.surname, [person.initials, person.prefix].filter(Boolean).join(" ")].join(", ")} ({person.firstName})
          </option>
        ))}
      </select>
      <fieldset>
        <legend>{t("amp.what")}</legend>
        <div className="choices">
          {OUTCOMES.map((outcome) => <Choice key={outcome} name="outcome" value={outcome} label={t(`amp.outcomes.${outcome}.label`)} help={t(`amp.outcomes.${outcome}.help`)} isFirst={isFirst(outcome)} />)}
        </div>
      </fieldset>
      <fieldset>
        <legend>{t("amp.telling")}</legend>
        <div className="choices">
          {TELLINGS.map((telling) => <Choice key={telling} name="telling" value={telling} label={t(`amp.tellings.${telling}.label`)} help={t(`amp.tellings.${telling}.help`)} isFirst={telling === "once"} />)}
        </div>
      </fieldset>
      <button type="submit">{t("amp.submit")}</button>
    </form>
  );
}

function isFirst(outcome: Outcome): boolean {
  return outcome === OUTCOMES[0];
}

function Choice({ name, value, label, help, isFirst }: { name: string; value: string; label: string; help: string; isFirst: boolean }) {
  const id = `${name}-${value}`;
  return (
    <label className="choice" htmlFor={id}>
      <input type="radio" id={id} name={name} value={value} defaultChecked={isFirst} aria-describedby={`${id}-help`} />
      <span>{label}</span>
      <span className="help" id={`${id}-help`}>{help}</span>
    </label>
  );
}

/** AMP's own page, where the person of the order makes an appointment or moves it, with the code that the office showed them. */
export function AppointmentPage({ context, order, slots, problem, made }: { context: PageContext; order: AmpOrder; slots: Array<{ from: string; until: string }>; problem?: string; made: boolean }) {
  const { t, language } = context;
  return (
    <AmpFrame context={context} title={t("amp.page.title")}>
      {made && order.appointment ? <p className="tag tag-well tag-block" role="status">{t("amp.page.made", { when: worded(new Date(order.appointment.from), language) })}</p> : null}
      <p>{t("amp.page.lead", { name: nameOf(order) })}</p>
      {hasEnded(order) ? <p className="note">{t("amp.ended")}</p> : (
        <form method="post" action={`/simulators/amp/appointment/${order.orderNumber}`} noValidate>
          {problem ? <FormProblem id="code-problem">{problem}</FormProblem> : null}
          <label htmlFor="code">{t("amp.code")}</label>
          <p className="help" id="code-help">{t("amp.page.codeHelp")}</p>
          <input id="code" name="code" type="text" inputMode="numeric" autoComplete="off" required aria-describedby={problem ? "code-help code-problem" : "code-help"} aria-invalid={problem ? true : undefined} />
          <fieldset>
            <legend>{t("amp.page.when")}</legend>
            <div className="choices">
              {slots.map(({ from }, index) => (
                <label key={from} className="choice" htmlFor={`slot-${index}`}>
                  <input type="radio" id={`slot-${index}`} name="slot" value={from} defaultChecked={index === 0} />
                  <span>{worded(new Date(from), language)}</span>
                </label>
              ))}
            </div>
          </fieldset>
          <button type="submit" className="wide">{t(order.appointment ? "amp.page.move" : "amp.page.make")}</button>
        </form>
      )}
      <p><a href={`/simulators/amp/${order.orderNumber}`}>{t("amp.page.toDoor")}</a></p>
    </AmpFrame>
  );
}

export function UnknownOrderPage({ context }: { context: PageContext }) {
  const { t } = context;
  return (
    <AmpFrame context={context} title={t("amp.unknownOrder.title")}>
      <p>{t("amp.unknownOrder.text")}</p>
      <p><a href="/simulators/amp">{t("amp.back")}</a></p>
    </AmpFrame>
  );
}

function AmpFrame({ context, title, children }: { context: PageContext; title: string; children: React.ReactNode }) {
  return (
    <Document context={context} title={`${title} · AMP`} body="at-bank at-amp">
      <header>
        <p className="ribbon">{context.t("ribbon")}</p>
        <div className="bank-top">
          <p className="bank-name"><IdCard aria-hidden="true" /> {context.t("amp.page.name")}</p>
          <LanguageLinks context={context} />
        </div>
      </header>
      <main className="bank-main">
        <h1>{title}</h1>
        {children}
      </main>
    </Document>
  );
}

const WELL: readonly string[] = ["identified"];
const LATE: readonly string[] = ["mismatch", "refused", "expired", "cancelled"];

function StatusTag({ context: { t }, order }: { context: PageContext; order: AmpOrder }) {
  const tone = WELL.includes(order.status) ? "tag-well" : LATE.includes(order.status) ? "tag-late" : "tag-soon";
  return <span className={`tag ${tone}`}>{t(`amp.status.${order.status}`)}</span>;
}

function nameOf({ person }: AmpOrder): string {
  return [person.initials, person.prefix, person.surname].filter(Boolean).join(" ");
}
