/** `npm test` walks its journeys once, `npm run test:long` in their other ways; who runs a file by hand walks them all. */
const PART = process.env["ZEGEL_WALKS"];

/** Of the ways in which a journey is walked, those of this run: the first is the everyday one, then come the other language and the phone. */
export function walks<Way>([everyday, ...others]: readonly [Way, ...Way[]]): Way[] {
  return [...(PART === "again" ? [] : [everyday]), ...(PART === "first" ? [] : others)];
}
