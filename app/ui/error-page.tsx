import { useTranslation } from "react-i18next";

import { LinkButton } from "./button.tsx";
import { PublicLayout } from "./public-layout.tsx";
import { PageTitle } from "./section.tsx";
import { useShell } from "./shell.tsx";
import { StaffLayout } from "./staff-layout.tsx";

const WORDED = [403, 404, 409, 429, 500, 503];

/**
 * What a reader sees when a page cannot be shown: what happened, what to do, and what to read out on the phone. `message` is the sentence
 * for the problem where there is a more precise one than the status has.
 */
export function ErrorPage({ status, message, correlationId }: { status: number; message?: string; correlationId?: string }) {
  const { t } = useTranslation("common");
  const shell = useShell();
  const worded = WORDED.includes(status) ? status : status < 500 ? 404 : 500;
  const number = correlationId ?? shell.correlationId;
  // Only pages for staff refuse a role: whoever is refused there keeps the menu of what they may see.
  const atDesk = shell.staff !== null && (status === 403 || shell.staff.menu.some(({ to }) => shell.here.startsWith(to)));
  const Frame = atDesk ? StaffLayout : PublicLayout;
  return (
    <Frame>
      <PageTitle title={t(`errorPage.${worded}.title`)} />
      <p className="max-w-text">{message ?? t(`errorPage.${worded}.text`)}</p>
      {number === "" ? null : (
        <p className="max-w-text text-soft">{t("errorPage.call", { phone: shell.office.phoneShown, correlationId: number })}</p>
      )}
      <p>
        <LinkButton to={atDesk ? (shell.staff?.menu[0]?.to ?? "/") : "/"} look="other" size={atDesk ? "small" : "large"}>
          {t("errorPage.home")}
        </LinkButton>
      </p>
    </Frame>
  );
}
