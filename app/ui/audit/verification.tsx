import { useTranslation } from "react-i18next";

import type { DeskFormat } from "../desk/screen.ts";
import { Notice, type NoticeKind } from "../notice.tsx";
import { Card } from "../section.tsx";

export type VerificationState = {
  state: "sound" | "damaged" | "stopped" | "late" | "never";
  last: { seals: number; sealedUntil: string | null; endedAt: string } | null;
  running: { seals: number; begunAt: string } | null;
  findings: ReadonlyArray<{ kind: string; text: string }>;
  findingCount: number;
};

const KIND: Record<VerificationState["state"], NoticeKind> = { sound: "well", damaged: "late", stopped: "late", late: "warn", never: "info" };

/** Whether the trail was verified, until where and when (P8), and what was found. */
export function Verification({ verification: { state, last, running, findings, findingCount }, format }: { verification: VerificationState; format: DeskFormat }) {
  const { t } = useTranslation("audit");
  return (
    <Card title={t("verification.title")}>
      <div className="grid gap-2">
        <Notice kind={KIND[state]} title={t(`verification.state.${state}`, { count: findingCount })}>
          {last === null ? null : <p>{t("verification.last", { count: last.seals, seals: format.number(last.seals), when: format.dateTime(last.endedAt) })}</p>}
          {last?.sealedUntil ? <p>{t("verification.until", { when: format.dateTime(last.sealedUntil) })}</p> : null}
          {running === null ? null : <p>{t("verification.running", { seals: format.number(running.seals), when: format.dateTime(running.begunAt) })}</p>}
        </Notice>
        {findings.length === 0 ? null : (
          <details>
            <summary className="inline-flex min-h-6 items-center text-link">{t("verification.findings", { count: findingCount })}</summary>
            <ul className="mt-2 grid list-disc gap-1 pl-5" lang="en">
              {findings.map(({ kind, text }, place) => (
                <li key={place}>
                  <span className="font-mono text-xs">{kind}</span>: {text}
                </li>
              ))}
            </ul>
          </details>
        )}
        <p className="text-help">{t("verification.outside")}</p>
      </div>
    </Card>
  );
}
