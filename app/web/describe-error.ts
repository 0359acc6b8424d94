/**
 * An unexpected error as a log may hold it (P9): database errors carry the values of the query, and those are people's names and worse.
 */
export function describeError(thrown: unknown, depth = 0): Record<string, unknown> {
  if (!(thrown instanceof Error)) return { type: typeof thrown };
  const { code, constraint_name: constraint } = thrown as Error & { code?: unknown; constraint_name?: unknown };
  return {
    type: thrown.name,
    ...(depth === 0 ? { message: withoutValues(thrown.message) } : {}),
    ...(typeof code === "string" ? { code } : {}),
    ...(typeof constraint === "string" ? { constraint } : {}),
    stack: (thrown.stack ?? "").split("\n").filter((line) => /^\s+at /.test(line)).slice(0, 12),
    ...(thrown.cause === undefined || depth >= 3 ? {} : { cause: describeError(thrown.cause, depth + 1) }),
  };
}

function withoutValues(message: string): string {
  const end = message.search(/\s*params:/);
  return (end === -1 ? message : message.slice(0, end)).slice(0, 500);
}
