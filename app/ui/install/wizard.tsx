import { Link } from "@remix-run/react";
import { useTranslation } from "react-i18next";

import { PublicLayout } from "#app/ui/public-layout.tsx";
import { useShell } from "#app/ui/shell.tsx";

import { InstallSteps } from "./install-steps.tsx";
import { KeyToFile } from "./key-to-file.tsx";

export type Leave = { id: string; userNumber: string; holder: string; daysLeft: number | null; isSaved: boolean; /** Somebody else may have made the key: the supplier of software. */ mayBeSupplied?: boolean };

/** From leave to file: the steps of the first installation after number and PIN (D5). At the end it says where one logs in, if one does with this certificate. */
export function Wizard({ leave }: { leave: Leave }) {
  const { t } = useTranslation("installation");
  const { logInAt } = useShell();
  const hello = leave.daysLeft === null ? t("key.helloAgain", { holder: leave.holder }) : t("key.hello", { holder: leave.holder, count: leave.daysLeft });
  const { mayBeSupplied = false } = leave;
  return (
    <KeyToFile
      making={{ ...leave, hello, makeAt: "/install/certificate", savedAt: "/install/saved" }}
      stepsBefore={1}
      frame={(step, content) => (
        <PublicLayout aside={<InstallSteps at={step} />} asideLabel={t("steps.label")}>
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
