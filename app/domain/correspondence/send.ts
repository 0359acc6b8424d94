import { and, eq, exists, inArray, isNull, sql } from "drizzle-orm";

import { account } from "#db/schema/accounts.ts";
import { mail } from "#db/schema/correspondence.ts";
import { link } from "#db/schema/requests.ts";
import { staff } from "#db/schema/staff.ts";
import { rowsOf, type Db } from "#db/types.ts";
import { system, type StaffActor } from "#app/domain/access/actor.ts";
import { inTrail } from "#app/domain/access/in-trail.ts";
import { pathOfLink } from "#app/domain/access/links.ts";
import { whyNoLonger } from "#app/domain/access/still-here.ts";
import { record } from "#app/domain/audit/record.ts";
import { sendMailJob } from "#app/domain/jobs/list.ts";
import type { Office } from "#app/domain/office.ts";
import { isProblem } from "#app/domain/problem.ts";

import { FigurePaper, type FigurePress } from "./figure-paper.ts";
import type { Mail, Mailer } from "./ports.ts";
import { mailWasRefused } from "./undelivered.ts";

/** What stands in a stored e-mail where a personal link will be: an address that leads nowhere, whoever reads it. */
export function placeholderOf(linkId: string): string {
  return `https://link.invalid/${linkId}`;
}

const PLACEHOLDER = /https:\/\/link\.invalid\/([0-9a-f-]{36})/g;

const BY = inTrail(system("mail"));

export type Post = {
  db: Db;
  mailer: Mailer;
  /** Derives the tokens of links. */
  linkSecret: string;
  /** Draws the figures that go with an e-mail. */
  figurePress: FigurePress;
  /** "https://zegel.example", without a slash at the end. */
  baseUrl: string;
};

/**
 * Sends one stored e-mail. It may leave twice under the same Message-ID when we die between the server's answer and our commit: that is
 * the one thing that cannot be had exactly once. A refusal for good (5xx) is kept for staff to see; anything else throws,
 * and the job is tried again. A user number whose account has ended meanwhile stays here, and figures for somebody who may not
 * see them any more. What was taken back while the server took it has left all the same, and counts as
 * sent: it may come back.
 */
export async function sendMail(post: Post, mailId: string, clock: { now(): Date }, sent?: (tx: Db, row: typeof mail.$inferSelect, now: Date) => Promise<void>): Promise<void> {
  const [waiting] = await post.db.select().from(mail).where(and(eq(mail.id, mailId), eq(mail.status, "waiting")));
  if (!waiting || (await withdrawOfEnded(post.db, waiting, clock.now())) || (await withdrawOfFormerStaff(post.db, waiting, clock.now()))) return;
  const links = waiting.links.length > 0 ? await post.db.select().from(link).where(inArray(link.id, waiting.links)) : [];
  const addresses = new Map(links.map((one) => [one.id, post.baseUrl + pathOfLink(post.linkSecret, one)]));
  const fill = (text: string) => text.replaceAll(PLACEHOLDER, (placeholder, id: string) => addresses.get(id) ?? placeholder);

  const attachments = await attachmentsOf(post, waiting);

  try {
    const { messageId, recipient: to, subject, language } = waiting;
    await post.mailer.send({ messageId, to, subject, text: fill(waiting.text), html: fill(waiting.html), language, ...attachments });
  } catch (error) {
    const code = isProblem(error) ? error.code : "mail.unreachable";
    const refused = code === "mail.refused";
    if (!refused) {
      await post.db.update(mail).set({ lastError: code }).where(and(eq(mail.id, mailId), eq(mail.status, "waiting")));
      throw error;
    }
    await post.db.transaction(async (tx) => {
      const [row] = await tx
        .update(mail)
        .set({ lastError: code, status: "refused" })
        .where(and(eq(mail.id, mailId), eq(mail.status, "waiting")))
        .returning();
      if (row) await mailWasRefused(tx, row, clock.now());
    });
    return;
  }

  const now = clock.now();
  await post.db.transaction(async (tx) => {
    const [row] = await tx
      .update(mail)
      .set({ status: "sent", sentAt: now, lastError: null })
      .where(and(eq(mail.id, mailId), inArray(mail.status, ["waiting", "withdrawn"])))
      .returning();
    if (!row) return;
    await record(tx, {
      now,
      actor: BY,
      act: "mail.sent",
      subject: { kind: "mail", id: row.id },
      requestId: row.requestId,
      details: { template: row.template, messageId: row.messageId },
    });
    await sent?.(tx, row, now);
  });
}

