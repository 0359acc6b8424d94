import { useTranslation } from "react-i18next";

import { StatusTag, type Tone } from "../status-tag.tsx";

const TONES = {
  agreement: { active: "well", pending: "waiting", ended: "late", none: "late" },
  account: { active: "well", blocked: "late", ended: "plain" },
  certificate: { intended: "waiting", valid: "well", expired: "plain", revoked: "late" },
  letter: { waiting: "waiting", "in-batch": "waiting", posted: "well", spoilt: "late", returned: "late" },
} as const satisfies Record<string, Record<string, Tone>>;

type Kinds = typeof TONES;

/** How something of a customer stands: an agreement, an account, a certificate or a letter. */
export function State<Kind extends keyof Kinds>({ of, is }: { of: Kind; is: keyof Kinds[Kind] & string }) {
  const { t } = useTranslation("customers");
  const tones: Readonly<Record<string, Tone>> = TONES[of];
  return <StatusTag tone={tones[is] ?? "plain"}>{t(`${of}.state.${is}`)}</StatusTag>;
}

export type Install = { state: "blocked" | "installed" | "late" | "waiting"; daysLeft: number } | null;

/** How far installing is (R110): the days that are left, or what stands in the way. */
export function InstallState({ install }: { install: Install }) {
  const { t } = useTranslation("customers");
  if (install === null) return <span className="text-soft">{t("install.none")}</span>;
  if (install.state === "waiting") return <StatusTag tone={install.daysLeft <= 10 ? "soon" : "waiting"}>{t("install.waiting", { count: install.daysLeft })}</StatusTag>;
  if (install.state === "installed") return <span>{t("install.installed")}</span>;
  return <StatusTag tone="late">{t(`install.${install.state}`)}</StatusTag>;
}
