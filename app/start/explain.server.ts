import { isProblem } from "#app/domain/problem.ts";
import { translator } from "#app/web/i18n.server.ts";

/** One plain sentence for whoever starts the office; in Dutch where the system speaks Dutch. Unknown failures keep their own words. */
export function explain(failure: unknown, locale = Intl.DateTimeFormat().resolvedOptions().locale): string {
  const language = locale.toLowerCase().startsWith("nl") ? "nl" : "en";
  if (isProblem(failure)) {
    const cause = failure.cause instanceof Error && failure.cause.message ? ` (${failure.cause.message.split("\n")[0]})` : "";
    return translator(language)(`problems:${failure.code}`, failure.details) + cause;
  }
  return failure instanceof Error ? (failure.stack ?? failure.message) : String(failure);
}
