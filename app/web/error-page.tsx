import { isRouteErrorResponse, useRouteError } from "@remix-run/react";
import { useTranslation } from "react-i18next";

import { LinkButton } from "#app/ui/button.tsx";
import { PublicLayout } from "#app/ui/public-layout.tsx";
import { PageTitle } from "#app/ui/section.tsx";
import { useShell } from "#app/ui/shell.tsx";
import { StaffLayout } from "#app/ui/staff-layout.tsx";

import { isActionProblem } from "./problems.ts";

const WORDED = [403, 404, 409, 429, 500, 503];

/** What a reader sees when a page cannot be shown: what happened, what to do, and what to read out on the phone. */
export function ErrorPage() {
  const { t } = useTranslation("common");
  const shell = useShell();
  const error = useRouteError();
  const status = isRouteErrorResponse(error) ? error.status : 500;
  const problem = isRouteErrorResponse(error) && isActionProblem(error.data) ? error.data.problem : null;
  const worded = WORDED.includes(status) ? status : status < 500 ? 404 : 500;
  const correlationId = problem?.correlationId ?? shell.correlationId;
  const isGeneral = problem === null || problem.code.startsWith("page.") || problem.code.startsWith("office.");
  const title = t(`errorPage.${worded}.title`);
  const Frame = shell.staff !== null && shell.here.startsWith("/desk") ? StaffLayout : PublicLayout;
  return (
    <Frame>
      <PageTitle title={title} />
      <p className="max-w-text">{isGeneral ? t(`errorPage.${worded}.text`) : problem.message}</p>
      {correlationId === "" ? null : (
        <p className="max-w-text text-soft">{t("errorPage.call", { phone: shell.office.phoneShown, correlationId })}</p>
      )}
      <p>
        <LinkButton to={Frame === StaffLayout ? "/desk" : "/"} look="other">
          {t("errorPage.home")}
        </LinkButton>
      </p>
    </Frame>
  );
}
