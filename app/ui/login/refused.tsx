import { useTranslation } from "react-i18next";

import { LinkButton } from "../button.tsx";
import { PublicLayout } from "../public-layout.tsx";
import { PageTitle } from "../section.tsx";
import { useShell } from "../shell.tsx";

/** Where each refusal leads; the others can only phone, or choose another certificate. */
const NEXT: Readonly<Record<string, "install" | "apply">> = { expired: "install", "expired-always": "install", "expired-for-good": "apply", revoked: "apply", ended: "apply" };

type Refusal = { why: string; date: string | null; until: string | null; format: { date: (moment: string) => string }; install: string; apply: string };

/** Why this certificate does not let its holder in, and what to do: one page for each reason. */
export function Refused({ why, date, until, format, install, apply }: Refusal) {
  const { t } = useTranslation("login");
  const { office } = useShell();
  const next = NEXT[why];
  const said = { date: date === null ? "" : format.date(date), until: until === null ? "" : format.date(until), phone: office.phoneShown };
  return (
    <PublicLayout>
      <PageTitle title={t(`refused.${why}.title`)} lead={t(`refused.${why}.why`, said)} />
      <p className="max-w-text">{t(`refused.${why}.next`, said)}</p>
      {next === undefined ? null : (
        <LinkButton to={next === "install" ? install : apply} className="justify-self-start">
          {t(`refused.act.${next}`)}
        </LinkButton>
      )}
      <p className="max-w-text text-help">{t("refused.other")}</p>
    </PublicLayout>
  );
}
