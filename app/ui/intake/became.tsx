import { Link } from "@remix-run/react";
import { useTranslation } from "react-i18next";

import { Notice } from "../notice.tsx";
import type { BecameShown } from "./shown.ts";

/** What became of what came in, with the way to its request. */
export function Became({ of: { sender, as, request } }: { of: BecameShown }) {
  const { t } = useTranslation("intake");
  return (
    <Notice kind="well" live>
      <p>{t(`became.${as}`, { sender, reference: request?.reference ?? "" })}</p>
      {request === null ? null : (
        <p>
          <Link to={request.to} className="text-link">
            {t("became.toRequest", { reference: request.reference })}
          </Link>
        </p>
      )}
    </Notice>
  );
}
