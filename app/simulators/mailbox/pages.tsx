import { wordedShort, worded } from "../web/language.ts";
import { SimulatorPage, type PageContext } from "../web/page.tsx";
import { Facts, FormProblem, SearchForm } from "../web/parts.tsx";
import { MAIL_FAULTS, type MailContent, type MailFault, type MailSummary } from "./mails.ts";

export type ListView = {
  query: string;
  mails: MailSummary[];
  total: number;
  newer: string | null;
  older: string | null;
  faults: Array<{ recipient: string; fault: MailFault }>;
  problem?: { recipient: string };
};

/** All mail, newest first, and the switch that makes it fail. */
export function MailListPage({ context, view }: { context: PageContext; view: ListView }) {
  const { t, language } = context;
  return (
    <SimulatorPage context={context} area="mailbox" title={t("mailbox.title")}>
      <p className="lead">{t("mailbox.lead")}</p>
      <SearchForm context={context} label={t("mailbox.find")} name="to" value={view.query} action="/simulators/mailbox" />
      <p className="count" role="status">{t("mailbox.count", { count: view.total })}</p>
      {view.mails.length === 0 ? (
        <p className="empty">{view.query ? t("mailbox.emptyFound", { query: view.query }) : t("mailbox.empty")}</p>
      ) : (
        <ol className="rows">
          {view.mails.map((mail) => (
            <li key={mail.id} className="mail-row">
              <a className="row-link" href={`/simulators/mailbox/${mail.id}`}>{mail.subject || t("mailbox.noSubject")}</a>
              <span className="soft">{mail.to.join(", ")}</span>
              <time className="soft" dateTime={mail.receivedAt}>{wordedShort(new Date(mail.receivedAt), language)}</time>
            </li>
          ))}
        </ol>
      )}
      {view.newer || view.older ? (
        <p className="pager">
          {view.newer ? <a href={view.newer}>{t("newer")}</a> : null}
          {view.older ? <a href={view.older}>{t("older")}</a> : null}
        </p>
      ) : null}
      <MailFaults context={context} view={view} />
    </SimulatorPage>
  );
}

function MailFaults({ context: { t }, view }: { context: PageContext; view: ListView }) {
  return (
    <section aria-labelledby="mail-faults">
      <h2 id="mail-faults">{t("mailbox.faults.title")}</h2>
      <p>{t("mailbox.faults.lead")}</p>
      <form className="panel" method="post" action="/simulators/mailbox/faults" noValidate>
        {view.problem ? <FormProblem id="recipient-problem">{t("mailbox.faults.wrong")}</FormProblem> : null}
        <div className="fields">
          <div>
            <label htmlFor="recipient">{t("mailbox.faults.recipient")}</label>
            <input
              id="recipient" name="recipient" type="email" required autoComplete="off" defaultValue={view.problem?.recipient}
              aria-invalid={view.problem ? true : undefined} aria-describedby={view.problem ? "recipient-problem" : undefined}
            />
          </div>
          <div>
            <label htmlFor="mode">{t("mailbox.faults.mode")}</label>
            <select id="mode" name="fault" defaultValue="permanent">
              {MAIL_FAULTS.filter((fault) => fault !== "none").map((fault) => <option key={fault} value={fault}>{t(`mailbox.faults.${fault}`)}</option>)}
            </select>
          </div>
          <button type="submit">{t("save")}</button>
        </div>
      </form>
      {view.faults.length === 0 ? null : (
        <>
          <h3>{t("mailbox.faults.current")}</h3>
          <ul className="rows">
            {view.faults.map(({ recipient, fault }) => (
              <li key={recipient} className="fault-row">
                <strong>{recipient}</strong>
                <span className="tag tag-soon">{t(`mailbox.faults.${fault}`)}</span>
                <form method="post" action="/simulators/mailbox/faults">
                  <input type="hidden" name="recipient" value={recipient} />
                  <input type="hidden" name="fault" value="none" />
                  <button type="submit" className="quiet" aria-label={t("mailbox.faults.remove", { recipient })}>{t("mailbox.faults.none")}</button>
                </form>
              </li>
            ))}
          </ul>
        </>
      )}
    </section>
  );
}

/** One mail: its links first, because that is what people come for; the designed message in a closed frame, then the text. */
export function MailPage({ context, mail }: { context: PageContext; mail: MailContent }) {
  const { t, language } = context;
  const { summary } = mail;
  return (
    <SimulatorPage context={context} area="mailbox" title={summary.subject || t("mailbox.noSubject")}>
      <p><a href={`/simulators/mailbox?to=${encodeURIComponent(summary.to[0] ?? "")}`}>{t("mailbox.back")}</a></p>
      <Facts
        rows={[
          { label: t("mailbox.from"), value: summary.from },
          { label: t("mailbox.to"), value: summary.to.join(", ") },
          { label: t("mailbox.received"), value: worded(new Date(summary.receivedAt), language) },
          { label: t("mailbox.messageId"), value: summary.messageId, mono: true },
        ]}
      />
      <h2>{t("mailbox.links")}</h2>
      {mail.links.length === 0 ? <p className="soft">{t("mailbox.noLinks")}</p> : (
        <ul className="links">{mail.links.map((link) => <li key={link}><a href={link} rel="noreferrer">{link}</a></li>)}</ul>
      )}
      {mail.html ? (
        <>
          <h2>{t("mailbox.html")}</h2>
          <iframe
            className="message" title={t("mailbox.html")} src={`/simulators/mailbox/${summary.id}/html`}
            sandbox="allow-popups allow-popups-to-escape-sandbox"
          />
        </>
      ) : null}
      <h2>{t("mailbox.text")}</h2>
      <p className="message-text">{mail.text}</p>
      <p><a href={`/simulators/mailbox/${summary.id}/raw`} download>{t("mailbox.raw")}</a></p>
    </SimulatorPage>
  );
}
