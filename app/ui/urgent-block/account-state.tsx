import { useTranslation } from "react-i18next";

import { StatusTag, type Tone } from "../status-tag.tsx";

export type AccountStatus = "active" | "blocked" | "ended";
const tones: Record<AccountStatus, Tone> = { active: "well", blocked: "late", ended: "plain" };

/** Whether an account works, in a word. */
export function AccountState({ status }: { status: AccountStatus }) {
  const { t } = useTranslation("urgent-block");
  return <StatusTag tone={tones[status]}>{t(`status.${status}`)}</StatusTag>;
}
