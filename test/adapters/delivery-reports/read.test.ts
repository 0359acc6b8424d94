import { describe, expect, it } from "vitest";

import { readDeliveryReport } from "#app/adapters/delivery-reports/read.ts";
import { deliveryReport } from "#app/simulators/mailbox/report.ts";

const bytes = (text: string) => new TextEncoder().encode(text.replaceAll("\n", "\r\n"));

type Parts = { status?: string; original?: string; kind?: string };

/** As Postfix writes one; `status` is the block of the recipient. */
function report({ status = "Final-Recipient: rfc822; f@debrug.example\nOriginal-Recipient: rfc822;f@debrug.example\nAction: failed\nStatus: 5.1.1\nDiagnostic-Code: smtp; 550 5.1.1 <f@debrug.example>:\n    Recipient address rejected", original = "Return-Path: <noreply@zegel.example>\nMessage-ID:\n <0197-ab@zegel.example>\nSubject: Het account staat klaar\n\nMessage-ID: <other@zegel.example>", kind = "message/rfc822" }: Parts = {}): Uint8Array {
  return bytes(`From: MAILER-DAEMON@mail.example (Mail Delivery System)
To: noreply@zegel.example
Subject: Undelivered Mail Returned to Sender
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="A"

This is a MIME-encapsulated message.

--A
Content-Description: Notification
Content-Type: text/plain; charset=us-ascii

This is the mail system at host mail.example.

--A
Content-Description: Delivery report
Content-Type: message/delivery-status

Reporting-MTA: dns; mail.example
X-Postfix-Queue-ID: 4F1A
Arrival-Date: Mon, 16 Nov 2026 10:00:00 +0100 (CET)

${status}

--A
Content-Description: Undelivered Message
Content-Type: ${kind}

${original}

--A--
`);
}

describe("a report that an e-mail could not be delivered (RFC 3464)", () => {
  it("says which e-mail it was and why, whether the whole of it came back or its head alone", async () => {
    const failure = { messageId: "<0197-ab@zegel.example>", statusCode: "5.1.1" };
    expect(await readDeliveryReport(report())).toEqual(failure);
    expect(await readDeliveryReport(report({ kind: "text/rfc822-headers" }))).toEqual(failure);
  });

  it("is read as the simulated mail server writes it", async () => {
    const raw = Buffer.from("Message-ID: <1@zegel.example>\r\nSubject: Nummer\r\n\r\n12345678901234");
    const text = deliveryReport(raw, { recipient: "f@debrug.example", from: "noreply@zegel.example", at: new Date("2026-11-16T10:00:00Z") });
    expect(text).not.toContain("12345678901234");
    expect(await readDeliveryReport(new TextEncoder().encode(text))).toEqual({ messageId: "<1@zegel.example>", statusCode: "5.1.1" });
  });

  it.each([
    ["a delay", "Final-Recipient: rfc822; f@debrug.example\nAction: delayed\nStatus: 4.4.1"],
    ["a success", "Final-Recipient: rfc822; f@debrug.example\nAction: delivered\nStatus: 2.0.0"],
  ])("is no failure when it tells of %s", async (_what, status) => {
    expect(await readDeliveryReport(report({ status }))).toBeNull();
  });

  it("never takes the Message-ID from what stands in the body of the original", async () => {
    await expect(readDeliveryReport(report({ original: "Subject: x\n\nMessage-ID: <0197-ab@zegel.example>" }))).rejects.toMatchObject({ code: "report.malformed" });
  });

  it.each([
    ["an out-of-office reply", bytes("From: f@debrug.example\nSubject: Afwezig\n\nTot maandag.")],
    ["nothing", new Uint8Array()],
    ["a failure without a code", report({ status: "Final-Recipient: rfc822; f@debrug.example\nAction: failed" })],
    ["octets of no language", Uint8Array.from({ length: 400 }, (_one, place) => (place * 37) % 256)],
  ])("is not %s", async (_what, raw) => {
    await expect(readDeliveryReport(raw)).rejects.toMatchObject({ code: "report.malformed" });
  });
});
