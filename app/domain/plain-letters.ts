/** Letters that Unicode does not take apart, each with the one it is read as: strokes, hooks and dots that are part of the letter. */
const ONE_FOR_ONE: ReadonlyArray<readonly [string, string]> = [
  ["øłđħıŧŋðĸſŉŀ", "oldhitndksnl"],
  ["ƀƃɓƈɖɗƌəǝɛƒɠǥɣɨɩƙƚɲƞɵƥƫƭʈʉʋƴƶɀȡȴȵȶȷⱥȼⱦȿɇɉɋɍɏȥ", "bbbcdddeeefgggiiklnnoptttuvyzzdlntjactsejqryz"],
];

/** Letters that are read as two. */
const TWO_FOR_ONE: Readonly<Record<string, string>> = { ß: "ss", æ: "ae", œ: "oe", þ: "th", ĳ: "ij", ǆ: "dz", ǉ: "lj", ǌ: "nj", ǳ: "dz" };

const PLAIN = new Map([...ONE_FOR_ONE.flatMap(([letters, plain]) => [...letters].map((letter, place) => [letter, plain.charAt(place)] as const)), ...Object.entries(TWO_FOR_ONE)]);

/**
 * A text in small letters without marks and strokes: "hakon" for "Håkon", "thorisson" for "Þórisson". The database has the same under the name `plain_letters`, for what it
 * looks up and compares; a test holds both to each other.
 */
export function plainLetters(text: string): string {
  const unmarked = text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
  return Array.from(unmarked, (letter) => PLAIN.get(letter) ?? letter).join("");
}
