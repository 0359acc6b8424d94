import { getDefinition, listDefinitions } from "#app/domain/definitions/store.ts";
import type { Asked } from "#app/domain/identification/asked.ts";
import type { Office } from "#app/domain/office.ts";
import { fullName, type Language } from "#app/domain/people.ts";
import { listAt } from "#app/domain/requests/answers.ts";
import { referenceOf } from "#app/domain/requests/reference.ts";

/** What the pages say about an identification request: for whom, what and by whom (D24). */
export type ShownAsked = {
  reference: string;
  person: string;
  enterprise: string;
  kind: string;
  subject: string;
  services: string[];
  applicant: string;
  submittedAt: string;
};

/** The words for it, from the definitions that the request pinned (P17). */
export async function showAsked(office: Office, asked: Asked, language: Language): Promise<ShownAsked> {
  const { request, party, enterpriseName } = asked;
  const type = (await getDefinition(office.db, request.releaseId, "request-type", request.type)).content;
  const catalogue = (await listDefinitions(office.db, request.releaseId, "services")).flatMap(({ content }) => content.services);
  const path = type.effects.find(({ effect }) => effect === "create-account")?.inputs["services"] ?? "services";
  return {
    reference: referenceOf(request.number),
    person: fullName(party),
    enterprise: enterpriseName,
    kind: request.type,
    subject: request.subjectName,
    services: listAt(request.answers, path).map((id) => catalogue.find((service) => service.id === id)?.name[language] ?? id),
    applicant: request.applicantName,
    submittedAt: request.submittedAt.toISOString(),
  };
}
