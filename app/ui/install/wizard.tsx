import { Link } from "@remix-run/react";
import { useTranslation } from "react-i18next";

import { Notice } from "#app/ui/notice.tsx";
import { PublicLayout } from "#app/ui/public-layout.tsx";
import { useShell } from "#app/ui/shell.tsx";

import { InstallSteps } from "./install-steps.tsx";
import { KeyToFile } from "./key-to-file.tsx";

export type Leave = { id: string; userNumber: string; holder: string; daysLeft: number | null; isSaved: boolean; /** A key of software or of tests may have been made by somebody else: the supplier. */ kind: "personal" | "system" | "test"; /** ISO 8601. */ validUntil: string; /** A certificate that still works goes when the new one is there (R107). */ replaces?: boolean };

/** From leave to file: the steps of the first installation after number and PIN (D5). At the end it says where one logs in, if one does with this certificate. */
export function Wizard({ leave, date }: { leave: Leave; /** How the office writes a day. */ date: (iso: string) => string }) {
  const { t } = useTranslation("installation");
  const { logInAt } = useShell();
  const greeting = leave.daysLeft === null ? t("key.helloAgain", { holder: leave.holder }) : t("key.hello", { holder: leave.holder, count: leave.daysLeft });
  const mayBeSupplied = leave.kind !== "personal";
  const hello = leave.replaces ? `${greeting} ${t("key.replaces")}` : greeting;
  return (
    <KeyToFile
      making={{ ...leave, hello: `${hello} ${t("key.validUntil", { date: date(leave.validUntil) })}`, makeAt: "/install/certificate", savedAt: "/install/saved" }}
      stepsBefore={1}
      frame={(step, content) => (
        <PublicLayout aside={<InstallSteps at={step} />} asideLabel={t("steps.label")}>
          {leave.kind === "test" ? <Notice kind="info">{t("supplied.test")}</Notice> : null}
          {content}
        </PublicLayout>
      )}
      instead={
        !mayBeSupplied ? null : (
          <Link to="/install/signing-request" className="inline-flex min-h-6 items-center justify-self-start text-link">
            {t("supplied.offer")}
          </Link>
        )
      }
      besidesFile={
        !mayBeSupplied ? null : (
          <a href="/install/chain" download="certificaat.pem" className="inline-flex min-h-6 items-center justify-self-start text-link">
            {t("supplied.saveChain")}
          </a>
        )
      }
      afterwards={
        mayBeSupplied ? null : (
          <p className="max-w-text">
            {t("open.logIn")}{" "}
            <a href={logInAt} className="break-all text-link">
              {logInAt}
            </a>
          </p>
        )
      }
    />
  );
}
