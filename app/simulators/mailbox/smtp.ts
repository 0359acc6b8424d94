import type { AddressInfo, Socket } from "node:net";
import { SMTPServer, type SMTPServerDataStream, type SMTPServerSession } from "smtp-server";
import type { Mails } from "./mails.ts";
import { deliveryReport, type SendBack } from "./report.ts";

/** Long enough for the sender to have noted that the mail has left. */
const RETURNED_AFTER_MS = 1_000;
const MAX_BYTES = 5 * 1024 * 1024;

/**
 * A real SMTP server on the loopback address that keeps what it gets. Port 0 takes a free one. A mail is confirmed after it was written.
 * `close` waits for conversations that are going on, but not for ever.
 */
export async function openMailServer(options: { mails: Mails; port: number; now: () => Date; sendBack?: SendBack | undefined }): Promise<{ port: number; close(): Promise<void> }> {
  const { mails, now } = options;
  const sockets = new Set<Socket>();
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ["AUTH", "STARTTLS"],
    disableReverseLookup: true,
    banner: "Zegel simulator",
    size: MAX_BYTES,
    logger: false,
    closeTimeout: 1_000,
    onRcptTo(address, _session, done) {
      const fault = mails.faultFor(address.address);
      if (fault === "permanent") return done(refusal(550, "5.1.1 No such mailbox"));
      if (fault === "temporary") return done(refusal(451, "4.3.0 Try again later"));
      done();
    },
    onData(stream, session, done) {
      receive(stream, session).then((fault) => {
        // The mail is here, and the one who sent it will never know: it may come again under the same Message-ID.
        if (fault === "cut") return cut(session);
        done();
      }, done);
    },
  });
  // A socket is remembered by its far end, which is all that a session tells of it.
  server.server.on("connection", (socket: Socket) => {
    sockets.add(socket);
    socket.once("close", () => sockets.delete(socket));
  });
  // A conversation that breaks off is the sender's matter.
  server.on("error", () => undefined);

  async function receive(stream: SMTPServerDataStream, session: SMTPServerSession) {
    const chunks: Buffer[] = [];
    for await (const chunk of stream) {
      // Read on to the end even when it is too long, or the sender would never hear the refusal.
      if (!stream.sizeExceeded) chunks.push(chunk as Buffer);
    }
    if (stream.sizeExceeded) throw refusal(552, "5.3.4 Message too big");
    const to = session.envelope.rcptTo.map((recipient) => recipient.address);
    const faults = to.map((recipient) => mails.faultFor(recipient));
    const kept = to.filter((_recipient, at) => faults[at] !== "drop" && faults[at] !== "return");
    const from = session.envelope.mailFrom ? session.envelope.mailFrom.address : "";
    const raw = Buffer.concat(chunks);
    if (kept.length > 0) await mails.keep(raw, { from, to: kept }, now());
    // Taken now, and sent back in a while: who sent it has long heard that all is well.
    const lost = to.filter((_recipient, at) => faults[at] === "return");
    if (lost.length > 0) setTimeout(() => void sendAllBack(raw, from, lost), RETURNED_AFTER_MS).unref();
    return faults.includes("cut") ? "cut" : "none";
  }

  async function sendAllBack(raw: Buffer, from: string, recipients: string[]): Promise<void> {
    for (const recipient of recipients) await options.sendBack?.(deliveryReport(raw, { recipient, from, at: now() })).catch(() => undefined);
  }

  function cut(session: SMTPServerSession): void {
    for (const socket of sockets) {
      if (socket.remotePort === session.remotePort) socket.destroy();
    }
  }

  await new Promise<void>((resolve, reject) => {
    server.server.once("error", reject);
    server.listen(options.port, "127.0.0.1", resolve);
  });
  return {
    port: (server.server.address() as AddressInfo).port,
    close: () => new Promise<void>((resolve) => server.close(() => resolve())),
  };
}

function refusal(responseCode: number, message: string): Error {
  return Object.assign(new Error(message), { responseCode });
}
