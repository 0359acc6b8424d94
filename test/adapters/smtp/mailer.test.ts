import { createServer, type AddressInfo, type Server, type Socket } from "node:net";
import { setTimeout as pause } from "node:timers/promises";
import { inspect } from "node:util";
import PostalMime from "postal-mime";
import { SMTPServer, type SMTPServerOptions } from "smtp-server";
import { afterEach, describe, expect, test } from "vitest";
import { makeMailer, type MailerOptions } from "#app/adapters/smtp/mailer.ts";
import type { Mail } from "#app/domain/correspondence/ports.ts";
import { renderMail } from "#app/domain/correspondence/render.ts";
import { branding, mailNamed, sampleValues } from "#test/domain/correspondence/samples.ts";

const template = mailNamed("request-received");
const mail: Mail = { messageId: "<m-1@zegel.example>", to: "s.jansen@debrug.example", language: "nl", ...renderMail(template, "nl", sampleValues(template), branding) };
const from = { name: "VECOZO", address: "noreply@zegel.example" };
function mailer(port: number, options: Partial<MailerOptions> = {}) {
  const made = makeMailer({ host: "127.0.0.1", port, secure: false, from, timeoutMs: 2000, ...options });
  closing.push(() => made.close());
  return made;
}

const closing: Array<() => void> = [];
afterEach(() => closing.splice(0).forEach((close) => close()));

type Received = { raw: string; to: string[] };

/** A real SMTP server that keeps what it gets. */
async function postOffice(options: SMTPServerOptions = {}): Promise<{ port: number; received: Received[] }> {
  const received: Received[] = [];
  const server = new SMTPServer({
    disabledCommands: ["AUTH", "STARTTLS"],
    logger: false,
    onData(stream, session, done) {
      const chunks: Buffer[] = [];
      stream.on("data", (chunk: Buffer) => chunks.push(chunk));
      stream.on("end", () => {
        received.push({ raw: Buffer.concat(chunks).toString("utf8"), to: session.envelope.rcptTo.map(({ address }) => address) });
        done();
      });
    },
    ...options,
  });
  server.on("error", () => undefined);
  const port = await new Promise<number>((ready) => server.listen(0, "127.0.0.1", () => ready((server.server.address() as AddressInfo).port)));
  closing.push(() => server.close());
  return { port, received };
}

/** A server that speaks SMTP line by line as it is told, for what a well-behaved one never does. */
async function rudeServer(speak: (socket: Socket, line: string) => void, greet = true): Promise<number> {
  const server: Server = createServer((socket) => {
    socket.on("error", () => undefined);
    if (greet) socket.write("220 rude\r\n");
    let rest = "";
    socket.on("data", (chunk) => {
      const lines = (rest + chunk.toString()).split("\r\n");
      rest = lines.pop() ?? "";
      for (const line of lines) speak(socket, line);
    });
    closing.push(() => socket.destroy());
  });
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  closing.push(() => server.close());
  return (server.address() as AddressInfo).port;
}

describe("an e-mail", () => {
  test("arrives as it was written, under its own Message-ID", async () => {
    const { port, received } = await postOffice();
    const now = new Date("2026-11-16T11:00:00Z");
    await mailer(port, { clock: { now: () => now } }).send(mail);
    expect(received).toHaveLength(1);
    const parsed = await PostalMime.parse(received[0]?.raw ?? "");
    expect(parsed).toMatchObject({ messageId: "<m-1@zegel.example>", subject: mail.subject, from: { name: "VECOZO", address: "noreply@zegel.example" }, to: [{ address: "s.jansen@debrug.example" }] });
    expect(parsed.text?.trim()).toBe(mail.text.trim());
    expect(parsed.html?.trim()).toBe(mail.html.trim());
    expect(new Date(parsed.date ?? 0)).toEqual(now);
    const header = (name: string) => parsed.headers.find(({ key }) => key === name)?.value;
    expect([header("auto-submitted"), header("content-language")]).toEqual(["auto-generated", "nl"]);
  });

  test("keeps a subject with accents and a long name in one header", async () => {
    const { port, received } = await postOffice();
    const subject = `Het certificaat van Ž. Łuczak-Đorđević is geïnstalleerd ${"ë".repeat(90)}`;
    await mailer(port).send({ ...mail, subject });
    expect((await PostalMime.parse(received[0]?.raw ?? "")).subject).toBe(subject);
  });

  test.each([
    ["a second address", { to: "a@debrug.example, b@elsewhere.example" }, "address"],
    ["a line end in the address", { to: "a@debrug.example\r\nBcc: b@elsewhere.example" }, "address"],
    ["a name around the address", { to: "Sem <a@debrug.example>" }, "address"],
    ["no address", { to: "debrug.example" }, "address"],
    ["a line end in the subject", { subject: "x\r\nBcc: b@elsewhere.example" }, "subject"],
    ["a Message-ID that opens a header", { messageId: "<a@b>\r\nBcc: b@elsewhere.example" }, "message-id"],
  ])("with %s never leaves", async (_, change, reply) => {
    const { port, received } = await postOffice();
    await expect(mailer(port).send({ ...mail, ...change })).rejects.toMatchObject({ code: "mail.refused", details: { reply } });
    expect(received).toEqual([]);
  });
});

