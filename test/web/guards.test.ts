import { redirect } from "@remix-run/node";
import { describe, expect, test } from "vitest";
import { z } from "zod";

import { Problem } from "#app/domain/problem.ts";
import { publicAction, publicLoader, staffAction, staffLoader } from "#app/web/guards.server.ts";
import { sessionCookie, signInCookie } from "#app/web/session.server.ts";

import { makeOffice, NOOR, SANNE } from "./office.fixture.ts";

type Office = ReturnType<typeof makeOffice>;
type Sent = { form?: Record<string, string>; headers?: Record<string, string>; params?: Record<string, string>; path?: string };

const ownPage = { "sec-fetch-site": "same-origin" };

function post(office: Office, { form = {}, headers = ownPage, params = {}, path = "/act" }: Sent = {}) {
  const request = new Request(`http://office.example${path}`, { method: "POST", body: new URLSearchParams(form), headers });
  return { request, params, context: office.context };
}

function get(office: Office, { headers = {}, params = {}, path = "/page" }: Sent = {}) {
  return { request: new Request(`http://office.example${path}`, { headers }), params, context: office.context };
}

async function signedIn(office: Office, id: string): Promise<Record<string, string>> {
  return { ...ownPage, cookie: (await signInCookie(id, office.context)).split(";")[0] ?? "" };
}

const thrownBy = (work: Promise<unknown>) => work.then(() => expect.unreachable("nothing was thrown"), (thrown: unknown) => thrown);

const decide = staffAction({ can: "request:decide", input: z.object({ reason: z.string() }) }, async ({ actor, input }) => ({ by: actor.id, ...input }));

describe("an act of staff", () => {
  test("is done by who may do it, with what was asked", async () => {
    const office = makeOffice();
    const headers = await signedIn(office, SANNE.id);
    expect(await decide(post(office, { form: { reason: "complete" }, headers }))).toEqual({ by: "sanne", reason: "complete" });
    expect(office.refusals).toEqual([]);
  });

  test("is refused without a session, and what was typed comes back", async () => {
    const office = makeOffice();
    expect(await decide(post(office, { form: { reason: "typed" } }))).toMatchObject({
      init: { status: 401 },
      data: { problem: { code: "access.signed-out", values: { reason: "typed" }, correlationId: "c-1" } },
    });
  });

  test("is refused and recorded for a role that may not", async () => {
    const office = makeOffice();
    const answer = await decide(post(office, { form: { reason: "x" }, headers: await signedIn(office, NOOR.id) }));
    expect(answer).toMatchObject({ init: { status: 403 }, data: { problem: { code: "access.refused" } } });
    expect(office.refusals).toMatchObject([{ actor: { id: "noor" }, act: "request:decide", reason: "access.refused" }]);
  });

  test("is refused from another site's page, even with the session", async () => {
    const foreigners: Record<string, string>[] = [{ "sec-fetch-site": "cross-site" }, { "sec-fetch-site": "same-site" }, { origin: "http://evil.example" }, { origin: "null" }, {}];
    for (const foreign of foreigners) {
      const office = makeOffice();
      const { cookie = "" } = await signedIn(office, SANNE.id);
      const answer = await decide(post(office, { form: { reason: "x" }, headers: { cookie, ...foreign } }));
      expect(answer, JSON.stringify(foreign)).toMatchObject({ init: { status: 403 }, data: { problem: { code: "access.foreign-form" } } });
      expect(office.refusals).toMatchObject([{ reason: "access.foreign-form" }]);
    }
  });

  test("is taken from our own page by a browser that only says its origin", async () => {
    const office = makeOffice();
    const { cookie = "" } = await signedIn(office, SANNE.id);
    expect(await decide(post(office, { form: { reason: "x" }, headers: { cookie, origin: "http://office.example" } }))).toEqual({ by: "sanne", reason: "x" });
  });

  test("ends with the job: who left, or lost the role, is out at once", async () => {
    const office = makeOffice();
    const headers = await signedIn(office, SANNE.id);
    office.people.set(SANNE.id, { ...SANNE, roles: [] });
    expect(await decide(post(office, { headers }))).toMatchObject({ init: { status: 403 } });
    office.people.delete(SANNE.id);
    expect(await decide(post(office, { headers }))).toMatchObject({ init: { status: 401 } });
  });

  test("fails closed when the refusal cannot be recorded", async () => {
    const office = makeOffice({ recordRefusal: () => Promise.reject(new Error("no audit trail")) });
    const answer = await decide(post(office, { form: { reason: "x" }, headers: await signedIn(office, NOOR.id) }));
    expect(answer).toMatchObject({ init: { status: 500 }, data: { problem: { code: "office.failed" } } });
  });
});

