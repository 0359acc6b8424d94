import { describe, expect, test } from "vitest";

import { LONGEST_FIELD, nest, OversizedFields, readBody } from "#app/web/form-data.ts";

function post(body: BodyInit, type?: string): Request {
  return new Request("http://office.example/", { method: "POST", body, headers: type === undefined ? {} : { "content-type": type } });
}

describe("a form as it arrives", () => {
  test("keeps repeated names as a list, in both encodings", async () => {
    const sent = new URLSearchParams([["a", "1"], ["a", "2"], ["b.c", "é\r\nñ"]]);
    expect(await readBody(post(sent))).toEqual({ form: { a: ["1", "2"], "b.c": "é\nñ" } });
    const multipart = new FormData();
    for (const [name, value] of sent) multipart.append(name, value);
    expect(await readBody(post(multipart))).toEqual({ form: { a: ["1", "2"], "b.c": "é\nñ" } });
  });

  test("loses control characters that nobody types, in any encoding, and keeps line ends and tabs", async () => {
    const sent = new URLSearchParams([["na\0me", "Zo\0ë\u0007 van\u009f\tder\r\nHåkon"]]);
    const clean = { name: "Zoë van\tder\nHåkon" };
    expect(await readBody(post(sent))).toEqual({ form: clean });
    const multipart = new FormData();
    for (const [name, value] of sent) multipart.append(name, value);
    expect(await readBody(post(multipart))).toEqual({ form: clean });
    expect(await readBody(post(JSON.stringify({ name: ["Zo\0ë", 1, null] }), "application/json"))).toEqual({ json: { name: ["Zoë", 1, null] } });
  });

  test("nests dotted names and lists of one", () => {
    expect(nest({ "user.name.surname": "Linden", "services[]": "x", tags: ["a", "b"] })).toEqual({
      user: { name: { surname: "Linden" } },
      services: ["x"],
      tags: ["a", "b"],
    });
  });

  test("cannot reach an object's prototype", () => {
    const nested = nest({ "__proto__.polluted": "yes", "constructor.prototype.polluted": "yes", "a.__proto__.b": "yes" });
    expect(nested).toEqual({});
    expect(({} as Record<string, unknown>)["polluted"]).toBeUndefined();
  });

  test("a text of 1 MB is refused at its field, with everything that was typed", async () => {
    const long = "x".repeat(1_000_000);
    const refusal = await readBody(post(new URLSearchParams({ note: long, name: "Zoë" }))).catch((thrown: unknown) => thrown);
    expect(refusal).toBeInstanceOf(OversizedFields);
    expect(refusal).toMatchObject({ code: "form.too-large", fieldNames: ["note"], values: { note: long, name: "Zoë" } });
  });

  test("the longest text that is allowed is allowed", async () => {
    const text = "x".repeat(LONGEST_FIELD);
    expect(await readBody(post(new URLSearchParams({ note: text })))).toEqual({ form: { note: text } });
  });

  test("a body beyond the bound is refused whole, and so is one that is no form at all", async () => {
    await expect(readBody(post(new URLSearchParams({ a: "x".repeat(3_000_000) })))).rejects.toMatchObject({ code: "form.too-large" });
    await expect(readBody(post("{", "application/json"))).rejects.toMatchObject({ code: "form.unreadable" });
    await expect(readBody(post("nonsense", "multipart/form-data; boundary=x"))).rejects.toMatchObject({ code: "form.unreadable" });
    const many = new URLSearchParams(Array.from({ length: 1_001 }, (_, index) => ["n", String(index)]));
    await expect(readBody(post(many))).rejects.toMatchObject({ code: "form.too-large" });
  });
});

test("takes a field as long as a route says, where its form is a whole definition", async () => {
  const post = (text: string) => new Request("http://office.example/x", { method: "POST", body: new URLSearchParams({ content: text }) });
  const text = "x".repeat(LONGEST_FIELD + 1);
  expect(await readBody(post(text), 50_000)).toEqual({ form: { content: text } });
  await expect(readBody(post(text))).rejects.toThrow(OversizedFields);
  await expect(readBody(post("x".repeat(60_000)), 50_000)).rejects.toMatchObject({ code: "form.too-heavy" });
});
