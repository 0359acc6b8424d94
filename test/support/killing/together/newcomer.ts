import { X509Certificate } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";

import { runSql, type Db } from "#db/types.ts";
import { PEOPLE, practice } from "#db/worlds/cast.ts";

import { makeCsr } from "../../journey.ts";
import { AGREED_SERVICES } from "../../stage.ts";
import type { Confirmed } from "../checker.ts";
import type { Envelopes } from "./printer.ts";
import { hiddenIn, makePerson, OFFICE, Unknown, untilKnown, type Person, type Town } from "./person.ts";
import { linkOf, type Post } from "./post.ts";

export type Street = Town & {
  db: Db;
  post: Post;
  envelopes: Envelopes;
  confirmed: Confirmed[];
  /** From now on nothing is waited for: whoever waits gives up, and says for what. */
  isOver: () => boolean;
};

/** Practices for which is asked; at Zonneveld, whose address has just changed, four eyes look. */
const PRACTICES = ["de-brug", "zonneveld", "de-linde", "kramer", "vechtdal", "de-boer"];
const SYLLABLES = ["ba", "de", "fi", "go", "lu", "ma", "ne", "pi", "ro", "tu"];

/** A surname that nobody else has. */
function surnameOf(number: number): string {
  const name = [...String(number).padStart(4, "0")].map((digit) => SYLLABLES[Number(digit)]).join("");
  return `${name.slice(0, 1).toUpperCase()}${name.slice(1)}`;
}

export type Newcomer = { surname: string; email: string; requestId: string; serial: string; reached: string };

/**
 * One request from the empty form to an installed certificate, by those whom it concerns, over HTTP: whoever does not hear what came of it does it again, as people do. Answers how far it
 * came; the office's own people do their part meanwhile.
 */
export async function comeIn(street: Street, number: number): Promise<Newcomer> {
  const { db, post, chance, confirmed, seen, isOver } = street;
  const surname = surnameOf(number);
  const where = practice(PRACTICES[number % PRACTICES.length] ?? "de-brug");
  const email = `s.${surname.toLowerCase()}@aanvraag.example`;
  const me: Newcomer = { surname, email, requestId: "", serial: "", reached: "form" };
  const applicant = makePerson(street);
  await fillInAndSend(applicant, { surname, email, agbCode: where.agbCodes[0] ?? "", kvkNumber: where.kvkNumber });
  const [sent] = await runSql<{ id: string; draft: string; reference: string }>(db, "select id::text as id, draft_id::text as draft, 'ZG-' || number as reference from request where applicant_email = $1", [email]);
  if (!sent) {
    seen.wrong.push(`a form that was sent is not there: ${email}`);
    return me;
  }
  me.requestId = sent.id;
  me.reached = "sent";
  confirmed.push({ step: "submit", draftId: sent.draft, requestId: sent.id });

  const confirm = await post.wait({ to: email, has: ["/confirm/"] }, isOver);
  if (confirm === null) return me;
  const page = linkOf(confirm, OFFICE, "/confirm/").slice(OFFICE.length);
  await untilKnown(async () => {
    const answer = await applicant.ask(page, {});
    // Confirmed already: the answer to the first time was lost, and the link has been used.
    if (answer.status !== 303 && !(await isSo(db, sent.id, "confirmed_at is not null"))) throw new Unknown(`${answer.status} at the confirmation`);
  });
  me.reached = "confirmed";

  const asked = await post.wait({ has: ["/identify/", sent.reference] }, isOver);
  if (asked === null) return me;
  const holder = PEOPLE.find((one) => one.email === asked.to);
  await identify(street, sent.id, linkOf(asked, OFFICE, "/identify/").slice(OFFICE.length), holder?.id ?? "");
  if (!(await isSo(db, sent.id, "identified_at is not null"))) return me;
  me.reached = "identified";
  confirmed.push({ step: "identify", requestId: sent.id });

  const pin = await street.envelopes.wait(surname, isOver);
  if (pin === null) return me;
  me.reached = "letter";
  const [made] = await runSql<{ user_number: string }>(db, "select user_number from account where request_id = $1", [sent.id]);
  const der = await install(street, { surname, userNumber: made?.user_number ?? "", comesBack: chance.percent(50) });
  if (der === null) return me;
  const issued = new X509Certificate(der);
  me.serial = issued.serialNumber.toLowerCase();
  me.reached = "installed";
  confirmed.push({ step: "install", serial: me.serial });
  return me;
}

async function isSo(db: Db, requestId: string, what: string): Promise<boolean> {
  return (await runSql(db, `select 1 from request where id = $1 and ${what}`, [requestId])).length > 0;
}

type Asking = { surname: string; email: string; agbCode: string; kvkNumber: string };

