import type { TemplateValues } from "#app/domain/correspondence/values.ts";
import type { LetterTemplate } from "#app/domain/definitions/schema/letter.ts";
import { fieldsOf, type RequestType } from "#app/domain/definitions/schema/request-type.ts";
import { blanksToFill } from "#app/domain/definitions/schema/sent-letter.ts";
import type { VariableType } from "#app/domain/definitions/schema/template.ts";
import { listDefinitions } from "#app/domain/definitions/store.ts";
import type { Language } from "#app/domain/people.ts";
import { answerLines } from "#app/domain/requests/answer-words.ts";
import { textAt, type Answers } from "#app/domain/requests/answers.ts";
import { subjectOf } from "#app/domain/requests/mapped.ts";
import { practiceName } from "#app/domain/requests/practice.ts";
import { referenceOf } from "#app/domain/requests/reference.ts";

import type { FulfilOffice, Order } from "./effect.ts";

type About = Pick<Order, "row" | "type" | "party" | "declared" | "now"> & { template: LetterTemplate; language: Language; recipientName: string };

/** What fills the blanks of a letter that a request type sends: what the office knows of the request, and the answers that the type names (`KNOWN_IN_LETTERS`). */
export async function lettersBlanks({ db, say }: Pick<FulfilOffice, "db" | "say">, about: About): Promise<TemplateValues> {
  const { row, type, party, declared, template, language, recipientName, now } = about;
  const [catalogue] = await listDefinitions(db, row.releaseId, "services");
  const service = (id: string) => catalogue?.content.services.find((one) => one.id === id)?.name[language] ?? id;
  const worded = (answer: string, kind: VariableType) => wordAnswer({ type, answers: row.answers, answer, kind }, { say: (key) => say(language, key), service, day: (date) => date });
  return {
    recipientName,
    practice: (await practiceName(db, row)) ?? party.name,
    agbCode: row.agbCode,
    kvkNumber: party.kvkNumber,
    requestTitle: say(language, `requests:${type.id}.title`),
    askedBy: row.applicantName,
    forWhom: subjectOf(type, row.answers) || row.subjectName,
    reference: referenceOf(row.number),
    receivedOn: row.confirmedAt ?? row.submittedAt,
    decidedOn: row.secondAt ?? row.decidedAt ?? now,
    ...Object.fromEntries(blanksToFill(template).map(({ name, type: kind }) => [name, worded(declared.blanks?.[name] ?? "", kind)])),
  };
}

/** An answer as the letter says it. A day stays a day, for the letter words it; of several lines a short text makes one. */
function wordAnswer(of: { type: RequestType; answers: Answers; answer: string; kind: VariableType }, words: Parameters<typeof answerLines>[1]): string {
  const { type, answers, answer, kind } = of;
  const field = fieldsOf(type).find(({ id }) => id === answer);
  // A part of a name or an address.
  if (field === undefined) return textAt(answers, answer);
  const lines = answerLines({ type: type.id, field, answers }, words);
  if (kind === "date") return lines[0] === undefined ? "" : `${lines[0]}T12:00:00Z`;
  return lines.join(kind === "long-text" ? "\n" : ", ");
}
