/**
 * What stands in the summary for one field: the sentence, with what the field is called before it where the sentence does not say by itself which one it is
 * about. It does when it has the label in it, or that with which the label begins ("AGB-code" of "AGB-code van de praktijk") while no other label begins so.
 */
export function summaryItem(name: string, sentence: string, labels: Readonly<Record<string, string>>): string {
  const label = labels[name];
  if (label === undefined || label === "") return sentence;
  const others = Object.entries(labels).filter(([other, text]) => other !== name && text !== label).map(([, text]) => headOf(text));
  const head = headOf(label);
  if (has(sentence, label) || (has(sentence, head) && !others.includes(head))) return sentence;
  // A label that is a question has its mark already.
  return /[?!.:]$/.test(label) ? `${label} ${sentence}` : `${label}: ${sentence}`;
}

function has(sentence: string, words: string): boolean {
  return ` ${plain(sentence)} `.includes(` ${plain(words)} `);
}

function headOf(label: string): string {
  return plain(label.split(/ (?:van|of|op|voor|bij|for|from|on|at) /)[0] ?? "");
}

function plain(text: string): string {
  return text.toLowerCase().replaceAll(/[^\p{L}\p{N}@-]+/gu, " ").trim();
}
