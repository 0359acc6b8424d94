/** A definition while it is made: what is not of its shape is kept as it is. */
export type Json = Readonly<Record<string, unknown>>;

export function isObject(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

export function listIn(content: Json, name: string): readonly unknown[] {
  const list = content[name];
  return Array.isArray(list) ? (list as unknown[]) : [];
}

export function textIn(value: unknown, name: string): string {
  const text = isObject(value) ? value[name] : undefined;
  return typeof text === "string" ? text : "";
}

/** An object with one property otherwise; without it where it is undefined. */
export function withProperty(value: unknown, name: string, to: unknown): Json {
  const { [name]: _was, ...others } = isObject(value) ? value : {};
  if (to === undefined) return others;
  return isObject(value) && Object.hasOwn(value, name) ? { ...value, [name]: to } : { ...others, [name]: to };
}

/** One of a list otherwise. */
export function withItem(content: Json, name: string, index: number, item: unknown): Json {
  return { ...content, [name]: listIn(content, name).map((one, at) => (at === index ? item : one)) };
}

/** One more in a list, at a place. */
export function withAdded(content: Json, name: string, index: number, item: unknown): Json {
  const list = listIn(content, name);
  return { ...content, [name]: [...list.slice(0, index), item, ...list.slice(index)] };
}

/** A list without one of its members. */
export function withoutItem(content: Json, name: string, index: number): Json {
  return { ...content, [name]: listIn(content, name).filter((_one, at) => at !== index) };
}

/** One of a list a place further; the list as it is where there is no further. */
export function withMoved(content: Json, name: string, index: number, by: 1 | -1): Json {
  const list = [...listIn(content, name)];
  const to = index + by;
  if (to < 0 || to >= list.length) return content;
  [list[index], list[to]] = [list[to], list[index]];
  return { ...content, [name]: list };
}

/** A rule under another name: the examples that expect it expect it by that name. */
export function withRuleNamed(content: Json, index: number, id: string): Json {
  const was = textIn(listIn(content, "rules")[index], "id");
  const named = withItem(content, "rules", index, withProperty(listIn(content, "rules")[index], "id", id));
  const isAlone = listIn(content, "rules").filter((rule) => textIn(rule, "id") === was).length === 1;
  return was === "" || !isAlone ? named : withSpoke(named, (spoke) => spoke.map((one) => (one === was ? id : one)));
}

/** The set without a rule; no example expects it any more. */
export function withoutRule(content: Json, index: number): Json {
  const id = textIn(listIn(content, "rules")[index], "id");
  const left = withoutItem(content, "rules", index);
  return listIn(left, "rules").some((rule) => textIn(rule, "id") === id) ? left : withSpoke(left, (spoke) => spoke.filter((one) => one !== id));
}

/** A rule a place further. What examples expect stands in the order of the rules, and so moves with it. */
export function withRuleMoved(content: Json, index: number, by: 1 | -1): Json {
  const moved = withMoved(content, "rules", index, by);
  return moved === content ? content : withSpoke(moved, (spoke) => inOrder(spoke, moved));
}

/** Names of rules in the order of the rules; what is no rule comes last. */
export function inOrder(ids: readonly unknown[], content: Json): unknown[] {
  const places = new Map(listIn(content, "rules").map((rule, at) => [textIn(rule, "id"), at]));
  const placeOf = (id: unknown) => places.get(String(id)) ?? places.size;
  return [...ids].sort((one, other) => placeOf(one) - placeOf(other));
}

/** A name that no other in the list has: "rule", "rule-2", … */
export function freshName(wanted: string, taken: readonly string[]): string {
  const name = slug(wanted);
  for (let count = 1; ; count += 1) {
    const tried = count === 1 ? name : `${name}-${count}`;
    if (!taken.includes(tried)) return tried;
  }
}

/** Words as a name: "Dubbele aanvraag!" is "dubbele-aanvraag". */
export function slug(words: string): string {
  const plain = words.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().replace(/[^a-z0-9.]+/g, "-").replace(/[-.]{2,}/g, "-").replace(/^[^a-z]+|[-.]+$/g, "").slice(0, 70);
  return plain === "" ? "regel" : plain;
}

function withSpoke(content: Json, change: (spoke: readonly unknown[]) => unknown[]): Json {
  if (!Array.isArray(content["examples"])) return content;
  const examples = listIn(content, "examples").map((example) => {
    const expected = isObject(example) ? example["expect"] : undefined;
    if (!isObject(expected) || !Array.isArray(expected["spoke"])) return example;
    const spoke = expected["spoke"] as unknown[];
    const next = change(spoke);
    const isSame = next.length === spoke.length && next.every((one, at) => one === spoke[at]);
    return isSame ? example : { ...(example as Json), expect: { ...expected, spoke: next } };
  });
  return { ...content, examples };
}
