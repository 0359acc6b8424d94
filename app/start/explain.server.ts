import type { Language } from "#app/domain/people.ts";
import { isProblem, type Problem } from "#app/domain/problem.ts";
import { translator } from "#app/web/i18n.server.ts";

/** One plain sentence for whoever starts the office; in Dutch where the system speaks Dutch. Unknown failures keep their own words. */
export function explain(failure: unknown, locale = Intl.DateTimeFormat().resolvedOptions().locale): string {
  const language = locale.toLowerCase().startsWith("nl") ? "nl" : "en";
  if (isProblem(failure)) {
    const cause = failure.cause instanceof Error && failure.cause.message ? ` (${failure.cause.message.split("\n")[0]})` : "";
    return [translator(language)(`problems:${failure.code}`, failure.details) + cause, ...wrongValues(failure, language)].join(" ");
  }
  return failure instanceof Error ? (failure.stack ?? failure.message) : String(failure);
}

/** What each setting that was filled in wrongly should look like. */
function wrongValues({ details }: Problem, language: Language): string[] {
  const names = typeof details["wrong"] === "string" ? details["wrong"].split(", ") : [];
  return names.map((name) => translator(language)(`problems:start.wrong.${name}`, details));
}
