import { Link } from "@remix-run/react";
import { useTranslation } from "react-i18next";

import type { DeskFormat } from "../desk/screen.ts";
import { StatusTag } from "../status-tag.tsx";

type Of = { serial: string; to: string | null };
export type ReissueShown = {
  id: string;
  user: { name: string; userNumber: string; to: string | null };
  /** In words. */
  differs: string;
  state: "open" | "issued" | "lapsed" | "overtaken";
  openedAt: string;
  until: string;
  endedAt: string | null;
  former: Of;
  successor: Of | null;
};

const TONES = { open: "waiting", issued: "well", lapsed: "late", overtaken: "plain" } as const;

/** Certificates that had or have to be replaced because of what they say (R107): nothing to do for staff, their holders do it. `here`: the certificate or the account whose page it is. */
export function Reissues({ lines, here, format }: { lines: readonly ReissueShown[]; here: "account" | "certificate" | "request" | "move"; format: DeskFormat }) {
  const { t } = useTranslation("common");
  return (
    <ul className="grid">
      {lines.map(({ id, user, differs, state, until, endedAt, former, successor }) => (
        <li key={id} className="grid gap-1 border-b border-line py-2 first:pt-0 last:border-0 last:pb-0">
          <span className="flex flex-wrap items-baseline justify-between gap-x-4 gap-y-1">
            <span>
              {here === "account" ? null : (
                <>
                  {user.to === null ? <span className="font-mono">{user.userNumber}</span> : <Link to={user.to} className="inline-flex min-h-6 items-center font-mono text-link">{user.userNumber}</Link>} {user.name} ·{" "}
                </>
              )}
              {t("reissue.differs", { differs })}
            </span>
            <StatusTag tone={TONES[state]}>{t(`reissue.state.${state}`)}</StatusTag>
          </span>
          <span className="text-help">{t(`reissue.sentence.${state}`, { until: format.dateTime(until), ended: endedAt === null ? "" : format.dateTime(endedAt) })}</span>
          <span className="flex flex-wrap gap-x-4">
            <Certificate of={former} words={t("reissue.former")} />
            {successor === null ? null : <Certificate of={successor} words={t("reissue.successor")} />}
          </span>
        </li>
      ))}
    </ul>
  );
}

function Certificate({ of: { to }, words }: { of: Of; words: string }) {
  return to === null ? null : <Link to={to} className="inline-flex min-h-6 items-center text-link">{words}</Link>;
}
