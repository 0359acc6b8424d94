import type { Seen } from "./type-over.ts";

/** What has to be known of what was said of the paper to tell whether all of it was; as it was read, or as it was typed. */
type Said = { [K in keyof Seen]: unknown };

/**
 * What is still to be said of the paper before it can become a request, by the name of the question. `today` tells whether the document has expired;
 * null where only what was not said counts.
 */
export function unsaid(said: Said, asked: { idCopy: boolean }, today: string | null): Record<string, string> {
  const missing: Record<string, string> = {};
  if (!said.signed) missing["_signed"] = "intake.say-signed";
  if (!asked.idCopy) return missing;
  if (!said.idCopy || said.idCopy === "not-asked") return { ...missing, _idCopy: "intake.say-id-copy" };
  if (said.idCopy !== "present") return missing;
  if (!said.idDocument) missing["_idDocument"] = "intake.say-document";
  if (!said.idLastFour) missing["_idLastFour"] = "intake.say-last-four";
  if (!said.idExpiresOn) missing["_idExpiresOn"] = "intake.say-expires";
  else if (today !== null && String(said.idExpiresOn) < today) missing["_idExpiresOn"] = "intake.id-expired";
  return missing;
}
