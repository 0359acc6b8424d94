import { useTranslation } from "react-i18next";

import type { MailShown } from "./screen.ts";

/** The e-mail that goes out, in the language of who gets it; its links are made only when it is sent. */
export function MailPreview({ mail }: { mail: MailShown }) {
  const { t } = useTranslation("desk");
  return (
    <section aria-label={t("mail.label")} className="grid max-w-text gap-2 rounded-md border border-line bg-paper p-3">
      <p className="text-help">{t("mail.to", { to: mail.to, language: t(`mail.language.${mail.language}`) })}</p>
      <div lang={mail.language} className="grid gap-2">
        <p className="font-semibold">{mail.subject}</p>
        <p className="text-soft whitespace-pre-line">{mail.text}</p>
      </div>
    </section>
  );
}
