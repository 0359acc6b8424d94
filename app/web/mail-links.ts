import { PREVIEW_LINK, type MailPreview } from "#app/domain/correspondence/preview.ts";

/** An e-mail to look at: words where its personal links will stand. */
export function shownLinks(mail: MailPreview, t: (key: string) => string): MailPreview {
  return { ...mail, text: mail.text.replaceAll(PREVIEW_LINK, `[${t("desk:mail.link")}]`) };
}
