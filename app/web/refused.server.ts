import type { Language } from "#app/domain/people.ts";
import type { Problem } from "#app/domain/problem.ts";

import { problemSentence } from "./show-problem.server.ts";

/** The address of a page, with what it was asked, that says on top what was refused. Only the code and a count travel in it, never what was typed. */
export function refusedAddress(page: string, { code, details }: Problem): string {
  const count = details["count"];
  return `${page}${page.includes("?") ? "&" : "?"}${new URLSearchParams({ refused: code, ...(typeof count === "number" ? { count: String(count) } : {}) }).toString()}`;
}

/** The sentence that such an address asks for, or null. Whatever the address says, it is one of the office's own sentences. */
export function refusedSentence(request: Request, language: Language): string | null {
  const { searchParams } = new URL(request.url);
  const code = searchParams.get("refused") ?? "";
  if (!/^[a-z-]+\.[a-z-]+$/.test(code)) return null;
  const count = Number(searchParams.get("count"));
  return problemSentence(code, { count: Number.isInteger(count) && count > 0 && count < 1000 ? count : 1 }, language);
}
