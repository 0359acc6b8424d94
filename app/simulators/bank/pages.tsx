import { Landmark, LockKeyhole } from "lucide-react";
import { PEOPLE, type CastPerson } from "#db/worlds/cast.ts";
import { BANKS, BANK_CUSTOMERS } from "#db/worlds/registers.ts";
import type { Fault } from "../faults.ts";
import { Document, LanguageLinks, SimulatorPage, type PageContext } from "../web/page.tsx";
import { FaultForm, FormProblem } from "../web/parts.tsx";
import type { Persona } from "./personas.ts";
import type { Transaction } from "./transactions.ts";

const GROUPS: ReadonlyArray<{ group: string; personas: Persona[] }> = [
  { group: "answer", personas: ["exact", "initials-differ", "joint-account", "preferred-surname-differs", "birth-date-unknown-day"] },
  { group: "none", personas: ["cancelled", "expired", "failure"] },
  { group: "trouble", personas: ["open-twice", "too-late", "lost-answer", "slow-answer", "malformed-answer", "somebody-else"] },
];

/** The banks and the switch for an outage. */
export function BankPage({ context, fault }: { context: PageContext; fault: Fault }) {
  const { t } = context;
  return (
    <SimulatorPage context={context} area="bank" title={t("bank.title")}>
      <p className="lead">{t("bank.lead")}</p>
      <h2>{t("bank.banks")}</h2>
      <ul className="cards cards-small">
        {BANKS.map((bank) => (
          <li key={bank.id} className="card">
            <span className={`picture bank-${bank.id.slice(0, 4).toLowerCase()}`} aria-hidden="true"><Landmark /></span>
            <strong>{bank.name}</strong>
            <span className="mono soft">{bank.id}</span>
            <span className="soft">{t("bank.customers", { count: BANK_CUSTOMERS.filter((one) => one.bankId === bank.id).length })}</span>
          </li>
        ))}
      </ul>
      <h2>{t("faults.legend")}</h2>
      <FaultForm
        context={context} service="idin-directory" title={t("bank.directory")} help={t("bank.directoryHelp")}
        current={fault} choices={["none", "down", "late", "malformed"]}
      />
    </SimulatorPage>
  );
}

/** Where the customer logs in, in the bank's own colours. */
export function LoginPage({ context, transaction, problem }: { context: PageContext; transaction: Transaction; problem?: string }) {
  const { t } = context;
  const bank = bankOf(transaction);
  return (
    <BankFrame context={context} transaction={transaction} title={t("bank.login", { bank: bank.name })}>
      <div>
        <p>{t("bank.purpose")}</p>
        <ul>
          {transaction.shares.map((one) => <li key={one}>{t(`bank.shares.${one}`)}</li>)}
        </ul>
        <p>{t("bank.never")}</p>
      </div>
      {transaction.reference ? <p className="soft">{t("bank.reference")}: <span className="mono">{transaction.reference}</span></p> : null}
      {problem ? <FormProblem id="bank-problem">{problem}</FormProblem> : null}
      <form method="post" action={`/simulators/bank/${transaction.id}`}>
        <label htmlFor="customer">{t("bank.who")}</label>
        <p className="help" id="customer-help">{t("bank.whoHelp")}</p>
        <select id="customer" name="customer" required aria-describedby="customer-help" defaultValue="">
          <option value="">{t("bank.whoChoose")}</option>
          <CustomerOptions label={t("bank.own", { bank: bank.name })} people={PEOPLE.filter((person) => banksAt(person, bank.id))} />
          <CustomerOptions label={t("bank.others")} people={PEOPLE.filter((person) => !banksAt(person, bank.id))} />
        </select>
        <h2>{t("bank.what")}</h2>
        {GROUPS.map(({ group, personas }) => (
          <fieldset key={group}>
            <legend>{t(`bank.groups.${group}`)}</legend>
            <div className="choices">
              {personas.map((persona) => (
                <label key={persona} className="choice" htmlFor={`persona-${persona}`}>
                  <input
                    type="radio" id={`persona-${persona}`} name="persona" value={persona} defaultChecked={persona === "exact"}
                    aria-describedby={`persona-${persona}-help`}
                  />
                  <span>{t(`bank.personas.${persona}.label`)}</span>
                  <span className="help" id={`persona-${persona}-help`}>{t(`bank.personas.${persona}.help`)}</span>
                </label>
              ))}
            </div>
          </fieldset>
        ))}
        <button type="submit" className="wide">{t("bank.submit")}</button>
      </form>
    </BankFrame>
  );
}

/** What the bank says when there is nothing (more) to do. */
export function BankMessagePage({ context, transaction, about }: { context: PageContext; transaction: Transaction | null; about: "done" | "unknown" }) {
  const { t } = context;
  return (
    <BankFrame context={context} transaction={transaction} title={t(`bank.${about}.title`)}>
      <p>{t(`bank.${about}.text`)}</p>
      <p><a href="/">{t("nav.office")}</a></p>
    </BankFrame>
  );
}

function BankFrame({ context, transaction, title, children }: { context: PageContext; transaction: Transaction | null; title: string; children: React.ReactNode }) {
  const bank = transaction ? bankOf(transaction) : { id: "", name: "iDIN" };
  return (
    <Document context={context} title={`${title} · iDIN`} body={`at-bank bank-${bank.id.slice(0, 4).toLowerCase()}`}>
      <header>
        <p className="ribbon">{context.t("ribbon")}</p>
        <div className="bank-top">
          <p className="bank-name"><Landmark aria-hidden="true" /> {bank.name}</p>
          <p className="bank-idin"><LockKeyhole aria-hidden="true" /> iDIN</p>
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

function CustomerOptions({ label, people }: { label: string; people: CastPerson[] }) {
  const sorted = [...people].sort((one, other) => one.surname.localeCompare(other.surname, "nl"));
  return (
    <optgroup label={label}>
      {sorted.map((person) => (
        <option key={person.id} value={person.id}>
          {[person.surname, [person.initials, person.prefix].filter(Boolean).join(" ")].join(", ")} ({person.firstName})
        </option>
      ))}
    </optgroup>
  );
}

function bankOf(transaction: Transaction) {
  return BANKS.find((bank) => bank.id === transaction.issuerId) ?? { id: transaction.issuerId, name: transaction.issuerId };
}

function banksAt(person: CastPerson, bankId: string): boolean {
  return BANK_CUSTOMERS.some((customer) => customer.personId === person.id && customer.bankId === bankId);
}
