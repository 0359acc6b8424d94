import { sampleLetter, sampleMail, type SampleAddressee } from "#app/domain/correspondence/sample.ts";
import type { LetterPress } from "#app/domain/correspondence/ports.ts";
import type { Branding } from "#app/domain/correspondence/branding.ts";
import { LetterTemplate } from "#app/domain/definitions/schema/letter.ts";
import { MailTemplate } from "#app/domain/definitions/schema/mail.ts";
import type { ScanRoom } from "#app/domain/files/ports.ts";
import type { Language } from "#app/domain/people.ts";
import { isProblem } from "#app/domain/problem.ts";

import { translator, type Translate } from "./i18n.server.ts";

/** What a draft of a letter or an e-mail looks like, or in a sentence why it cannot be shown yet. Pages are JPEG, as base64. */
export type TemplatePreview =
  | { kind: "mail"; subject: string; text: string; html: string }
  | { kind: "letter"; pages: ReadonlyArray<{ jpeg: string; width: number; height: number }> }
  | { kind: "none"; why: string };

type Means = { press: LetterPress; scans: ScanRoom; branding: Branding; baseUrl: string; now: Date; t: Translate };
type Asked = { kind: "mail" | "letter"; content: unknown; language: Language; addressee: SampleAddressee };

/**
 * A draft as it would be sent or printed, filled with examples (R119): the e-mail by what writes e-mails, the letter by the press that draws letters, whose pages are then made pictures
 * of as of any other PDF. Nothing is kept.
 */
export async function previewTemplate({ press, scans, branding, baseUrl, now, t }: Means, { kind, content, language, addressee }: Asked): Promise<TemplatePreview> {
  const sampling = { language, branding, now, baseUrl, word: wordIn(translator(language)) };
  try {
    if (kind === "mail") return { kind, ...sampleMail(MailTemplate.parse(content), sampling) };
    const pdf = await press.draw(sampleLetter(LetterTemplate.parse(content), addressee, sampling));
    const { pages } = await scans.read(pdf);
    return { kind, pages: pages.map(({ jpeg, width, height }) => ({ jpeg: Buffer.from(jpeg).toString("base64"), width, height })) };
  } catch (error) {
    if (isProblem(error)) return { kind: "none", why: t(`problems:${error.code}`, error.details) };
    // A shape that is half done, or a tag that is no blank: the findings beside it say which.
    if (isUnfinished(error)) return { kind: "none", why: t("studio:template.unfinished") };
    throw error;
  }
}

const isUnfinished = (error: unknown): boolean => error instanceof SyntaxError || (error instanceof Error && error.name === "ZodError");

/** The example of a blank, as the editor shows it too; null for a blank that it has no words for. */
function wordIn(t: Translate): (name: string) => string | null {
  return (name) => t(`studio:template.value.${name}.sample`, { defaultValue: "" }) || null;
}
