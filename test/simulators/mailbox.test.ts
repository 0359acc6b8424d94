import nodemailer, { type SendMailOptions } from "nodemailer";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openNeighbourhood, type Neighbourhood } from "./neighbourhood.ts";

let town: Neighbourhood;
beforeAll(async () => {
  town = await openNeighbourhood();
});
afterAll(() => town.close());

const FATIMA = "f.elidrissi@debrug.example";

function send(to: string, more: Partial<SendMailOptions> = {}, port = town.simulators.smtpPort) {
  return nodemailer
    .createTransport({ host: "127.0.0.1", port })
    .sendMail({ from: "Zegel <post@zegel.example>", to, subject: "Uw aanvraag", text: "Beste mevrouw", ...more });
}

type Kept = { id: string; to: string[]; subject: string; messageId: string; text: string; html: string; links: string[] };
async function mailsTo(address: string): Promise<Kept[]> {
  const answer = await town.get(`/simulators/mailbox/api/mails?to=${encodeURIComponent(address)}`);
  return ((await answer.json()) as { mails: Kept[] }).mails;
}

describe("the mailbox", () => {
  it("keeps what comes in by SMTP, with letters and links as they were sent", async () => {
    await send(FATIMA, {
      messageId: "<een@zegel.example>",
      subject: "Bevestig wie u bent, Zoë van der Håkon",
      text: "Ga naar https://zegel.example/a?b=1.",
      html: '<p><a href="https://zegel.example/a?b=1&amp;c=2">Bevestigen</a></p>',
    });
    expect(await mailsTo(FATIMA.toUpperCase())).toEqual([
      expect.objectContaining({
        to: [FATIMA],
        subject: "Bevestig wie u bent, Zoë van der Håkon",
        messageId: "<een@zegel.example>",
        links: ["https://zegel.example/a?b=1&c=2", "https://zegel.example/a?b=1"],
      }),
    ]);
  });

  it("shows the newest first and finds by recipient and by subject", async () => {
    await send("sem@debrug.example", { subject: "Eerste" });
    await send("sem@debrug.example", { subject: "Tweede" });
    expect((await mailsTo("sem@debrug.example")).map((mail) => mail.subject)).toEqual(["Tweede", "Eerste"]);
    const page = await (await town.get("/simulators/mailbox?to=tweede")).text();
    expect(page).toContain("Tweede");
    expect(page).not.toContain("Eerste");
  });

  it("shows somebody's HTML in a frame where nothing runs and nothing is fetched", async () => {
    await send("xss@debrug.example", { html: '<script>alert(1)</script><img src="https://elsewhere.example/x.png"><a href="https://zegel.example/">x</a>' });
    const [mail] = await mailsTo("xss@debrug.example");
    const page = await town.get(`/simulators/mailbox/${mail?.id}`);
    expect(await page.text()).toMatch(/<iframe[^>]+sandbox="allow-popups allow-popups-to-escape-sandbox"/);
    const policy = (await town.get(`/simulators/mailbox/${mail?.id}/html`)).headers.get("content-security-policy");
    expect(policy).toMatch(/default-src 'none'/);
    expect(policy).toMatch(/sandbox allow-popups/);
    expect(policy).not.toMatch(/allow-scripts|allow-same-origin|script-src/);
  });

  it("gives the bytes as they came", async () => {
    await send("raw@debrug.example", { messageId: "<raw@zegel.example>" });
    const [mail] = await mailsTo("raw@debrug.example");
    expect(await (await town.get(`/simulators/mailbox/${mail?.id}/raw`)).text()).toContain("Message-ID: <raw@zegel.example>");
  });

  it.each([["permanent", 550], ["temporary", 451]])("refuses: %s is %d", async (fault, code) => {
    const to = `${fault}@debrug.example`;
    await town.post("/simulators/mailbox/faults", { recipient: to, fault });
    await expect(send(to)).rejects.toMatchObject({ responseCode: code });
    expect(await mailsTo(to)).toEqual([]);
    await town.post("/simulators/mailbox/faults", { recipient: to, fault: "none" });
    await send(to);
    expect(await mailsTo(to)).toHaveLength(1);
  });

  it("accepts and loses", async () => {
    await town.post("/simulators/mailbox/faults", { recipient: "Lost@debrug.example", fault: "drop" });
    await expect(send("lost@debrug.example")).resolves.toMatchObject({ accepted: ["lost@debrug.example"] });
    expect(await mailsTo("lost@debrug.example")).toEqual([]);
  });

  it("keeps a mail and lets the sender believe that it was lost, so that it comes twice under one Message-ID", async () => {
    const to = "cut@debrug.example";
    await town.post("/simulators/mailbox/faults", { recipient: to, fault: "cut" });
    await expect(send(to, { messageId: "<twice@zegel.example>" })).rejects.toThrow();
    await town.post("/simulators/mailbox/faults", { recipient: to, fault: "none" });
    await send(to, { messageId: "<twice@zegel.example>" });
    expect((await mailsTo(to)).map((mail) => mail.messageId)).toEqual(["<twice@zegel.example>", "<twice@zegel.example>"]);
  });

  it("refuses what is too big, and goes on", async () => {
    await expect(send(FATIMA, { text: "x".repeat(6 * 1024 * 1024) })).rejects.toMatchObject({ responseCode: 552 });
    await send("after@debrug.example");
    expect(await mailsTo("after@debrug.example")).toHaveLength(1);
  });

  it("asks for a whole address before it lets mail fail", async () => {
    const answer = await town.post("/simulators/mailbox/faults", { recipient: "nobody", fault: "drop" });
    expect(answer.status).toBe(400);
    expect(await answer.text()).toContain("Vul een volledig e-mailadres in");
  });

  it("knows everything again after a restart, and counts on", async () => {
    const port = await openNeighbourhood({ store: town.store });
    try {
      const before = (await mailsTo("sem@debrug.example"))[0]?.id ?? "";
      await send("sem@debrug.example", { subject: "Derde" }, port.simulators.smtpPort);
      const mails = await mailsTo("sem@debrug.example");
      expect(mails.map((mail) => mail.subject)).toEqual(["Derde", "Tweede", "Eerste"]);
      expect((mails[0]?.id ?? "") > before).toBe(true);
    } finally {
      await port.close();
    }
  });
});
