import { listForWhom } from "#app/domain/correspondence/people-words.ts";
import { getDefinition, listDefinitions } from "#app/domain/definitions/store.ts";
import type { Order } from "#app/domain/identification/appointment.ts";
import type { Asked } from "#app/domain/identification/asked.ts";
import { openCode } from "#app/domain/identification/secrets.ts";
import type { Office } from "#app/domain/office.ts";
import { fullName, type Language } from "#app/domain/people.ts";
import { wordWhatIsAsked } from "#app/domain/requests/asked-for.ts";
import { isForSeveral, servicesOfAll } from "#app/domain/requests/people.ts";
import { listApproved } from "#app/domain/requests/persons.ts";
import { referenceOf } from "#app/domain/requests/reference.ts";
import { readRoleChange } from "#app/domain/requests/role-change.ts";

import { translator } from "./i18n.server.ts";

/** What the pages say about an identification request: for whom, what and by whom (D24). */
export type ShownAsked = {
  reference: string;
  person: string;
  enterprise: string;
  kind: string;
  subject: string;
  /** Everybody by name who goes on, where it is about several; with their services where those differ. */
  people: string[];
  /** What is asked for in the form's own words, where its title does not say it all. */
  what: string[];
  services: string[];
  /** Services that are to be taken away. */
  withdrawn: string[];
  /** Who holds a role and who would, where it is about that. */
  role: { name: string; before: string[]; after: string[] } | null;
  applicant: string;
  submittedAt: string;
};

/** The words for it, from the definitions that the request pinned (P17). */
export async function showAsked(office: Office, asked: Asked, language: Language): Promise<ShownAsked> {
  const { request, party, enterpriseName } = asked;
  const type = (await getDefinition(office.db, request.releaseId, "request-type", request.type)).content;
  const catalogue = (await listDefinitions(office.db, request.releaseId, "services")).flatMap(({ content }) => content.services);
  const roleChange = await readRoleChange(office.db, type, request);
  const people = await listApproved(office.db, type, request);
  const services = servicesOfAll(type, people.map(({ answers }) => answers));
  const name = (id: string) => catalogue.find((service) => service.id === id)?.name[language] ?? id;
  return {
    reference: referenceOf(request.number),
    person: fullName(party),
    enterprise: enterpriseName,
    kind: request.type,
    subject: request.subjectName,
    people: people.length > 1 || isForSeveral(type, request.answers) ? listForWhom({ type, subjectName: request.subjectName, people }, { language, service: name }).split("\n") : [],
    what: wordWhatIsAsked(type, request.answers, language, (reader, key) => translator(reader)(key)),
    services: services.granted.map(name),
    withdrawn: services.withdrawn.map(name),
    role: roleChange && { name: translator(language)(`common:seats.${roleChange.seat}`), before: roleChange.before, after: roleChange.after },
    applicant: request.applicantName,
    submittedAt: request.submittedAt.toISOString(),
  };
}

/** What the one who is to be visited sees of their order: with number and code they make an appointment at AMP. `secret` is the office's `secrets.identification`. */
export function showOrder(order: Order, secret: string) {
  return {
    stage: order.status,
    number: order.orderNumber,
    code: order.sealedCode === null ? null : openCode(secret, order.id, order.sealedCode),
    url: order.appointmentUrl,
    from: order.visitFrom?.toISOString() ?? null,
    until: order.visitUntil?.toISOString() ?? null,
    validUntil: order.validUntil.toISOString(),
  };
}