describe("a reply", () => {
  const refuse = (code: number) => Object.assign(new Error(`no such user ${mail.to}`), { responseCode: code });

  test.each([
    [550, "mail.refused"],
    [450, "mail.unreachable"],
  ])("%i about the recipient means %s, and names nobody (P9)", async (code, problem) => {
    const { port } = await postOffice({ onRcptTo: (_address, _session, done) => done(refuse(code)) });
    const error: unknown = await mailer(port).send(mail).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: problem, details: { reply: code }});
    expect(inspect(error, { depth: 9, showHidden: true })).not.toContain("jansen");
  });

  test.each([
    [554, "mail.refused"],
    [451, "mail.unreachable"],
  ])("%i about the content means %s", async (code, problem) => {
    const { port } = await postOffice({ onData: (stream, _session, done) => void stream.on("end", () => done(refuse(code))).resume() });
    await expect(mailer(port).send(mail)).rejects.toMatchObject({ code: problem, details: { reply: code } });
  });

  test("about ourselves, such as a sender that may not send, is no reason to give up the mail", async () => {
    const { port } = await postOffice({ onMailFrom: (_address, _session, done) => done(refuse(550)) });
    await expect(mailer(port).send(mail)).rejects.toMatchObject({ code: "mail.unreachable", details: { reply: 550 } });
  });
});

describe("the conversation", () => {
  test("goes on for the mails that follow", async () => {
    let conversations = 0;
    const { port, received } = await postOffice({ onConnect: (_session, done) => ((conversations += 1), done()) });
    const { send } = mailer(port);
    for (const messageId of ["<m-1@zegel.example>", "<m-2@zegel.example>", "<m-3@zegel.example>"]) await send({ ...mail, messageId });
    expect(received).toHaveLength(3);
    expect(conversations).toBe(1);
  });

  test("that one of the two ended while nothing was said is begun anew, without a mail lost", async () => {
    const ended = await postOffice({ socketTimeout: 200 });
    const { send } = mailer(ended.port);
    await send(mail);
    await pause(600);
    await send({ ...mail, messageId: "<m-2@zegel.example>" });
    expect(ended.received).toHaveLength(2);

    const { port, received } = await postOffice();
    const impatient = mailer(port, { timeoutMs: 300 });
    await impatient.send(mail);
    await pause(700);
    await impatient.send({ ...mail, messageId: "<m-2@zegel.example>" });
    expect(received).toHaveLength(2);
  });

  test("that breaks off after the mail was taken is not repeated behind the back of the job that counts its tries", async () => {
    let taken = 0;
    const port = await rudeServer((socket, line) => {
      if (line === "DATA") return socket.write("354 go on\r\n");
      if (line === ".") return (taken += 1), socket.destroy();
      if (/^(EHLO|MAIL|RCPT)/.test(line)) socket.write("250 fine\r\n");
    });
    await expect(mailer(port).send(mail)).rejects.toMatchObject({ code: "mail.unreachable" });
    await pause(300);
    expect(taken).toBe(1);
  });
});

describe("a server that cannot be reached", () => {
  test("because nobody listens", async () => {
    const { port } = await postOffice();
    closing.splice(0).forEach((close) => close());
    await expect(mailer(port).send(mail)).rejects.toMatchObject({ code: "mail.unreachable" });
  });

  test("because it says nothing, within the time that we wait", async () => {
    const port = await rudeServer(() => undefined, false);
    await expect(mailer(port, { timeoutMs: 300 }).send(mail)).rejects.toMatchObject({ code: "mail.unreachable" });
  });

  test("safely: a password is not sent in the clear", async () => {
    const heard: string[] = [];
    const { port } = await postOffice({ disabledCommands: ["STARTTLS"], allowInsecureAuth: true, onAuth: ({ password }, _session, done) => (heard.push(password ?? ""), done(null, { user: "x" })) });
    await expect(mailer(port, { auth: { user: "zegel", pass: "geheim" } }).send(mail)).rejects.toMatchObject({ code: "mail.unreachable" });
    expect(heard).toEqual([]);
  });
});

test("a mail that was taken while the answer was lost goes out again under the same Message-ID, and only that tells them apart", async () => {
  const taken: string[] = [];
  let body: string[] | undefined;
  const port = await rudeServer((socket, line) => {
    if (body && line === ".") {
      taken.push(body.join("\n"));
      body = undefined;
      if (taken.length === 1) socket.destroy();
      else socket.write("250 taken\r\n");
    } else if (body) body.push(line);
    else if (line === "DATA") {
      body = [];
      socket.write("354 go on\r\n");
    } else socket.write(line === "QUIT" ? "221 bye\r\n" : "250 ok\r\n");
  });
  await expect(mailer(port).send(mail)).rejects.toMatchObject({ code: "mail.unreachable" });
  await mailer(port).send(mail);
  const ids = taken.map((message) => /^Message-ID: (.*)$/m.exec(message)?.[1]);
  expect(ids).toEqual(["<m-1@zegel.example>", "<m-1@zegel.example>"]);
});
