import type { MetaFunction } from "@remix-run/react";

import { isActionProblem } from "./problems.ts";

/**
 * The title of a page, for `export const meta = pageMeta`: what its loader says (`return { title: t("desk:queue.title"), … }`) before the
 * name of the office; of an error, the first sentence about it.
 */
export const pageMeta: MetaFunction = ({ data, error, matches }) => {
  const root: unknown = matches.find(({ id }) => id === "root")?.data;
  const office = textAt(textHolder(root, "office"), "name") ?? "Zegel";
  const title = error === undefined || error === null ? textAt(data, "title") : sentenceOf(error);
  return [{ title: title === undefined ? office : `${title} – ${office}` }];
};

function sentenceOf(error: unknown): string | undefined {
  const data = textHolder(error, "data");
  return isActionProblem(data) ? /^[^.?!]+/.exec(data.problem.message)?.[0] : undefined;
}

function textHolder(value: unknown, key: string): unknown {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>)[key] : undefined;
}

function textAt(value: unknown, key: string): string | undefined {
  const found = textHolder(value, key);
  return typeof found === "string" ? found : undefined;
}
