/** How days are written here in the reader's language, as everywhere in the office. */
export const localeOf = (language: string): string => (language === "en" ? "en-GB" : "nl-NL");
