/** The outside world of the running office, as its people see it: the mailbox, the doormat, the clock. */
export type Outside = ReturnType<typeof outsideOf>;

export type ReceivedMail = { subject: string; to: string[]; text: string; html: string; links: string[]; messageId: string };

export function outsideOf(baseUrl: string) {
  const simulators = `${baseUrl}/simulators`;

  async function mailsTo(address: string): Promise<ReceivedMail[]> {
    const response = await fetch(`${simulators}/mailbox/api/mails?to=${encodeURIComponent(address)}`);
    const { mails } = (await response.json()) as { mails: ReceivedMail[] };
    return mails;
  }

  async function turnClock(to: Record<string, string>): Promise<void> {
    const headers = { "content-type": "application/x-www-form-urlencoded", origin: baseUrl };
    await fetch(`${simulators}/clock/moves`, { method: "POST", redirect: "manual", headers, body: new URLSearchParams(to) });
  }

  return {
    mailsTo,
    /** Waits for an e-mail to this address whose text or subject matches; answers the newest. */
    async mail(address: string, about: RegExp): Promise<ReceivedMail> {
      return eventually(async () => (await mailsTo(address)).find(({ subject, text }) => about.test(subject) || about.test(text)), `a mail about ${about} to ${address}`);
    },
    async letters(addressee = ""): Promise<Array<{ id: string; reference: string; addressee: string[] }>> {
      const response = await fetch(`${simulators}/doormat/api/letters?addressee=${encodeURIComponent(addressee)}`);
      return ((await response.json()) as { letters: Array<{ id: string; reference: string; addressee: string[] }> }).letters;
    },
    async letterPdf(id: string): Promise<Uint8Array> {
      return new Uint8Array(await (await fetch(`${simulators}/doormat/letters/${id}.pdf`)).arrayBuffer());
    },
    moveClock: (by: "hour" | "working-day" | "fifteen-days") => turnClock({ by }),
    /** To a day, "YYYY-MM-DD". */
    moveClockTo: (date: string) => turnClock({ by: "date", date }),
  };
}

/** Asks until there is an answer; fails with what was waited for. */
export async function eventually<T>(ask: () => Promise<T | undefined | null>, what: string, seconds = 30): Promise<T> {
  const end = performance.now() + seconds * 1000;
  for (;;) {
    const answer = await ask();
    if (answer !== undefined && answer !== null) return answer;
    if (performance.now() > end) throw new Error(`Waited ${seconds} s for ${what}.`);
    await new Promise((done) => setTimeout(done, 200));
  }
}

/** The link of an e-mail that leads to a page of ours. */
export function linkIn(mail: ReceivedMail, path: string): string {
  const found = mail.links.find((link) => new URL(link).pathname.startsWith(path));
  if (!found) throw new Error(`No link to ${path} in "${mail.subject}".`);
  return found;
}
