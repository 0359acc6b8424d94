import type { TemplateFinding, VariableType } from "./template.ts";

/** What the senders know, by kind of blank. */
const NAMES: Record<VariableType, string> = {
  text: "agbCode decided dueTime identifiers installPage joined late narrowed near newPractice page practice requestTitle revokeReason role takesEffect week what whatChanged",
  "long-text": "answer comes counted holderAfter holderBefore hurts onTime outcome outcomes people question reason services servicesAfter servicesBefore terms valueAfter valueBefore whatIsAsked",
  name: "askedBy forWhom formerName recipientName",
  reference: "reference",
  date: "answeredOn blockOn endsOn expiresOn formerUntil installBy installedOn madeOn movesOn postedOn reinstallUntil releasedUntil renewFrom replaceUntil reviewBy revokedOn validUntil",
  email: "",
  url: "confirmLink deskLink formLink guideLink identifyLink installLink newUserLink objectLink pageLink resumeLink revocationLink statusLink stopLink",
  "user-number": "userNumber",
  pin: "pin",
};

/** Those of which a sender says more or less than it does elsewhere stand with their kind behind them. */
const FILLED: Readonly<Record<string, string>> = {
  "account-blocked": "recipientName practice forWhom reference",
  "account-certificate-installed": "recipientName practice agbCode forWhom madeOn validUntil",
  "account-end-reached-user": "recipientName practice agbCode endsOn",
  "account-end-reached": "recipientName forWhom practice agbCode endsOn newUserLink",
  "account-ending-user": "recipientName practice agbCode endsOn",
  "account-ending": "recipientName forWhom practice agbCode endsOn newUserLink revocationLink",
  "account-revoked": "recipientName practice forWhom reference",
  "account-unblocked": "recipientName practice forWhom reference",
  "addendum-asked": "recipientName practice forWhom services:text askedBy reference",
  "addresses-registered": "recipientName practice agbCode askedBy reference",
  "asked-invitation": "recipientName requestTitle whatIsAsked practice agbCode forWhom askedBy identifyLink expiresOn reference",
  "asked-notice": "recipientName requestTitle whatIsAsked practice agbCode forWhom askedBy reference objectLink",
  "authenticator-unlinked": "recipientName practice forWhom askedBy reference",
  "authorisations-changed": "recipientName practice forWhom servicesBefore servicesAfter askedBy reference",
  "certificate-expiring-software": "recipientName practice agbCode forWhom validUntil renewFrom installLink",
  "certificate-expiring-user": "recipientName practice agbCode forWhom validUntil renewFrom reinstallUntil",
  "certificate-expiring": "recipientName practice agbCode forWhom validUntil renewFrom",
  "certificate-followed": "recipientName practice agbCode forWhom madeOn validUntil formerUntil",
  "certificate-installed": "recipientName practice forWhom installedOn validUntil reference",
  "certificate-reinstalled": "recipientName practice agbCode forWhom madeOn validUntil",
  "certificate-renewed": "recipientName practice agbCode forWhom madeOn validUntil formerUntil",
  "certificate-revoked-by-user": "recipientName practice agbCode forWhom revokedOn",
  "certificate-revoked": "recipientName practice agbCode forWhom revokedOn reason:text",
  "change-approved": "recipientName requestTitle practice forWhom identifiers reference statusLink",
  "change-lapsed": "recipientName requestTitle forWhom practice reference",
  "confirm-address": "recipientName requestTitle practice confirmLink expiresOn reference",
  "credential-blocked": "recipientName practice forWhom reference",
  "data-approved": "recipientName requestTitle practice forWhom identifiers reference statusLink",
  "data-change-done": "recipientName practice forWhom reference",
  "data-changed": "recipientName practice forWhom whatChanged valueBefore valueAfter askedBy reference",
  "deadline-near": "recipientName reference requestTitle dueTime deskLink",
  "deadline-passed": "recipientName reference requestTitle dueTime deskLink",
  "deadlines-today": "recipientName late near terms deskLink",
  "delivery-lapsed": "recipientName requestTitle forWhom practice reference formLink",
  "departure-blocked": "recipientName practice formerName reference",
  "departure-unblocked": "recipientName practice formerName reference",
  "draft-saved": "requestTitle resumeLink expiresOn",
  "former-address": "recipientName practice forWhom reference",
  "identification-invitation": "recipientName requestTitle practice agbCode people askedBy services identifyLink expiresOn reference",
  "identification-reminder": "recipientName requestTitle practice forWhom identifyLink expiresOn reference",
  "identification-renewed": "recipientName requestTitle practice forWhom identifiers reference statusLink",
  "identification-stopped": "recipientName requestTitle practice forWhom reference",
  "install-lapsed": "recipientName practice forWhom installBy formLink reference",
  "install-reminder": "recipientName practice forWhom installBy guideLink reference",
  "joined-answered": "recipientName requestTitle practice reference outcome",
  "letter-returned": "recipientName practice forWhom reference",
  "masked-copy-wanted": "recipientName requestTitle practice reference statusLink",
  "new-pin-made": "recipientName practice forWhom askedBy reference",
  "new-pin-posted": "recipientName practice forWhom postedOn reference",
  "number-again": "recipientName practice forWhom userNumber askedBy guideLink reference",
  "number-given-up": "recipientName requestTitle forWhom practice reference formLink",
  "number-handled": "recipientName practice forWhom reference",
  "phone-answer": "recipientName requestTitle practice reference question answer answeredOn statusLink",
  "pin-letter-posted": "recipientName practice forWhom postedOn installBy reference",
  "pin-letters-posted": "recipientName practice people postedOn installBy reference",
  "pin-unblocked": "recipientName practice forWhom askedBy reference",
  "practice-moved": "recipientName practice what newPractice movesOn",
  "practice-moves": "recipientName practice what newPractice movesOn",
  "purchasing-approved": "recipientName practice forWhom services:text reference statusLink",
  "register-cleared": "recipientName practice what",
  "register-ended": "recipientName practice what endsOn blockOn",
  "register-ending": "recipientName practice what endsOn blockOn",
  "reinstall-released": "recipientName practice agbCode forWhom releasedUntil installLink",
  "reissue-closing": "recipientName practice agbCode forWhom what replaceUntil installLink",
  "reissue-done": "recipientName practice agbCode forWhom madeOn validUntil",
  "reissue-lapsed": "recipientName practice agbCode forWhom what reinstallUntil installLink",
  "reissue-opened-user": "recipientName practice agbCode forWhom what replaceUntil installLink",
  "reissue-opened": "recipientName practice agbCode forWhom what replaceUntil",
  "release-granted": "recipientName practice forWhom reference",
  "request-approved": "recipientName requestTitle practice forWhom identifiers reference statusLink",
  "request-cancelled": "recipientName requestTitle practice reference",
  "request-done": "recipientName requestTitle practice reference statusLink",
  "request-joined": "recipientName requestTitle practice reference joined",
  "request-lapsed": "recipientName requestTitle practice reference formLink",
  "request-notice": "recipientName requestTitle practice agbCode people askedBy services reference objectLink",
  "request-question-reminder": "recipientName requestTitle practice forWhom reference question expiresOn statusLink",
  "request-question": "recipientName requestTitle practice forWhom reference question expiresOn statusLink",
  "request-received": "recipientName requestTitle practice people reference reviewBy statusLink",
  "request-rejected": "recipientName requestTitle practice reference reason statusLink",
  "revocation-approved": "recipientName practice forWhom reference takesEffect",
  "revocation-notice": "recipientName practice forWhom reference askedBy revokeReason takesEffect objectLink",
  "role-appointed": "recipientName practice role askedBy reference",
  "role-change-approved": "recipientName practice role holderBefore holderAfter identifiers reference statusLink",
  "role-change-invitation": "recipientName practice requestTitle agbCode role holderBefore holderAfter askedBy identifyLink expiresOn reference",
  "role-change-notice": "recipientName practice role holderBefore holderAfter askedBy reference objectLink",
  "role-changed": "recipientName practice role holderBefore holderAfter askedBy reference",
  "role-ended": "recipientName practice role holderAfter askedBy reference",
  "system-certificate-installed": "recipientName practice forWhom installedOn validUntil reference",
  "system-certificate-removed": "recipientName practice agbCode askedBy reference",
  "system-revocation-approved": "recipientName practice agbCode takesEffect identifiers reference statusLink",
  "system-revocation-notice": "recipientName practice agbCode revokeReason takesEffect askedBy reference objectLink",
  "test-certificate-installed": "recipientName practice forWhom installedOn validUntil reference",
  "sent-letter-posted": "recipientName requestTitle practice postedOn reference",
  "user-number": "recipientName practice forWhom userNumber guideLink installBy reference",
  "users-approved": "recipientName requestTitle practice outcomes decided identifiers reference statusLink",
  "weekly-figures": "recipientName week onTime hurts comes counted page narrowed pageLink stopLink",
  "pin-letter": "recipientName forWhom pin installPage installBy",
};

