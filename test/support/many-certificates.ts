import { randomBytes } from "node:crypto";

import { account, certificate, credential } from "#db/schema/accounts.ts";
import { agbCode } from "#db/schema/organisations.ts";
import type { Db } from "#db/types.ts";

const DAY = 86_400_000;
const PEOPLE = [["A.", "Wit"], ["F.", "Idrissi"], ["J.", "Berg"], ["Z.", "Håkonsen"], ["M.", "Jansen"], ["K.", "Özdemir"]] as const;

/** Days from now until each ends, and how it stands: some of every state, in the first weeks and far off. */
const ENDS = [-400, -1, 1, 6, 8, 20, 45, 59, 61, 85, 200, 500, 700];

/**
 * Accounts of every practice with certificates in every state, and as many that wait to be installed: rows alone, for what is only listed and counted. None of
 * these certificates could be read by anybody.
 */
export async function manyCertificates(db: Db, now: Date): Promise<void> {
  const codes = await db.select().from(agbCode);
  const soon = (days: number) => new Date(Math.floor(now.getTime() / 1000) * 1000 + days * DAY);
  for (const [place, { code, enterpriseId }] of codes.entries()) {
    for (const [which, days] of ENDS.entries()) {
      const [initials, surname] = PEOPLE[(place + which) % PEOPLE.length] ?? PEOPLE[0];
      const userNumber = String(90_000_000_000_000 + place * 100 + which);
      // One of software in each practice, and it has no initials.
      const kind = which === 5 ? ("system" as const) : ("personal" as const);
      await db.insert(account).values({ userNumber, kind, enterpriseId, agbCode: code, initials: kind === "system" ? "" : initials, surname, email: `${userNumber}@debrug.example`, language: "nl", status: "active", createdAt: now });
      const isRevoked = (place + which) % 4 === 0;
      const serial = `0${(which % 7) + 1}${randomBytes(16).toString("hex")}`;
      const kept = { tbs: new Uint8Array([48]), tbsSha256: "0", der: new Uint8Array([48]), publicKeySha256: randomBytes(32).toString("hex") };
      await db.insert(certificate).values({
        ...kept, serial, userNumber, issuerId: "of the tests", kind, profile: kind, status: isRevoked ? "revoked" : "issued",
        notBefore: soon(days - 730), notAfter: soon(days), intendedAt: soon(days - 730), issuedAt: soon(days - 730),
        ...(isRevoked && { revokedAt: now, revocationReason: which % 2 === 0 ? "superseded" : "keyCompromise" }),
      });
      // Every other one has a PIN that was not used, with so many days left.
      if (which % 2 === 0) await db.insert(credential).values({ userNumber, pinHash: "none", madeAt: soon(which * 5 - 60), installUntil: soon(which * 5) });
    }
  }
}
