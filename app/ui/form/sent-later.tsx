import { useTranslation } from "react-i18next";

import { Notice } from "../notice.tsx";
import { LikelyAddress, type Likely } from "./likely-address.tsx";

/** Where the link went that opens a form again. Of an address that looks mistyped it says that first, and not that nobody else has the link. */
export function SentLater({ sentTo, likely }: { sentTo: string; likely: Likely | null }) {
  const { t } = useTranslation("public");
  return (
    <>
      {likely === null ? null : <LikelyAddress likely={likely} act={t("later.to", { email: likely.suggestion })} />}
      <Notice kind="well" live>
        <p>{likely === null ? `${t("later.sent", { email: sentTo })} ${t("later.yoursAlone")}` : t("later.sent", { email: sentTo })}</p>
      </Notice>
    </>
  );
}
