import { sql } from "drizzle-orm";

import { credential, letter } from "#db/schema/accounts.ts";
import { rowsOf, type Db } from "#db/types.ts";
import { hashPin, makePin } from "#app/domain/accounts/pin.ts";
import { addressBlock } from "#app/domain/correspondence/address.ts";
import type { Branding } from "#app/domain/correspondence/branding.ts";
import type { LetterPress, LetterSeal } from "#app/domain/correspondence/ports.ts";
import { renderLetter } from "#app/domain/correspondence/render.ts";
import { refuseLostKey } from "#app/domain/correspondence/sealing-keys.ts";
import type { Pinned } from "#app/domain/definitions/store.ts";
import { fullName, type Language, type PersonName, type PostalAddress } from "#app/domain/people.ts";
import { letterReferenceOf } from "#app/domain/requests/reference.ts";

/** What making a PIN letter needs of the outside world. */
export type LetterOffice = { press: LetterPress; seal: LetterSeal; branding: Branding; baseUrl: string };

export type PinLetterOrder = {
  template: Pinned<"letter">;
  language: Language;
  /** To whom the letter is addressed, who hands the PIN on (D6). */
  addressee: { name: PersonName; practice: string; address: PostalAddress };
  user: PersonName;
  installUntil: Date;
  now: Date;
};

/** A PIN that exists in two forms only: a slow hash, and a letter closed for the print room. */
export type PreparedPinLetter = { pinHash: string; sealed: string; keyId: string; number: number; addressee: string[]; language: Language; template: Pinned<"letter">; installUntil: Date };

/**
 * Makes a PIN, its hash and its sealed letter, before the transaction that stores them: scrypt and drawing take a tenth of a second, in which
 * nothing should be locked. The PIN itself lives in this function only. Throws `letter.missing-glyph`, `letter.address-too-long`.
 */
export async function preparePinLetter(db: Db, office: LetterOffice, order: PinLetterOrder): Promise<PreparedPinLetter> {
  const pin = makePin();
  const number = await nextLetterNumber(db);
  const envelope = addressBlock([order.addressee.practice, `${ATTENTION[order.language]} ${fullName(order.addressee.name)}`], order.addressee.address);
  const values = {
    recipientName: fullName(order.addressee.name),
    forWhom: fullName(order.user),
    pin,
    installPage: `${office.baseUrl}/install`,
    installBy: order.installUntil,
  };
  const written = renderLetter(order.template.content, order.language, values, { ...envelope, reference: letterReferenceOf(number) }, office.branding, order.now);
  const [pinHash, page] = await Promise.all([hashPin(pin), office.press.draw(written)]);
  const sealed = await office.seal.seal(page);
  page.fill(0);
  return { pinHash, sealed, keyId: office.seal.keyId, number, addressee: envelope.addressee, language: order.language, template: order.template, installUntil: order.installUntil };
}

/** Stores hash and sealed letter in the transaction of the act that asked for them (D6). Answers the credential's id. Throws `print-room-key.lost`. */
export async function storePinLetter(tx: Db, prepared: PreparedPinLetter, of: { userNumber: string; requestId: string | null; now: Date }): Promise<string> {
  const { userNumber, requestId, now } = of;
  await refuseLostKey(tx, prepared.keyId);
  const [made] = await tx
    .insert(credential)
    .values({ userNumber, pinHash: prepared.pinHash, madeAt: now, installUntil: prepared.installUntil })
    .returning({ id: credential.id });
  if (!made) throw new Error("No credential was made.");
  await tx
    .insert(letter)
    .overridingSystemValue()
    .values({
      number: prepared.number,
      credentialId: made.id,
      requestId,
      template: prepared.template.key,
      templateVersion: prepared.template.version,
      language: prepared.language,
      addressee: prepared.addressee,
      status: "waiting",
      sealed: prepared.sealed,
      keyId: prepared.keyId,
      madeAt: now,
    });
  return made.id;
}

/** What stands before the name of a person in an address. */
export const ATTENTION: Record<Language, string> = { nl: "T.a.v.", en: "Attn." };

/** The reference stands on the page, so the number is drawn before the row exists; one that is not used leaves a gap, never a double. */
export async function nextLetterNumber(db: Db): Promise<number> {
  const [row] = rowsOf<{ number: string | number }>(await db.execute(sql`select nextval(pg_get_serial_sequence('letter', 'number')) as number`));
  return Number(row?.number);
}