describe("a session", () => {
  test("cannot be written by hand or signed with another secret", async () => {
    const office = makeOffice();
    const { cookie = "" } = await signedIn(makeOffice({ sessionSecrets: ["a secret that we never had"] }), SANNE.id);
    const forged = `zegel=${encodeURIComponent(Buffer.from(JSON.stringify({ staffId: "sanne", signedInAt: 0 })).toString("base64"))}`;
    for (const each of [cookie, forged, "zegel=nonsense"]) {
      expect(await decide(post(office, { headers: { ...ownPage, cookie: each } }))).toMatchObject({ init: { status: 401 } });
    }
  });

  test("of production is for TLS and this host alone, and is over when the office says so, whatever the cookie says", async () => {
    const office = makeOffice({ mode: "production" });
    const cookie = await sessionCookie("s-1", office.context);
    expect(cookie).toMatch(/^__Host-zegel=.*; Max-Age=36000; Path=\/; HttpOnly; Secure; SameSite=Lax$/);
    const headers = { ...ownPage, cookie: cookie.split(";")[0] ?? "" };
    expect(await decide(post(office, { form: { reason: "x" }, headers }))).toMatchObject({ init: { status: 401 } });
    office.open.set("s-1", SANNE);
    expect(await decide(post(office, { form: { reason: "x" }, headers }))).toMatchObject({ by: "sanne" });
  });

  test("of the demonstration, which anybody may have, opens nothing in production", async () => {
    const office = makeOffice({ mode: "production" });
    expect(await decide(post(office, { form: { reason: "x" }, headers: await signedIn(office, SANNE.id) }))).toMatchObject({ init: { status: 401 } });
  });

  test("needs a secret that is one", async () => {
    await expect(signInCookie(SANNE.id, makeOffice({ sessionSecrets: [] }).context)).rejects.toThrow(/16 characters/);
    await expect(signInCookie(SANNE.id, makeOffice({ sessionSecrets: ["short"] }).context)).rejects.toThrow(/16 characters/);
  });
});

describe("a page for staff", () => {
  const page = staffLoader({ can: "letter:list" }, async ({ actor }) => actor.name);

  test("asks to sign in and comes back afterwards", async () => {
    const thrown = await thrownBy(page(get(makeOffice(), { path: "/print-room?view=waiting" })));
    expect((thrown as Response).headers.get("location")).toBe(`/sign-in?to=${encodeURIComponent("/print-room?view=waiting")}`);
  });

  test("opens for the role and for no other", async () => {
    const office = makeOffice();
    expect(await page(get(office, { headers: await signedIn(office, NOOR.id) }))).toBe("Noor Visser");
    expect(await thrownBy(page(get(office, { headers: await signedIn(office, SANNE.id) })))).toMatchObject({
      init: { status: 403 },
      data: { problem: { code: "access.refused" } },
    });
  });
});

describe("what is asked", () => {
  const Form = z.object({ user: z.object({ surname: z.string().min(1), email: z.email() }), services: z.array(z.string()).min(1) });
  const apply = publicAction({ input: Form, secret: ["code"] }, async ({ input, actor }) => ({ input, actor: actor.kind }));

  test("arrives parsed", async () => {
    expect(await apply(post(makeOffice(), { form: { "user.surname": "Linden", "user.email": "a@b.example", "services[]": "x" } }))).toEqual({
      input: { user: { surname: "Linden", email: "a@b.example" }, services: ["x"] },
      actor: "outsider",
    });
  });

  test("comes back with a sentence for each field and what was typed, but never a secret", async () => {
    const form = { "user.surname": "", "user.email": "a@", pin: "ABCDE", code: "x", "new.password": "y" };
    const answer = await apply(post(makeOffice(), { form, headers: { ...ownPage, "accept-language": "en" } }));
    expect(answer).toMatchObject({ init: { status: 422 }, data: { problem: { code: "form.invalid", values: { "user.email": "a@" } } } });
    const { fields, values } = (answer as unknown as { data: { problem: { fields: Record<string, string>; values: object } } }).data.problem;
    expect(fields).toEqual({
      "user.surname": "Fill this in.",
      "user.email": "Fill in a complete e-mail address, such as name@practice.nl.",
      services: "Fill this in.",
    });
    expect(Object.keys(values)).toEqual(["user.surname", "user.email"]);
  });

  test("of 1 MB in one field is refused at that field", async () => {
    const answer = await apply(post(makeOffice(), { form: { "user.surname": "x".repeat(1_000_000), "user.email": "kept@b.example" } }));
    expect(answer).toMatchObject({
      init: { status: 413 },
      data: { problem: { code: "form.too-large", fields: { "user.surname": expect.stringMatching(/20000 tekens/) }, values: { "user.email": "kept@b.example" } } },
    });
  });

  test("is a page that does not exist when the address does not fit, and a bad link when the search does not", async () => {
    const page = publicLoader({ params: z.object({ id: z.uuid() }), input: z.object({ from: z.coerce.number().optional() }) }, async () => "page");
    const id = "0b1e8e8e-5c0b-4b7e-9c39-3a3b0a1d2c4f";
    expect(await page(get(makeOffice(), { params: { id } }))).toBe("page");
    expect(await thrownBy(page(get(makeOffice(), { params: { id: "7" } })))).toMatchObject({ init: { status: 404 } });
    expect(await thrownBy(page(get(makeOffice(), { params: { id }, path: "/page?from=x" })))).toMatchObject({ init: { status: 400 } });
  });
});

