/**
 * A browser without a screen: keeps the cookies of each host and follows redirects by hand, one at a time. An address that the office goes by in public is
 * reached where it really listens.
 */
export class CookieBrowser {
  readonly visited: string[] = [];
  private readonly jars = new Map<string, Map<string, string>>();

  /** `more` are headers that go along with every request, as they are at that moment. */
  constructor(
    private readonly reaches: Readonly<Record<string, string>> = {},
    private readonly more: Readonly<Record<string, string>> = {},
  ) {}

  /** One request; a redirect comes back as it is. */
  async ask(address: string, init: { method?: "GET" | "POST"; form?: Record<string, string> | Array<[string, string]>; signal?: AbortSignal } = {}): Promise<Response> {
    const url = new URL(address);
    const there = new URL(`${url.pathname}${url.search}`, this.reaches[url.origin] ?? url.origin);
    const headers: Record<string, string> = { "sec-fetch-site": "same-origin", "accept-language": "en", ...this.more, cookie: this.cookiesFor(url.origin) };
    this.visited.push(address);
    const body = init.form ? { body: new URLSearchParams(init.form) } : {};
    const response = await fetch(there, { method: init.method ?? "GET", headers, redirect: "manual", ...body, ...(init.signal && { signal: init.signal }) });
    this.keep(url.origin, response);
    return response;
  }

  /** Follows redirects until a page, or until `stopAt` says that the next address is not to be opened; answers where it came to. */
  async follow(address: string, init: { method?: "GET" | "POST"; form?: Record<string, string> } = {}, stopAt: (next: string) => boolean = () => false): Promise<{ address: string; response: Response | null }> {
    let at = address;
    let response = await this.ask(at, init);
    for (let hop = 0; hop < 20; hop += 1) {
      const location = response.headers.get("location");
      if (location === null) return { address: at, response };
      at = new URL(location, at).href;
      if (stopAt(at)) return { address: at, response: null };
      response = await this.ask(at);
    }
    throw new Error("Redirects without end.");
  }

  cookiesFor(origin: string): string {
    return [...(this.jars.get(origin) ?? [])].map(([name, value]) => `${name}=${value}`).join("; ");
  }

  /** Takes the cookies of an answer, also of one that came another way. */
  keep(origin: string, response: Response): void {
    const jar = this.jars.get(origin) ?? new Map<string, string>();
    this.jars.set(origin, jar);
    for (const line of response.headers.getSetCookie()) {
      const [pair = "", ...attributes] = line.split(";");
      const name = pair.slice(0, pair.indexOf("="));
      const value = pair.slice(name.length + 1);
      const isOver = attributes.some((one) => /^\s*(max-age=0|expires=Thu, 01 Jan 1970)/i.test(one));
      if (isOver || value === "") jar.delete(name);
      else jar.set(name, value);
    }
  }
}
