import { setTimeout as pause } from "node:timers/promises";

import { eq } from "drizzle-orm";

import { codeAt, stepAt } from "#app/domain/login/totp.ts";
import { certificate } from "#db/schema/accounts.ts";

import type { Hand } from "../hands-kept.ts";
import { certificateIn, type Street } from "./newcomer.ts";
import type { Member } from "./members.ts";
import { makePerson, Unknown, untilKnown, type Person } from "./person.ts";

/** What an authenticator app reads on the page that links it. */
const SECRET = /(?:[A-Z2-7]{4} ){7}[A-Z2-7]{4}/;

/** Somebody with a certificate logs in: an app is linked, and a code of it typed; a code whose answer was lost has been used, and the next one is half a minute away. */
async function logIn(street: Street, serial: string): Promise<Person | null> {
  const [held] = await street.db.select({ der: certificate.der }).from(certificate).where(eq(certificate.serial, serial));
  if (!held?.der) throw new Error(`There is no certificate ${serial}.`);
  const person = makePerson(street);
  person.show(held.der);
  let [secret, used] = ["", 0];
  while (!street.isOver()) {
    try {
      if (secret === "") secret = SECRET.exec((await person.ask("/login/authenticator", { to: "" })).body)?.[0] ?? "";
      const step = stepAt(new Date());
      if (secret === "" || step === used) throw new Unknown("no code yet");
      used = step;
      const answer = await person.ask("/login", { code: codeAt(octetsOf(secret), step), to: "/my" });
      if (answer.status === 303) return person;
    } catch (failure) {
      if (!(failure instanceof Unknown)) throw failure;
    }
    await pause(1_000);
  }
  return null;
}

/** RFC 4648, 6. */
function octetsOf(text: string): Uint8Array {
  const bits = [...text.replaceAll(" ", "")].map((letter) => "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".indexOf(letter).toString(2).padStart(5, "0")).join("");
  return Uint8Array.from(bits.match(/.{8}/g) ?? [], (octet) => Number.parseInt(octet, 2));
}

/** Renews the certificate that ends within the month, in one tab: asked again, it is for the same key (R36). Answers whether it was done. */
export async function renew(street: Street, hand: Hand): Promise<boolean> {
  let person = await logIn(street, hand.first);
  while (person !== null && !street.isOver()) {
    try {
      const { status, body } = await person.ask("/my/renewal/certificate.data", { csr: hand.csrPem });
      if (certificateIn(body) !== null) return true;
      if (status === 401) person = await logIn(street, hand.first);
      else street.seen.wrong.push(`a renewal was answered with ${status}: ${body.slice(0, 300)}`);
    } catch (failure) {
      if (!(failure instanceof Unknown)) throw failure;
    }
    await pause(1_000);
  }
  return false;
}

/** Ends a certificate, its holder by themselves or a member of staff; whoever does not hear of it asks again, and then it has ended. */
export async function endCertificate(street: Street, serial: string, by: Member | null): Promise<void> {
  const isEnded = async () => (await statusOf(street, serial)) === "revoked";
  const person = by === null ? await logIn(street, serial) : null;
  if (by === null && person === null) return;
  const ask = () => (person === null ? by?.ask(`/certificates/${serial}/revocation`, { reason: "cessationOfOperation", note: "" }) : person.ask("/my/revocation", { why: "unneeded", sure: "yes" }));
  await untilKnown(async () => {
    const answer = await ask();
    if (answer?.status === 303 || (await isEnded())) return;
    throw new Unknown(`${answer?.status} at the revocation`);
  });
  street.confirmed.push({ step: "revoke", serial });
}

async function statusOf({ db }: Street, serial: string): Promise<string | undefined> {
  const [found] = await db.select({ status: certificate.status }).from(certificate).where(eq(certificate.serial, serial));
  return found?.status;
}
