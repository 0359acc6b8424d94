import { randomBytes } from "node:crypto";
import PostalMime, { type Email } from "postal-mime";
import type { FileStore } from "../store/files.ts";

export type MailSummary = {
  /** Counts up in order of arrival: "000012-9f3a61c2". */
  id: string;
  from: string;
  /** The recipients of the SMTP envelope. */
  to: string[];
  subject: string;
  messageId: string;
  receivedAt: string;
};

export type MailContent = { summary: MailSummary; text: string; html: string; links: string[] };

/** What the mail server does with mail for one recipient. */
export const MAIL_FAULTS = ["none", "permanent", "temporary", "drop", "cut", "return"] as const;
export type MailFault = (typeof MAIL_FAULTS)[number];

export type Mails = {
  keep(raw: Buffer, envelope: { from: string; to: string[] }, receivedAt: Date): Promise<MailSummary>;
  /** Newest first; `query` is part of a recipient's address or of the subject. */
  list(query?: string): MailSummary[];
  find(id: string): Promise<MailContent | null>;
  findRaw(id: string): Buffer | null;
  faultFor(recipient: string): MailFault;
  setFault(recipient: string, fault: MailFault): void;
  listFaults(): Array<{ recipient: string; fault: MailFault }>;
};

/** Every e-mail as it came in, with a summary beside it. */
export function makeMails(store: FileStore): Mails {
  const faults = () => store.find<Record<string, MailFault>>("faults.json") ?? {};
  let arrived = Number(store.list("mails", ".json").at(-1)?.split("-")[0] ?? 0);

  return {
    async keep(raw, envelope, receivedAt) {
      const mail = await parse(raw);
      arrived += 1;
      const summary: MailSummary = {
        id: `${String(arrived).padStart(6, "0")}-${randomBytes(4).toString("hex")}`,
        from: mail?.from?.address ?? envelope.from,
        to: envelope.to,
        subject: mail?.subject ?? "",
        messageId: mail?.messageId ?? "",
        receivedAt: receivedAt.toISOString(),
      };
      // The summary comes last: a mail without one was never confirmed and is not shown.
      store.putBytes(`mails/${summary.id}.eml`, raw);
      store.put(`mails/${summary.id}.json`, summary);
      return summary;
    },
    list(query = "") {
      const wanted = query.toLowerCase();
      return store
        .list("mails", ".json")
        .reverse()
        .map((id) => store.find<MailSummary>(`mails/${id}.json`))
        .filter((mail) => mail !== null)
        .filter((mail) => mail.subject.toLowerCase().includes(wanted) || mail.to.some((to) => to.toLowerCase().includes(wanted)));
    },
    async find(id) {
      const summary = isMailId(id) ? store.find<MailSummary>(`mails/${id}.json`) : null;
      const raw = summary && store.findBytes(`mails/${id}.eml`);
      if (!summary || !raw) return null;
      const mail = await parse(raw);
      const text = mail?.text ?? "";
      const html = mail?.html ?? "";
      return { summary, text, html, links: linksIn(html, text) };
    },
    findRaw: (id) => (isMailId(id) ? store.findBytes(`mails/${id}.eml`) : null),
    faultFor: (recipient) => faults()[recipient.toLowerCase()] ?? "none",
    setFault(recipient, fault) {
      const { [recipient.toLowerCase()]: _former, ...others } = faults();
      store.put("faults.json", fault === "none" ? others : { ...others, [recipient.toLowerCase()]: fault });
    },
    listFaults: () => Object.entries(faults()).map(([recipient, fault]) => ({ recipient, fault })),
  };
}

function isMailId(id: string): boolean {
  return /^\d{6,}-[0-9a-f]{8}$/.test(id);
}

/** Null for something that is no e-mail: it is kept and shown all the same. */
async function parse(raw: Buffer): Promise<Email | null> {
  try {
    return await PostalMime.parse(raw);
  } catch {
    return null;
  }
}

/** Web addresses of the buttons and links, then those that stand in the text alone; each once. */
function linksIn(html: string, text: string): string[] {
  const inHtml = [...html.matchAll(/href\s*=\s*["'](https?:[^"']+)["']/gi)].map((found) => (found[1] ?? "").replaceAll("&amp;", "&"));
  const inText = [...text.matchAll(/https?:\/\/[^\s<>"']+/g)].map((found) => found[0].replace(/[.,;:!?)\]]+$/, ""));
  return [...new Set([...inHtml, ...inText])];
}
