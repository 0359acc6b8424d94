import { describe, expect, it } from "vitest";

import { makeLetterPress } from "#app/adapters/pdf/letter-press.ts";
import { makeScanRoom } from "#app/adapters/scans/scan-room.ts";
import { translator } from "#app/web/i18n.server.ts";
import { previewTemplate } from "#app/web/template-preview.server.ts";
import { branding, letterNamed, letters, mailNamed, mails } from "#test/domain/correspondence/samples.ts";
import { ROOT } from "#test/support/stage.ts";

const means = { press: makeLetterPress(), scans: makeScanRoom(ROOT), branding, baseUrl: "https://zegel.example", now: new Date("2026-11-16T11:00:00Z"), t: translator("nl") };
const show = (kind: "mail" | "letter", content: unknown, asked: { language?: "nl" | "en"; addressee?: "usual" | "long" } = {}) => previewTemplate(means, { kind, content, language: asked.language ?? "nl", addressee: asked.addressee ?? "usual" });
const mail = mailNamed("request-received");
const letter = letterNamed("pin-letter");
const saying = (text: string) => ({ ...mail, body: { ...mail.body, nl: [{ kind: "paragraph", text }] } });

describe("what a template looks like while it is written (R119)", () => {
  it("fills every blank of every e-mail with an example in words of its language", async () => {
    for (const { template } of mails) {
      for (const language of ["nl", "en"] as const) {
        const shown = await show("mail", template, { language });
        if (shown.kind !== "mail") throw new Error(`${template.id}: ${JSON.stringify(shown)}`);
        expect(shown.subject + shown.text, template.id).not.toMatch(/\{\{|studio:/);
        // An example, and not how it is described to whoever writes the text.
        for (const { name, description } of template.variables) if (description.length > 20) expect(shown.text, `${template.id} ${name}`).not.toContain(description);
      }
    }
  });

  it("leaves a blank that nothing fills as it was typed, and says what cannot be shown", async () => {
    expect(await show("mail", saying("Dag {{recipentName}}"))).toMatchObject({ kind: "mail", text: expect.stringContaining("Dag {{recipentName}}") as string });
    for (const content of [saying("{{{reference}}}"), saying("{{#reference}}x{{/reference}}"), saying("{{__proto__}}"), { ...mail, body: 3 }, null]) {
      expect(await show("mail", content)).toEqual({ kind: "none", why: "Er is nog geen voorbeeld. Los eerst op wat onder de velden als fout staat." });
    }
    expect(await show("mail", saying("{{constructor}}"))).toMatchObject({ text: expect.stringContaining("{{constructor}}") as string });
  });

  it("prints letters and makes pictures of their pages, also to a long address, and says where the address does not fit", async () => {
    for (const { template } of letters) {
      const shown = await show("letter", template, { language: "en", addressee: "long" });
      if (shown.kind !== "letter") throw new Error(JSON.stringify(shown));
      expect(shown.pages).toHaveLength(1);
      const [page] = shown.pages;
      expect(Buffer.from(page?.jpeg ?? "", "base64").subarray(0, 2).toString("hex")).toBe("ffd8");
      expect((page?.height ?? 0) / (page?.width ?? 1)).toBeCloseTo(297 / 210, 2);
    }
    const small = { ...letter, layout: { ...letter.layout, window: { ...letter.layout.window, width: 50, height: 25 } } };
    expect(await show("letter", small)).toEqual({ kind: "none", why: translator("nl")("problems:letter.address-too-long") });
  });
});
