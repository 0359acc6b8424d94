import { setTimeout as pause } from "node:timers/promises";

import { CookieBrowser } from "../../cookie-browser.ts";
import type { Chance } from "./chance.ts";
import type { House } from "./processes.ts";

/** As browsers see the office; what stands in front and does TLS is left out. */
export const OFFICE = "https://office.example";

/** Nobody knows what came of it: the connection broke, or a page says that something went wrong. A person looks, and tries again. */
export class Unknown extends Error {}

export type Answer = { status: number; location: string; body: string };

export type Person = {
  browser: CookieBrowser;
  /** One request to any web process that is there, as whatever stands in front of them sends it. Throws `Unknown`. */
  ask: (path: string, form?: Record<string, string> | Array<[string, string]>) => Promise<Answer>;
  /** The same at somebody else's, where nothing is killed. */
  elsewhere: (address: string, form?: Record<string, string>) => Promise<Answer>;
  /** From now on with this certificate, as the proxy in front hands it on (RFC 9440). */
  show: (der: Uint8Array) => void;
};

export type Town = { house: House; chance: Chance; seen: Seen };

/** How the office answered, and what nobody should see. */
export type Seen = { answers: Map<string, number>; wrong: string[] };

/** Longer than any page takes on a machine that has other things to do: an answer that has not come by then does not come. */
const NEVER_MS = 180_000;

let people = 0;

/** Somebody with a browser and an address of their own. */
export function makePerson({ house, chance, seen }: Town): Person {
  people += 1;
  const headers: Record<string, string> = { "x-forwarded-for": `10.${people >> 16}.${(people >> 8) & 255}.${people & 255}` };
  let at = "";
  const browser = new CookieBrowser(
    {
      get [OFFICE]() {
        at = house.anyWeb((length) => chance.between(0, length));
        return at;
      },
    },
    headers,
  );
  const count = (what: string) => void seen.answers.set(what, (seen.answers.get(what) ?? 0) + 1);

  async function ask(path: string, form?: Record<string, string> | Array<[string, string]>): Promise<Answer> {
    for (;;) {
      try {
        const response = await browser.ask(`${OFFICE}${path}`, { ...(form && { method: "POST", form }), signal: AbortSignal.timeout(NEVER_MS) });
        const answer = { status: response.status, location: (response.headers.get("location") ?? "").replace(OFFICE, ""), body: await response.text() };
        // One that has just been started says so, and whatever stands in front asks the other one.
        if (answer.status === 503 && answer.body === "starting\n") {
          count("starting");
          await pause(200);
          continue;
        }
        count(`${Math.floor(response.status / 100)}xx`);
        if (response.status >= 500) throw new Unknown(`${response.status} at ${path}`);
        return answer;
      } catch (failure) {
        if (failure instanceof Unknown) throw failure;
        if (failure instanceof Error && failure.name === "TimeoutError") seen.wrong.push(`an answer never came: ${form ? "POST" : "GET"} ${path.replace(/[\w-]{20,}/, "…")} at ${at}`);
        // Nobody was there: whatever stands in front asks the other one, and nothing can have come of it.
        if (isRefused(failure)) {
          count("nobody there");
          await pause(200);
          continue;
        }
        count("broken off");
        throw new Unknown(failure instanceof Error ? failure.message : String(failure));
      }
    }
  }

  return {
    browser,
    ask,
    elsewhere: async (address, form) => {
      const response = await browser.ask(address, form && { method: "POST", form });
      return { status: response.status, location: response.headers.get("location") ?? "", body: await response.text() };
    },
    show: (der) => void (headers["client-cert"] = `:${Buffer.from(der).toString("base64")}:`),
  };
}

function isRefused(failure: unknown): boolean {
  const { cause } = failure as { cause?: { code?: string } };
  return cause?.code === "ECONNREFUSED";
}

/** What a page's form has in it that nobody types: inputs that are hidden, of the first form or the one with this id. */
export function hiddenIn(html: string, id?: string): Record<string, string> {
  const form = html.split("<form").slice(1).find((part) => id === undefined || part.slice(0, part.indexOf(">")).includes(`id="${id}"`)) ?? "";
  const inputs = form.split("</form>")[0]?.match(/<input[^>]*type="hidden"[^>]*>/g) ?? [];
  return Object.fromEntries(inputs.map((input) => [attribute(input, "name"), attribute(input, "value")]));
}

function attribute(tag: string, name: string): string {
  const value = new RegExp(`\\b${name}="([^"]*)"`).exec(tag)?.[1] ?? "";
  return value.replaceAll("&quot;", '"').replaceAll("&#x27;", "'").replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");
}

/** Does something again until an answer is known; whoever does it bears that it may have happened already. */
export async function untilKnown<T>(work: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await work();
    } catch (failure) {
      if (!(failure instanceof Unknown)) throw failure;
      await pause(500);
    }
  }
}
