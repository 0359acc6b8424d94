import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import { askJson } from "#app/adapters/http/ask-json.ts";

let server: Server | undefined;
afterEach(() => {
  server?.closeAllConnections();
  server?.close();
});

async function ask(listener: RequestListener, timeoutMs = 5_000) {
  server = createServer(listener).listen(0, "127.0.0.1");
  await new Promise((resolve) => server?.once("listening", resolve));
  const { port } = server.address() as AddressInfo;
  return askJson({ url: `http://127.0.0.1:${port}/`, headers: { apikey: "k-e-y" }, timeoutMs, area: "register", provider: "Test" });
}

describe("a question to a provider", () => {
  it("gives the JSON", async () => {
    expect(await ask((_request, response) => response.end('{"a":1}'))).toEqual({ a: 1 });
  });

  it("stops reading a reply that has no end", async () => {
    let written = 0;
    const endless: RequestListener = (_request, response) => {
      const write = () => {
        while (!response.destroyed && response.write("x".repeat(64 * 1024))) written += 64 * 1024;
      };
      response.on("drain", write);
      write();
    };
    await expect(ask(endless)).rejects.toMatchObject({ code: "register.malformed", details: { reason: "too long" } });
    expect(written).toBeLessThan(64 * 1024 * 1024);
  });

  it("gives up on a reply that trickles", async () => {
    const trickle: RequestListener = (_request, response) => {
      const timer = setInterval(() => response.write(" "), 50);
      response.on("close", () => clearInterval(timer));
    };
    await expect(ask(trickle, 300)).rejects.toMatchObject({ code: "register.unreachable" });
  });

  it("does not carry the key to where a redirect points", async () => {
    const seen: Array<string | undefined> = [];
    const redirecting: RequestListener = (request, response) => {
      seen.push(request.url);
      response.writeHead(302, { location: "/elsewhere" }).end();
    };
    await expect(ask(redirecting)).rejects.toMatchObject({ code: "register.unreachable" });
    expect(seen).toEqual(["/"]);
  });

  it("takes a web page at 404 for a wrong address, and JSON at 404 for an unknown entry", async () => {
    await expect(ask((_request, response) => response.writeHead(404).end("<h1>Not found</h1>"))).rejects.toMatchObject({ code: "register.malformed" });
    expect(await ask((_request, response) => response.writeHead(404).end("{}"))).toBeNull();
  });
});