/** The form page by page, as a browser without scripts sends it. */
async function fillInAndSend(person: Person, { surname, email, agbCode, kvkNumber }: Asking): Promise<void> {
  const typed: Record<string, Array<[string, string]>> = {
    practice: [["practice.agbCode", agbCode], ["practice.kvkNumber", kvkNumber]],
    reason: [["reason", "contact-absent"], ["absence", "temporary"]],
    user: [["user.name.initials", "K."], ["user.name.prefix", ""], ["user.name.surname", surname], ["user.givenName", ""], ["user.email", `k.${surname.toLowerCase()}@aanvraag.example`], ["user.phone", "06 12345678"], ["user.employed", "yes"]],
    services: AGREED_SERVICES.map((service) => ["services", service]),
    applicant: [["applicant.name.initials", "S."], ["applicant.name.prefix", ""], ["applicant.name.surname", surname], ["applicant.email", email], ["applicant.phone", "06 12345670"], ["applicant.position", "Assistent"], ["remarks", ""]],
  };
  const begun = await untilKnown(() => person.ask("/apply/new-user", {}));
  for (let path = begun.location; ; ) {
    const page = path.split("?")[0]?.split("/").at(-1) ?? "";
    if (page === "sent") return;
    path = await untilKnown(() => sendPage(person, path, page, typed[page]));
  }
}

/** One page: drawn, filled in, sent; a warning is read and sent past. Answers where it leads. */
async function sendPage(person: Person, path: string, page: string, typed: Array<[string, string]> | undefined): Promise<string> {
  const drawn = await person.ask(path);
  if (drawn.status === 302) return drawn.location;
  const own: Array<[string, string]> = page === "review" ? [["accepted", "yes"]] : [...(typed ?? []), ["_intent", "next"]];
  let { body } = drawn;
  for (let time = 0; time < 3; time += 1) {
    const answer = await person.ask(path.split("?")[0] ?? "", [...Object.entries(page === "review" ? reviewIn(body) : hiddenIn(body, "page-form")), ...own]);
    if (answer.status >= 300 && answer.status < 400) return answer.location;
    body = answer.body;
  }
  throw new Error(`The page ${page} of the form could not be left: ${sentence(body)}`);
}

/** The form on which everything stands once more is the one that has the version in it. */
function reviewIn(html: string): Record<string, string> {
  const form = html.split("<form").slice(1).find((part) => part.includes('name="version"')) ?? "";
  return hiddenIn(`<form${form}`);
}

/** What a page says is wrong. */
function sentence(html: string): string {
  return /<main[\s\S]*<\/main>/.exec(html)?.[0].replaceAll(/<[^>]+>/g, " ").replaceAll(/\s+/g, " ").slice(0, 400) ?? html.slice(0, 200);
}

/** To the bank and back, until the office has the answer; a visit whose answer was lost is begun anew. */
async function identify(street: Street, requestId: string, page: string, customer: string): Promise<void> {
  const { db, isOver } = street;
  const person = makePerson(street);
  while (!isOver() && !(await isSo(db, requestId, "identified_at is not null"))) {
    try {
      const asked = await person.ask(page);
      if (asked.status === 200) await person.ask(page, {});
      const away = await person.ask(`${page}/bank`, { issuerId: "DIJKNL2A" });
      if (away.status !== 303) throw new Unknown(`${away.status} on the way to the bank`);
      const back = await person.elsewhere(away.location, { customer, persona: "exact" });
      if (!back.location.startsWith(OFFICE)) throw new Unknown("the bank did not send back");
      await person.ask(back.location.slice(OFFICE.length));
    } catch (failure) {
      if (!(failure instanceof Unknown)) throw failure;
      await pause(1_000);
    }
  }
}

/**
 * Number and PIN, then the certificate for a key of one's own. Whoever does not hear what came of it asks again with the same key, for their tab is still open; or, one who comes back, has
 * closed it: then the key is gone, and what was made of it as well (D5).
 */
async function install(street: Street, { surname, userNumber, comesBack }: { surname: string; userNumber: string; comesBack: boolean }): Promise<Uint8Array | null> {
  const { envelopes, isOver } = street;
  let [person, csr, wasAsked, hasLeave] = [makePerson(street), await makeCsr(userNumber), false, false];
  while (!isOver()) {
    try {
      if (!hasLeave) {
        const notSaved: Record<string, string> = wasAsked ? { notSaved: "yes" } : {};
        // A letter that was spoilt has another after it, with another PIN.
        const answer = await person.ask("/install", { userNumber, pin: envelopes.newest(surname), ...notSaved });
        hasLeave = answer.status === 303;
        // Blocked for a while, or what was made is not finished yet: they try later.
        if (!hasLeave) throw new Unknown(`no leave: ${sentence(answer.body)}`);
      }
      wasAsked = true;
      const made = await person.ask("/install/certificate.data", { csr });
      const der = certificateIn(made.body);
      if (der === null) {
        hasLeave = false;
        throw new Unknown(`no certificate: ${made.body.slice(0, 300)}`);
      }
      await untilKnown(() => person.ask("/install/saved.data", {}));
      return der;
    } catch (failure) {
      if (!(failure instanceof Unknown)) throw failure;
      if (comesBack && wasAsked) [person, csr, hasLeave] = [makePerson(street), await makeCsr(userNumber), false];
      await pause(1_000);
    }
  }
  return null;
}

/** The first certificate in an answer that is made for a browser with scripts; null when there is none. */
export function certificateIn(answer: string): Uint8Array | null {
  const [, base64] = /-----BEGIN CERTIFICATE-----((?:\\n|[A-Za-z0-9+/=\s])+)-----END CERTIFICATE-----/.exec(answer) ?? [];
  return base64 === undefined ? null : Uint8Array.from(Buffer.from(base64.replaceAll("\\n", ""), "base64"));
}