/** Takes an e-mail back whose user number opens nothing any more, for the account has ended: nobody waits for it. Answers whether it did. */
async function withdrawOfEnded(db: Db, { id, userNumber }: typeof mail.$inferSelect, now: Date): Promise<boolean> {
  if (userNumber === null) return false;
  return db.transaction(async (tx) => {
    const ended = tx.select({ userNumber: account.userNumber }).from(account).where(and(eq(account.userNumber, userNumber), eq(account.status, "ended")));
    const [row] = await tx
      .update(mail)
      .set({ status: "withdrawn", lastError: null })
      .where(and(eq(mail.id, id), eq(mail.status, "waiting"), exists(ended)))
      .returning();
    if (!row) return false;
    await record(tx, { now, actor: BY, act: "mail.withdrawn", subject: { kind: "mail", id }, requestId: row.requestId, details: { template: row.template, why: "account-ended" } });
    return true;
  });
}

/** Takes figures back that were to go to somebody who has left, or may not see them any more. Answers whether it did. */
async function withdrawOfFormerStaff(db: Db, { id, enclosure }: typeof mail.$inferSelect, now: Date): Promise<boolean> {
  if (enclosure === null) return false;
  const [member] = await db.select().from(staff).where(eq(staff.id, enclosure.staffId));
  const why = member ? whyNoLonger(member, { permission: "report:read", now }) : ("staff-left" as const);
  if (why === null) return false;
  return db.transaction(async (tx) => {
    const [row] = await tx.update(mail).set({ status: "withdrawn", lastError: null }).where(and(eq(mail.id, id), eq(mail.status, "waiting"))).returning();
    if (row) await record(tx, { now, actor: BY, act: "mail.withdrawn", subject: { kind: "mail", id }, requestId: null, details: { template: row.template, why } });
    return true;
  });
}

/** Drawn now and kept nowhere: from the same page comes the same file, also when the e-mail has to go a second time. */
async function attachmentsOf({ figurePress }: Post, { enclosure }: typeof mail.$inferSelect): Promise<Pick<Mail, "attachments">> {
  return enclosure === null ? {} : { attachments: [{ name: enclosure.name, content: await figurePress.draw(FigurePaper.parse(enclosure.paper)) }] };
}

/** Tries a refused e-mail once more, after somebody corrected what was wrong; one with a user number goes again from the desk only (`closeUndelivered`). */
export async function retryMail(office: Office, input: { mailId: string; by: StaffActor; now: Date }): Promise<void> {
  const { mailId, by, now } = input;
  await office.db.transaction(async (tx) => {
    const [again] = await tx
      .update(mail)
      .set({ status: "waiting" })
      .where(and(eq(mail.id, mailId), eq(mail.status, "refused"), isNull(mail.userNumber)))
      .returning({ id: mail.id, requestId: mail.requestId });
    if (!again) return;
    await record(tx, { now, actor: inTrail(by), act: "mail.retried", subject: { kind: "mail", id: mailId }, requestId: again.requestId });
    await office.queue.enqueue(tx, sendMailJob, { mailId });
  });
}

/** How many e-mails wait or were refused: for the list of stuck work. */
export async function countMail(db: Db): Promise<{ waiting: number; refused: number }> {
  // Each along an index of its own, as it stands there: of what was sent there are millions.
  const [row] = rowsOf<{ waiting: number; refused: number }>(
    await db.execute(sql`select (select count(*)::int from ${mail} where ${mail.status} = 'waiting') as waiting,
      (select count(*)::int from ${mail} where ${mail.status} = 'refused' and ${mail.userNumber} is null) as refused`),
  );
  return { waiting: Number(row?.waiting ?? 0), refused: Number(row?.refused ?? 0) };
}
