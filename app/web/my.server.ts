import { daysLeft } from "#app/domain/accounts/install-term.ts";
import { reinstallTerm } from "#app/domain/certificates/installation-facts.ts";
import { releasedUntil } from "#app/domain/certificates/release.ts";
import type { Renewal } from "#app/domain/certificates/renew.ts";
import { listMyContacts, readMine } from "#app/domain/dashboards/my-certificate.ts";
import type { Entrant } from "#app/domain/login/judge.ts";
import { nameInCertificate, fullName, type Language } from "#app/domain/people.ts";
import { phoneShown } from "#app/domain/requests/form/kinds/contact.ts";
import type { Db } from "#db/types.ts";

import { problemSentence } from "./show-problem.server.ts";

/** So many logins stand on the page; a page of their own has more. */
const FEW = 5;
const MANY = 200;

/** The frame around a user's own pages: who they are, and whom they ask. */
export async function showFrame(db: Db, { userNumber, name }: Entrant) {
  const contacts = await listMyContacts(db, userNumber);
  return { userNumber, name, contacts: contacts.map(({ id, role, email, phone, ...person }) => ({ id, role, name: fullName(person), email, phone: phone && phoneShown(phone) })) };
}

/** A user's own page, for its reader; dates as ISO 8601. */
export async function showMine(db: Db, entrant: Entrant, { now, language }: { now: Date; language: Language }) {
  const found = await readMine(db, entrant, FEW);
  const { holder, inHand } = found;
  const whole = inHand.notAfter.getTime() - inHand.notBefore.getTime();
  return {
    name: fullName(holder),
    certificateName: nameInCertificate(holder),
    userNumber: holder.userNumber,
    practice: found.practice,
    organisation: found.organisation,
    agbCode: holder.agbCode,
    email: holder.email,
    serial: inHand.serial,
    notBefore: inHand.notBefore.toISOString(),
    notAfter: inHand.notAfter.toISOString(),
    daysLeft: daysLeft(inHand.notAfter, now),
    leftOfWhole: Math.max(0, Math.min(1, (inHand.notAfter.getTime() - now.getTime()) / whole)),
    newer: found.others.find(({ status, notAfter }) => status === "issued" && notAfter > inHand.notAfter)?.notAfter.toISOString() ?? null,
    services: found.services.map(({ service, name, grantedAt }) => ({ service, name: name[language], grantedAt: grantedAt.toISOString() })),
    reinstall: {
      pin: found.pin === null || !found.pin.works ? ("none" as const) : found.pin.blocked ? ("blocked" as const) : ("works" as const),
      until: (await reinstallTerm(db, inHand, now))?.toISOString() ?? null,
      releasedUntil: (await releasedUntil(db, holder.userNumber, now))?.toISOString() ?? null,
    },
    logins: found.logins.map(showLogin),
  };
}
export type MineShown = Awaited<ReturnType<typeof showMine>>;

/** Whether a certificate may be renewed now, and in the rules' own sentences why not, or why it has to be (R107). */
export function showRenewal({ mayRenew, opensAt, judgement: { outcome, findings } }: Renewal, language: Language) {
  const ruleId = outcome.kind === "allow" ? null : outcome.ruleId;
  const finding = findings.find((one) => one.ruleId === ruleId);
  const sentence = ruleId === null || !finding ? null : problemSentence(`renewal.${ruleId}`, { ...finding.values, textKey: finding.textKey }, language);
  const why = mayRenew ? findings.find(({ severity }) => severity === "info") : undefined;
  const because = why ? problemSentence(`renewal.${why.ruleId}`, { ...why.values, textKey: why.textKey }, language) : null;
  return { mayRenew, opensAt: opensAt.toISOString(), isRenewed: ruleId === "renewed-already", sentence, because };
}
export type RenewalShown = ReturnType<typeof showRenewal>;

/** Everything of the list of logins that is kept and fits on a page. */
export async function showLogins(db: Db, entrant: Entrant) {
  return (await readMine(db, entrant, MANY)).logins.map(showLogin);
}

type Login = Awaited<ReturnType<typeof readMine>>["logins"][number];
function showLogin({ id, at, outcome, address, browser }: Login) {
  const [program = "other", system = "other"] = browser.split(" ");
  return { id, at: at.toISOString(), outcome, address, program, system };
}
