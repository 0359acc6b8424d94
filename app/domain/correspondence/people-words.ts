import { askedServices, wordAsked } from "#app/domain/requests/mapped.ts";
import type { RequestType } from "#app/domain/definitions/schema/request-type.ts";
import { servicesOfAll, wordSubjects } from "#app/domain/requests/people.ts";
import { tallyOf, type Person } from "#app/domain/requests/persons.ts";
import type { Language } from "#app/domain/people.ts";

type Words = { language: Language; say: (language: Language, key: string, values?: Record<string, unknown>) => string; service: (id: string) => string };

/** A request as far as it is about people: its row's name for whom it is about, and the people themselves. */
type About = { type: RequestType; subjectName: string; people: readonly Person[] };

/** Whom a sentence means: the one person, or "Z. van der Håkon en 2 anderen". */
export function wordForWhom({ subjectName, people }: About, language: Language): string {
  return people.length === 0 ? subjectName : wordSubjects(people.map(({ name }) => name), language);
}

/** Everybody by name, each on a line; with the services of each where they are not the same for all (D24). */
export function listForWhom({ type, subjectName, people }: About, { language, service }: Omit<Words, "say">): string {
  if (people.length < 2) return people[0]?.name || subjectName;
  const each = people.map(({ name, answers }) => ({ name, services: wordAsked(askedServices(type, answers), service, language) }));
  const isOne = each.every(({ services }) => services === each[0]?.services);
  return each.map(({ name, services }) => (isOne ? name : `${name}: ${services}`)).join("\n");
}

/** The services that are asked for all together. */
export function wordServices({ type, people }: Pick<About, "type" | "people">, { language, service }: Omit<Words, "say">): string {
  return wordAsked(servicesOfAll(type, people.map(({ answers }) => answers)), service, language);
}

/** What was decided about each, with the reason where somebody was not approved (P6). */
export function listOutcomes({ type, people }: Pick<About, "type" | "people">, { language, say }: Omit<Words, "service">): string {
  return people
    .map(({ name, decision, reasonCode }) => {
      const reason = type.reasonCodes.find(({ code }) => code === reasonCode);
      return `${name}: ${decision === "reject" ? `${say(language, "common:people.rejected")}${reason ? ` ${say(language, reason.textKey)}` : ""}` : say(language, "common:people.approved")}`;
    })
    .join("\n");
}

/** What was decided about a request as a whole, to stand in a sentence: "goedgekeurd", or of several of whom some were rejected, how many were not. */
export function wordDecided(people: readonly Person[], { language, say }: Omit<Words, "service">): string {
  const tally = tallyOf(people);
  return tally === null ? say(language, "common:people.all") : say(language, "common:people.partly", { approved: tally.approved, count: tally.all });
}
