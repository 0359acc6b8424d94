import { Problem } from "#app/domain/problem.ts";

export type Fetch = typeof globalThis.fetch;

export type Question = {
  url: string;
  method?: "GET" | "POST";
  headers?: Record<string, string>;
  /** Sent as JSON. */
  body?: unknown;
  /** The whole conversation, body included, ends within this time. */
  timeoutMs: number;
  /** First half of the problem's code: "register" gives `register.unreachable`, `register.malformed`. */
  area: "register" | "idin" | "amp";
  /** Whom we ask, for the log and the sentence: "KVK". */
  provider: string;
  /** Whether the JSON of a 404 says "no such entry"; without it any 404 in JSON does. A wrong address also answers 404. */
  isAbsent?: (json: unknown) => boolean;
  fetch?: Fetch;
};

/** No reply that we ask for comes near this size; a longer one is not read to its end. */
const MAX_BYTES = 512 * 1024;

/**
 * Asks a provider and gives its JSON, or null when it answers that there is no such entry. Redirects are not followed, so that a key is never
 * sent to another host. Throws `<area>.unreachable` (no reply in time, refused, 5xx, 401, 403, 408, 429: asking later may help) and
 * `<area>.malformed` (any other status, not JSON, too long). Neither the key nor what we sent stands in the error.
 */
export async function askJson(question: Question): Promise<unknown> {
  const response = await send(question);
  if (isOutOfOrder(response.status)) {
    await response.body?.cancel();
    throw unreachable(question, { status: response.status });
  }
  const json = parse(question, await readBounded(question, response));
  if (response.status === 404 && (question.isAbsent?.(json) ?? true)) return null;
  if (!response.ok) throw malformed(question, { status: response.status });
  return json;
}

/** The problem for a reply whose shape or subject is wrong. */
export function malformed(question: Pick<Question, "area" | "provider">, details: Record<string, string | number> = {}, cause?: unknown): Problem {
  return new Problem(`${question.area}.malformed`, { provider: question.provider, ...details }, { cause });
}

function unreachable(question: Question, details: Record<string, string | number> = {}, cause?: unknown): Problem {
  return new Problem(`${question.area}.unreachable`, { provider: question.provider, ...details }, { cause });
}

async function send(question: Question): Promise<Response> {
  const ask = question.fetch ?? globalThis.fetch;
  try {
    return await ask(question.url, {
      method: question.method ?? "GET",
      headers: {
        accept: "application/json",
        ...(question.body === undefined ? {} : { "content-type": "application/json" }),
        ...question.headers,
      },
      ...(question.body === undefined ? {} : { body: JSON.stringify(question.body) }),
      redirect: "error",
      signal: AbortSignal.timeout(question.timeoutMs),
    });
  } catch (cause) {
    throw unreachable(question, {}, cause);
  }
}

function isOutOfOrder(status: number): boolean {
  return status >= 500 || [401, 403, 408, 429].includes(status);
}

async function readBounded(question: Question, response: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  const reader = response.body?.getReader();
  if (!reader) return "";
  for (;;) {
    const { done, value } = await reader.read().catch((cause: unknown) => {
      throw unreachable(question, {}, cause);
    });
    if (done) return Buffer.concat(chunks).toString("utf8");
    size += value.byteLength;
    if (size > MAX_BYTES) {
      await reader.cancel();
      throw malformed(question, { reason: "too long" });
    }
    chunks.push(value);
  }
}

function parse(question: Question, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // A SyntaxError quotes the text, which may hold personal data: it does not travel on as the cause.
    throw malformed(question, { reason: "no JSON" });
  }
}
