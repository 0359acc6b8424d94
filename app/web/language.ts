import { LANGUAGES, type Language } from "#app/domain/people.ts";

export const LANGUAGE_COOKIE = "lang";

/** Whether a text names a language that we speak. */
export function isLanguage(value: string | null | undefined): value is Language {
  return LANGUAGES.some((language) => language === value);
}

/**
 * The language of a page: what the address asks for (`?lang=`), else what the reader chose before, else what their browser prefers,
 * else Dutch, the language of record (D22).
 */
export function languageOf(request: Request): Language {
  const asked = new URL(request.url).searchParams.get("lang");
  if (isLanguage(asked)) return asked;
  const chosen = cookieValue(request.headers.get("cookie"), LANGUAGE_COOKIE);
  if (isLanguage(chosen)) return chosen;
  return preferred(request.headers.get("accept-language")) ?? "nl";
}

/** The `Set-Cookie` that remembers a chosen language for a year. It holds no secret, so pages may read it. */
export function languageCookie(language: Language, secure: boolean): string {
  return `${LANGUAGE_COOKIE}=${language}; Path=/; Max-Age=31536000; SameSite=Lax${secure ? "; Secure" : ""}`;
}

/** The value of one cookie of a request. */
export function cookieValue(header: string | null, name: string): string | undefined {
  for (const pair of (header ?? "").split(";")) {
    const [key, value] = pair.trim().split("=", 2);
    if (key === name) return value;
  }
  return undefined;
}

/** The first of our languages by weight (RFC 9110, 12.5.4). */
function preferred(header: string | null): Language | undefined {
  const weighed = (header ?? "")
    .slice(0, 500)
    .split(",")
    .map((part) => {
      const [range = "", ...parameters] = part.trim().toLowerCase().split(";");
      const weight = parameters.map((parameter) => parameter.trim()).find((parameter) => parameter.startsWith("q="));
      return { tag: range.split("-")[0], weight: weight === undefined ? 1 : Number(weight.slice(2)) || 0 };
    })
    .filter(({ weight }) => weight > 0)
    .sort((one, other) => other.weight - one.weight);
  return weighed.map(({ tag }) => tag).find(isLanguage);
}
