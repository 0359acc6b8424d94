import { z } from "zod";
import { MailBlock, TemplateVariable, TemplateWording } from "./template.ts";

/** An e-mail as the office may change it: `templates/mail/<id>.json` (R119, D22). What zod cannot see, `checkTemplate` finds. */
export const MailTemplate = z.strictObject({
  medium: z.literal("mail"),
  id: z.string().regex(/^[a-z][a-z0-9-]*$/),
  title: TemplateWording,
  variables: z.array(TemplateVariable),
  subject: TemplateWording,
  body: z.strictObject({ nl: z.array(MailBlock), en: z.array(MailBlock) }),
});
export type MailTemplate = z.infer<typeof MailTemplate>;
