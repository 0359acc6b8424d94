import { isProblem } from "../problem.ts";

export type Failure = { message: string; code?: string };

/**
 * What staff and the log may know of an error. A query error's own message repeats the statement's parameters, and with them
 * people's data: only what the database said about it is kept (P9).
 */
export function describeFailure(thrown: unknown): Failure {
  if (isProblem(thrown)) return { message: thrown.code, code: thrown.code };
  if (!(thrown instanceof Error)) return { message: "Something that is not an error was thrown." };
  if (thrown.message.startsWith("Failed query")) {
    return thrown.cause ? describeFailure(thrown.cause) : { message: "A query failed." };
  }
  const code = "code" in thrown && typeof thrown.code === "string" ? thrown.code : undefined;
  return { message: `${thrown.name}: ${thrown.message}`.slice(0, 300), ...(code && { code }) };
}
