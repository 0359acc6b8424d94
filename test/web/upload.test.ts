import { describe, expect, it } from "vitest";

import { isProblem } from "#app/domain/problem.ts";
import { readUpload, RefusedUpload } from "#app/web/upload.server.ts";

const limits = { files: 10, each: 1_000, together: 4_000 };

function sent(files: readonly { name: string; size: number }[], fields: Record<string, string> = {}): Request {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.append(name, value);
  for (const { name, size } of files) form.append("files", new Blob([new Uint8Array(size).fill(65)]), name);
  return new Request("http://office.example/intake", { method: "POST", body: form });
}

async function refusal(request: Request): Promise<{ code: string; values: unknown }> {
  try {
    await readUpload(request, limits);
    return { code: "taken", values: null };
  } catch (problem) {
    if (!isProblem(problem)) throw problem;
    return { code: problem.code, values: problem instanceof RefusedUpload ? problem.values : null };
  }
}

describe("a form with files", () => {
  it("comes with its fields and its files, and without the file field that was left empty", async () => {
    const read = await readUpload(sent([{ name: "a.pdf", size: 10 }, { name: "", size: 0 }], { sender: "S. Jansen", twice: "x" }), limits);
    expect(read.form).toEqual({ sender: "S. Jansen", twice: "x" });
    expect(read.files.map(({ field, name, bytes }) => [field, name, bytes.byteLength])).toEqual([["files", "a.pdf", 10]]);
  });

  it("with 200 files is refused, and what was typed beside them comes back", async () => {
    const many = Array.from({ length: 200 }, (_, number) => ({ name: `${number}.pdf`, size: 5 }));
    expect(await refusal(sent(many, { sender: "S. Jansen" }))).toEqual({ code: "file.too-many", values: { sender: "S. Jansen" } });
  });

  it("is counted while it comes in: one file, and all together", async () => {
    expect((await refusal(sent([{ name: "a.pdf", size: 1_001 }]))).code).toBe("file.too-large");
    expect((await refusal(sent([{ name: "a.pdf", size: 1_000 }]))).code).toBe("taken");
    const five = Array.from({ length: 5 }, (_, number) => ({ name: `${number}.pdf`, size: 900 }));
    expect((await refusal(sent(five))).code).toBe("file.too-large-together");
  });

  it("that has no end is let go of", async () => {
    let given = 0;
    const head = new TextEncoder().encode('--x\r\ncontent-disposition: form-data; name="files"; filename="a.pdf"\r\n\r\n');
    const body = new ReadableStream<Uint8Array>({
      pull: async (controller) => {
        await new Promise((done) => setImmediate(done));
        controller.enqueue(given === 0 ? head : new Uint8Array(1_000));
        given += 1_000;
      },
    });
    const endless = new Request("http://office.example/", { method: "POST", body, duplex: "half", headers: { "content-type": "multipart/form-data; boundary=x" } } as RequestInit);
    expect((await refusal(endless)).code).toMatch(/^file\.too-large/);
    expect(given).toBeLessThan(2_000_000);
  });

  it.each(["multipart/form-data", "multipart/form-data; boundary=other"])("that is none is refused: %s", async (type) => {
    const body = '--x\r\ncontent-disposition: form-data; name="a"\r\n\r\n1\r\n';
    expect((await refusal(new Request("http://office.example/", { method: "POST", body, headers: { "content-type": type } }))).code).toBe("form.unreadable");
  });

  it("cannot reach into the prototype", async () => {
    const { form } = await readUpload(sent([], { __proto__x: "1", constructor: "x" }), limits);
    expect(Object.keys(form)).toEqual(["__proto__x"]);
  });
});
