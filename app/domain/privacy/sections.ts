export const SECTION_NAMES = ["accounts", "authorisations", "certificates", "credentials", "logins", "authenticators", "roles", "requests", "answers", "questions", "notes", "identifications", "mails", "letters", "looks"] as const;
export type Section = (typeof SECTION_NAMES)[number];

const numbers = "any(string_to_array($2, ','))";
const emails = "any(string_to_array($1, ','))";
const requests = "any(string_to_array($3, ',')::uuid[])";
const name = (of: string) => `concat_ws(' ', nullif(${of}.initials, ''), nullif(${of}.prefix, ''), ${of}.surname)`;

/** What is read for each section: along an index, only columns that say something about the person, never a hash or a secret. $1 addresses, $2 user numbers, $3 requests, $4 acts of looking. */
export const SECTIONS: Readonly<Record<Exclude<Section, "answers">, string>> = {
  accounts: `select a.user_number as "userNumber", a.kind, a.given_name as "givenName", ${name("a")} as name, a.email, a.phone, a.language, a.agb_code as "agbCode", e.name as practice, a.status, a.created_at as "madeAt", a.ends_on::text as "endsOn"
    from account a join enterprise e on e.id = a.enterprise_id where a.user_number = ${numbers} order by a.created_at`,
  authorisations: `select user_number as "userNumber", service, granted_at as "grantedAt", withdrawn_at as "withdrawnAt" from authorisation where user_number = ${numbers} order by granted_at, service`,
  certificates: `select user_number as "userNumber", serial, profile as kind, status, not_before as "from", not_after as "until", revoked_at as "revokedAt" from certificate where user_number = ${numbers} order by intended_at`,
  credentials: `select user_number as "userNumber", made_at as "madeAt", installed_at as "installedAt" from credential where user_number = ${numbers} order by made_at`,
  logins: `select at, outcome, address, browser from user_login where user_number = ${numbers} order by id`,
  authenticators: `select confirmed_at as "linkedAt", unlinked_at as "unlinkedAt" from authenticator where user_number = ${numbers} order by made_at`,
  roles: `select h.role, ${name("h")} as name, h.birth_date::text as "birthDate", h.email, h.phone, h.language, h.agb_code as "agbCode", e.name as practice, h.appointed_at as "from", h.ended_at as "endedAt"
    from role_holder h join enterprise e on e.id = h.enterprise_id where lower(h.email) = ${emails} order by h.appointed_at`,
  requests: `select 'ZG-' || r.number as reference, r.type, r.submitted_at as "submittedAt", r.status, r.decision from request r where r.id = ${requests} order by r.number`,
  // Asked of and answered by the applicant alone.
  questions: `select 'ZG-' || r.number as reference, q.question, q.answer, q.asked_at as at from request_question q join request r on r.id = q.request_id where q.request_id = ${requests} and lower(r.applicant_email) = ${emails} order by q.asked_at`,
  notes: `select 'ZG-' || r.number as reference, n.text, n.written_at as at from request_note n join request r on r.id = n.request_id
    where n.request_id = ${requests} and (lower(r.applicant_email) = ${emails} or exists (select from account a where a.request_id = r.id and a.user_number = ${numbers})) order by n.written_at`,
  identifications: `select 'ZG-' || r.number as reference, p.role, ${name("p")} as name, p.birth_date::text as "birthDate", p.email, p.sent_at as "sentAt", p.opened_at as "openedAt", p.result, b.document_type as document
    from identification i join request r on r.id = i.request_id join identification_party p on p.identification_id = i.id left join identification_by_hand b on b.party_id = p.id
    where i.request_id = ${requests} and lower(p.email) = ${emails} order by i.opened_at`,
  mails: `select m.queued_at as at, m.recipient as email, m.subject, m.status, m.text from mail m where lower(m.recipient) = ${emails} order by m.queued_at`,
  letters: `select 'B-' || l.number as what, l.made_at as "madeAt", l.status, array_to_string(l.addressee, ', ') as addressee from letter l join credential c on c.id = l.credential_id where c.user_number = ${numbers} order by l.number`,
  looks: `select e.occurred_at as at, coalesce(e.actor_name, e.actor_kind) as who, e.act from audit_event e
    where e.act = any(string_to_array($4, ',')) and ((e.subject_kind = 'account' and e.subject_id = ${numbers}) or e.request_id = any(string_to_array($3, ',')) or (e.subject_kind = 'request' and e.subject_id = any(string_to_array($3, ',')))) order by e.occurred_at, e.id`,
};
