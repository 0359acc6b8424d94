import { createTransport } from "nodemailer";
import { z } from "zod";
import type { Mail, Mailer } from "#app/domain/correspondence/ports.ts";
import type { Clock } from "#app/domain/deadlines/ports.ts";
import { Problem } from "#app/domain/problem.ts";

export type MailerOptions = {
  host: string;
  port: number;
  /** TLS from the first byte (port 465). Otherwise STARTTLS is used where the server offers it. */
  secure: boolean;
  /** Refuse to send without TLS. A password is never sent without it. */
  requireTls?: boolean;
  auth?: { user: string; pass: string };
  from: { name: string; address: string };
  /** Dates the e-mails; the system's time when absent. */
  clock?: Clock;
  /** How long to wait for each step of the conversation, in milliseconds. */
  timeoutMs?: number;
};

const CONVERSATIONS = 4;

/** One address and nothing that could add another, or a header. */
const Address = z.string().max(254).regex(/^[^\p{Cc}\s<>()[\]\\,;:"@]+@[^\p{Cc}\s<>()[\]\\,;:"@]+$/u);
const MessageId = z.string().max(250).regex(/^<[\x21-\x3b\x3d\x3f\x41-\x7e]+@[\x21-\x3b\x3d\x3f\x41-\x7e]+>$/);

/**
 * Sends e-mail over SMTP (RFC 5321) under the Message-ID that the mail already has, so that one that goes out twice, because the server took
 * it and its answer was lost, can be told to be the same. A few conversations stay open for the mails that follow. Throws `mail.refused` when
 * this mail will never be taken (a 5xx reply to its recipient or its content, or an address that is none) and `mail.unreachable` for all else,
 * a wrong password among it. The errors hold no address: they end up in logs (P9).
 */
export function makeMailer({ host, port, secure, requireTls, auth, from, clock, timeoutMs = 20_000 }: MailerOptions): Mailer {
  const transport = createTransport({
    pool: true,
    maxConnections: CONVERSATIONS,
    // Whether a mail goes again is the job's to say, which counts its tries; not behind its back.
    maxRequeues: 0,
    host,
    port,
    secure,
    requireTLS: !secure && (requireTls === true || auth !== undefined),
    auth,
    connectionTimeout: timeoutMs,
    greetingTimeout: timeoutMs,
    socketTimeout: timeoutMs,
    dnsTimeout: timeoutMs,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  return {
    async send(mail) {
      checkEnvelope(mail);
      try {
        await transport.sendMail({
          from,
          to: { name: "", address: mail.to },
          subject: mail.subject,
          text: mail.text,
          html: mail.html,
          ...(mail.attachments && { attachments: mail.attachments.map(({ name, content }) => ({ filename: name, content: Buffer.from(content), contentType: "application/pdf" })) }),
          messageId: mail.messageId,
          date: clock?.now(),
          headers: { "Auto-Submitted": "auto-generated", "X-Auto-Response-Suppress": "All", "Content-Language": mail.language },
        });
      } catch (error) {
        throw asProblem(error);
      }
    },
    close: () => transport.close(),
  };
}

function checkEnvelope({ to, messageId, subject }: Mail): void {
  if (!Address.safeParse(to).success) throw new Problem("mail.refused", { reply: "address" });
  if (!MessageId.safeParse(messageId).success) throw new Problem("mail.refused", { reply: "message-id" });
  if (/\p{Cc}/u.test(subject)) throw new Problem("mail.refused", { reply: "subject" });
}

const SmtpFailure = z.object({ code: z.string().default("UNKNOWN"), responseCode: z.number().optional(), command: z.string().optional() });

function asProblem(error: unknown): Problem {
  const { code, responseCode, command } = SmtpFailure.catch({ code: "UNKNOWN" }).parse(error);
  const aboutThisMail = command === "RCPT TO" || command === "DATA";
  const permanent = aboutThisMail && responseCode !== undefined && responseCode >= 500;
  return new Problem(permanent ? "mail.refused" : "mail.unreachable", { reply: responseCode ?? code });
}
