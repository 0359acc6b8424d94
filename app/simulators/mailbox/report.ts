import { randomBytes } from "node:crypto";

/** Hands a mail that came back to the office; null where nobody there takes them. */
export type SendBack = (report: string) => Promise<void>;

/** What a mail server sends when it took a mail and cannot deliver it after all (RFC 3464): in three parts, with the headers of the original. */
export function deliveryReport(raw: Buffer, of: { recipient: string; from: string; at: Date }): string {
  const boundary = `=_${randomBytes(12).toString("hex")}`;
  const headers = raw.toString("utf8").split(/\r?\n\r?\n/)[0] ?? "";
  return [
    "From: Mail Delivery System <mailer-daemon@simulator.example>",
    `To: ${of.from}`,
    "Subject: Undelivered Mail Returned to Sender",
    `Date: ${of.at.toUTCString()}`,
    `Message-ID: <${randomBytes(8).toString("hex")}@simulator.example>`,
    "Auto-Submitted: auto-replied",
    "MIME-Version: 1.0",
    `Content-Type: multipart/report; report-type=delivery-status; boundary="${boundary}"`,
    "",
    `--${boundary}`,
    "Content-Type: text/plain; charset=us-ascii",
    "",
    "I'm sorry to have to inform you that your message could not be delivered.",
    "",
    `--${boundary}`,
    "Content-Type: message/delivery-status",
    "",
    "Reporting-MTA: dns; simulator.example",
    "",
    `Final-Recipient: rfc822; ${of.recipient}`,
    "Action: failed",
    "Status: 5.1.1",
    "Diagnostic-Code: smtp; 550 5.1.1 No such mailbox",
    "",
    `--${boundary}`,
    "Content-Type: text/rfc822-headers",
    "",
    headers,
    "",
    `--${boundary}--`,
    "",
  ].join("\r\n");
}