describe("a control character", () => {
  test("in a search counts as absent, and in a path makes an address that is not ours", async () => {
    const page = publicLoader({ input: z.object({ q: z.string().catch("") }) }, async ({ input, params }) => ({ q: input.q, ...params }));
    expect(await page(get(makeOffice(), { path: "/page?q=%00Zo%00%C3%AB%1F", params: { id: "7" } }))).toEqual({ q: "Zoë", id: "7" });
    expect(await thrownBy(page(get(makeOffice(), { params: { id: "7\0" } })))).toMatchObject({ init: { status: 404 }, data: { problem: { code: "page.not-found" } } });
  });
});

describe("what goes wrong", () => {
  test("is worded in the reader's language, at its field", async () => {
    const refuse = publicAction({}, async () => {
      throw new Problem("request.moved", { field: "decision" });
    });
    const answer = await refuse(post(makeOffice(), { form: { note: "typed" } }));
    const sentence = "Iemand anders heeft deze aanvraag net verder behandeld. Open de pagina opnieuw om te zien hoe het nu is.";
    expect(answer).toMatchObject({
      init: { status: 409 },
      data: { problem: { code: "request.moved", message: sentence, fields: { decision: sentence }, values: { note: "typed" } } },
    });
  });

  test("unexpectedly shows a general sentence and a number; the log has the rest, but no values", async () => {
    const office = makeOffice();
    const fail = publicAction({}, async () => {
      throw new Error("Failed query: select $1\nparams: Fatima el Idrissi");
    });
    const answer = await fail(post(office));
    expect(answer).toMatchObject({ init: { status: 500 }, data: { problem: { code: "office.failed", correlationId: "c-1" } } });
    expect(JSON.stringify(answer)).not.toMatch(/query|Idrissi/);
    expect(office.lines.join()).toMatch(/Failed query: select \$1/);
    expect(office.lines.join()).not.toMatch(/Idrissi/);
  });

  test("a problem without a sentence of its own never shows its bare code as one", async () => {
    const fail = publicAction({}, async () => {
      throw new Problem("nobody.worded-this");
    });
    expect(await fail(post(makeOffice()))).toMatchObject({
      init: { status: 422 },
      data: { problem: { code: "nobody.worded-this", message: expect.stringMatching(/^Er ging bij ons iets mis/) } },
    });
  });

  test("a redirect is no problem", async () => {
    const thrown = await thrownBy(publicAction({}, async () => { throw redirect("/there"); })(post(makeOffice())));
    expect((thrown as Response).headers.get("location")).toBe("/there");
  });
});

describe("what can be guessed", () => {
  const guess = publicAction(
    { input: z.object({ number: z.string() }), limit: { name: "install", points: 2, perSeconds: 120, key: ({ input }) => input.number } },
    async () => "tried",
  );

  test("can be tried so often for each key, and no more", async () => {
    const office = makeOffice();
    const attempt = (number: string) => guess(post(office, { form: { number } }));
    expect([await attempt("1"), await attempt("1"), await attempt("2")]).toEqual(["tried", "tried", "tried"]);
    expect(await attempt("1")).toMatchObject({
      init: { status: 429 },
      data: { problem: { code: "access.too-often", message: expect.stringMatching(/Wacht 2 minuten/) } },
    });
    // Whoever hammers on does not fill the trail: one line for each window.
    for (let time = 0; time < 3; time += 1) await attempt("1");
    expect(office.refusals).toMatchObject([{ act: "install", reason: "access.too-often" }]);
  });
});
