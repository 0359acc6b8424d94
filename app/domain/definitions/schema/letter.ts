import { z } from "zod";
import { LetterBlock, TemplateVariable, TemplateWording } from "./template.ts";

const A4_WIDTH = 210;

/** Measures in millimetres from the top left corner of the A4 page; the window lies on the page and above the fold (D21). */
export const LetterLayoutSchema = z
  .strictObject({
    envelope: z.enum(["C5", "EA5"]),
    window: z.strictObject({ left: z.number().min(0), top: z.number().min(0), width: z.number().min(50), height: z.number().min(25) }),
    fold: z.number().min(90).max(200),
  })
  .refine(({ window, fold }) => window.left + window.width <= A4_WIDTH && window.top + window.height < fold, { error: "template.window-off-page" });

/**
 * A letter as the office may change it: `templates/letters/<id>.json` (R119, D21, D22). Only a letter of kind `pin` may hold a PIN (D7).
 * What zod cannot see, `checkTemplate` finds.
 */
export const LetterTemplate = z.strictObject({
  medium: z.literal("letter"),
  kind: z.enum(["pin", "plain"]),
  id: z.string().regex(/^[a-z][a-z0-9-]*$/),
  title: TemplateWording,
  variables: z.array(TemplateVariable),
  layout: LetterLayoutSchema,
  subject: TemplateWording,
  body: z.strictObject({ nl: z.array(LetterBlock), en: z.array(LetterBlock) }),
});
export type LetterTemplate = z.infer<typeof LetterTemplate>;
