/** Letters that show nothing or turn the line round: they only come along when somebody pastes, or hide something. */
const UNSEEN = /[\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]/g;

/** One line as it was meant: composed letters (NFC), without unseen ones, blanks single, nothing before or after. */
export function cleanLine(text: string): string {
  return text.normalize("NFC").replaceAll(UNSEEN, "").replaceAll(/\s+/g, " ").trim();
}

/** Several lines as they were meant: as `cleanLine`, with the line ends kept and at most one empty line in a row. */
export function cleanLines(text: string): string {
  const lines = text.normalize("NFC").replaceAll(UNSEEN, "").replaceAll(/\r\n?/g, "\n").split("\n");
  return lines.map((line) => line.replaceAll(/[^\S\n]+/g, " ").trim()).join("\n").replaceAll(/\n{3,}/g, "\n\n").trim();
}

/** Whether a text holds a control character other than a line end or a tab. */
export function hasControl(text: string): boolean {
  return /[^\P{Cc}\n\r\t]/u.test(text);
}

/** How many letters a reader sees: an emoji or a letter with an accent counts once. */
export function lengthOf(text: string): number {
  return [...text].length;
}
