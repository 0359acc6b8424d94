import { useTranslation } from "react-i18next";

import type { CertificateStanding } from "#app/domain/customers/certificates/states.ts";

import { StatusTag, type Tone } from "../status-tag.tsx";

const TONES: Readonly<Record<CertificateStanding, Tone>> = { intended: "waiting", valid: "well", succeeded: "plain", "expires-soon": "soon", expired: "plain", revoked: "late" };

/** How a certificate stands, in a word. */
export function Standing({ is }: { is: CertificateStanding }) {
  const { t } = useTranslation("certificates");
  return <StatusTag tone={TONES[is]}>{t(`state.${is}`)}</StatusTag>;
}

/** Why it was revoked, in words; a reason of before that has none is said as it is. */
export function useReason(): (reason: string | null) => string {
  const { t } = useTranslation("customers");
  return (reason) => t(`certificate.reason.${reason ?? "unspecified"}`, { defaultValue: reason ?? "" });
}
