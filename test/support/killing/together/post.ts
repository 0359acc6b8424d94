import { setTimeout as pause } from "node:timers/promises";

import type { MailServer } from "../../production.ts";

export type Arrived = { to: string; messageId: string; text: string };

/** What the mail server of the town received, read as its people do. */
export type Post = {
  all: () => Arrived[];
  /** The newest e-mail to somebody (to anybody, where no address is named) with all of this in it; waits for it. */
  wait: (about: { to?: string; has: readonly string[] }, isOver: () => boolean) => Promise<Arrived | null>;
};

/** Quoted-printable is taken apart only where links and names need it: no more than that is looked for. */
export function readPost({ mails }: Pick<MailServer, "mails">): Post {
  const read: Arrived[] = [];
  const all = () => {
    for (const raw of mails.slice(read.length)) {
      const text = raw.replaceAll("=\r\n", "").replaceAll("=3D", "=");
      read.push({ to: raw.slice(0, raw.indexOf("\n")).toLowerCase(), messageId: /^Message-ID:\s*(<[^>]+>)/im.exec(raw)?.[1] ?? "none", text });
    }
    return read;
  };
  return {
    all,
    wait: async ({ to, has }, isOver) => {
      for (;;) {
        const found = all().findLast((one) => (to === undefined || one.to === to) && has.every((part) => one.text.includes(part)));
        if (found) return found;
        if (isOver()) return null;
        await pause(300);
      }
    },
  };
}

/** The link to a page of the office in an e-mail. */
export function linkOf(mail: Arrived, office: string, path: string): string {
  const [link] = new RegExp(`${office}${path}[\\w.~-]+`).exec(mail.text) ?? [];
  if (link === undefined) throw new Error(`No link to ${path} in an e-mail to ${mail.to}.`);
  return link;
}
