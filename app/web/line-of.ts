import { findNodeAtLocation, parseTree, type Node } from "jsonc-parser";

/**
 * The lines of a JSON text: of a dotted path, or of the nearest part of it that is there; null where there is none. A property's name may have dots in it. The text is read once, when the first
 * line is asked: what is wrong with two thousand rules is two thousand places.
 */
export function linesOf(text: string): (path: string) => number | null {
  let read: { tree: Node | undefined; starts: number[] } | null = null;
  return (path) => {
    if (path === "") return null;
    read ??= { tree: parseTree(text), starts: startsOf(text) };
    const found = read.tree && nearest(read.tree, path.split("."));
    return found === undefined ? null : lineAt(found.offset, read.starts);
  };
}

function nearest(tree: Node, path: readonly string[]): Node | undefined {
  let found: Node | undefined;
  let steps = path;
  for (let at: Node | undefined = tree; at && steps.length > 0; ) {
    const inside: Node = at;
    const lengths = steps.map((_, index) => index + 1);
    const length = lengths.find((one) => stepInto(inside, steps.slice(0, one).join(".")) !== undefined);
    if (length === undefined) break;
    at = stepInto(inside, steps.slice(0, length).join("."));
    found = at;
    steps = steps.slice(length);
  }
  return found;
}

function stepInto(node: Node, step: string): Node | undefined {
  return findNodeAtLocation(node, [node.type === "array" && /^\d+$/.test(step) ? Number(step) : step]);
}

/** Where each line begins. */
function startsOf(text: string): number[] {
  const starts = [0];
  for (let at = text.indexOf("\n"); at !== -1; at = text.indexOf("\n", at + 1)) starts.push(at + 1);
  return starts;
}

function lineAt(offset: number, starts: readonly number[]): number {
  let [low, high] = [0, starts.length];
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if ((starts[middle] ?? 0) <= offset) low = middle;
    else high = middle;
  }
  return low + 1;
}