/** What is known when something happens to a request: for an e-mail that the office made itself, and that a form sends (`tell`). Which of it there is depends on what happened. */
const OF_A_REQUEST =
  "recipientName requestTitle practice agbCode askedBy forWhom people outcomes decided services whatIsAsked identifiers reference revokeReason takesEffect reviewBy reason outcome joined question answer answeredOn expiresOn installBy installedOn validUntil postedOn guideLink formLink confirmLink statusLink objectLink identifyLink";

/** Whether the software itself sends what goes by this name. */
export const isOurs = (key: string): boolean => Object.hasOwn(FILLED, key);

/** A blank that is filled when the message is sent. */
export type FilledValue = { name: string; type: VariableType };

/**
 * The blanks that the software fills in the letter or e-mail of this name (R119). A template may leave any of them out, and take it in again; it may declare no other, for the
 * message could not be made on the day that it is to be sent.
 */
export function filledValues(key: string): FilledValue[] {
  const names = isOurs(key) ? (FILLED[key] ?? "") : OF_A_REQUEST;
  return names.split(" ").map((word) => {
    const [name = "", type] = word.split(":");
    return { name, type: (type as VariableType | undefined) ?? TYPES.get(name) ?? "text" };
  });
}

const TYPES: ReadonlyMap<string, VariableType> = new Map(Object.entries(NAMES).flatMap(([type, names]) => names.split(" ").map((name) => [name, type as VariableType] as const)));

/** What a template declares and no sender fills, or fills with something of another kind: a number called a text would pass for one in a subject (D7). */
export function checkFilled(key: string, variables: ReadonlyArray<{ name: string; type: VariableType }>): TemplateFinding[] {
  const filled = new Map(filledValues(key).map(({ name, type }) => [name, type]));
  return variables.flatMap(({ name, type }, index): TemplateFinding[] => {
    const known = filled.get(name);
    if (known === type || (known !== undefined && isWords(known) && isWords(type))) return [];
    return [known === undefined ? { code: "template.not-filled", path: `variables.${index}.name`, details: { variable: name } } : { code: "template.other-type", path: `variables.${index}.type`, details: { variable: name, type: known } }];
  });
}

const isWords = (type: VariableType): boolean => type === "text" || type === "long-text";
