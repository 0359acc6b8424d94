/** "ZG-2481": what people quote over the phone for a request. */
export function referenceOf(number: number): string {
  return `ZG-${number}`;
}

/** The number in a reference as somebody typed it ("zg 2481", "ZG-2481"); null when it is none. */
export function numberInReference(text: string): number | null {
  const digits = /^\s*(?:zg[\s-]*)?([0-9]{4,12})\s*$/i.exec(text)?.[1];
  return digits ? Number(digits) : null;
}

/** The number in a letter's reference as it was scanned or typed ("b 1042", "B-1042"); null when it is none. */
export function numberInLetterReference(text: string): number | null {
  const digits = /^\s*(?:b[\s-]*)?([0-9]{4,12})\s*$/i.exec(text)?.[1];
  return digits ? Number(digits) : null;
}

/** "B-1042": what stands on a letter. */
export function letterReferenceOf(number: number): string {
  return `B-${number}`;
}
