import PostalMime, { type Attachment } from "postal-mime";

import type { DeliveryFailure } from "#app/domain/correspondence/undelivered.ts";
import { Problem } from "#app/domain/problem.ts";

/**
 * Reads a delivery status notification (RFC 3464 in a multipart/report, RFC 6522) as a mail server sends it: of which e-mail of ours it speaks, and what
 * became of that. Only reports with `Action: failed` are failures; a delay or a success is none, and answers null. Which e-mail it was stands in the
 * headers of the original that come with it. Throws `report.malformed` for anything that is no such report.
 */
export async function readDeliveryReport(raw: Uint8Array): Promise<DeliveryFailure | null> {
  const report = await PostalMime.parse(raw, { forceRfc822Attachments: true, maxNestingDepth: 10 }).catch(() => null);
  if (report === null) throw new Problem("report.malformed");
  const parts = new Map(report.attachments.map((part) => [part.mimeType.toLowerCase(), textOf(part)]));
  const status = parts.get("message/delivery-status") ?? parts.get("message/global-delivery-status");
  const original = parts.get("text/rfc822-headers") ?? parts.get("message/rfc822") ?? parts.get("message/rfc822-headers") ?? parts.get("message/global-headers") ?? parts.get("message/global");
  if (status === undefined || original === undefined) throw new Problem("report.malformed");
  // A block for the whole message, then one for each recipient; we write to one at a time.
  const failed = unfolded(status).split(/\n\s*\n/).find((block) => fieldOf(block, "action")?.toLowerCase() === "failed");
  if (failed === undefined) return null;
  const statusCode = /^[245]\.\d{1,3}\.\d{1,3}/.exec(fieldOf(failed, "status") ?? "")?.[0];
  const messageId = /<[^<>\s]{1,250}>/.exec(fieldOf(headersOf(original), "message-id") ?? "")?.[0];
  if (statusCode === undefined || messageId === undefined) throw new Problem("report.malformed");
  return { messageId, statusCode };
}

function textOf({ content }: Attachment): string {
  return typeof content === "string" ? content : Buffer.from(content instanceof ArrayBuffer ? new Uint8Array(content) : content).toString("utf8");
}

/** Lines that were folded (RFC 5322, 2.2.3) are one again; line ends are one character. */
function unfolded(text: string): string {
  return text.replaceAll("\r\n", "\n").replaceAll(/\n[ \t]+/g, " ");
}

/** The head of a message, for what stands in its body is not ours. */
function headersOf(message: string): string {
  return unfolded(message).split("\n\n")[0] ?? "";
}

function fieldOf(block: string, name: string): string | null {
  const line = block.split("\n").find((one) => one.toLowerCase().startsWith(`${name}:`));
  return line === undefined ? null : line.slice(name.length + 1).trim();
}
