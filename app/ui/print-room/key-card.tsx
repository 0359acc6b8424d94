import { useTranslation } from "react-i18next";

import { LinkButton } from "../button.tsx";
import { Card, DefinitionList } from "../section.tsx";
import { StatusTag, type Tone } from "../status-tag.tsx";
import type { BatchFormat } from "./batch.ts";

export type KeyCardShown = {
  id: string;
  mark: string;
  state: "in-use" | "former" | "lost";
  since: string;
  letters: number;
  lost: { at: string; by: string; reason: string } | null;
  toLoss: string | null;
};

const TONES: Record<KeyCardShown["state"], Tone> = { "in-use": "well", former: "plain", lost: "late" };

/** One key of the print room: what it is called, and what only it opens. */
export function KeyCard({ shown: { id, mark, state, since, letters, lost, toLoss }, format }: { shown: KeyCardShown; format: BatchFormat }) {
  const { t } = useTranslation("print-room");
  return (
    <Card title={<span className="font-mono">{mark}</span>} aside={<StatusTag tone={TONES[state]}>{t(`keys.state.${state}`)}</StatusTag>}>
      <div className="grid gap-4">
        <DefinitionList
          facts={[
            { label: t("keys.thumbprint"), value: <span className="font-mono break-all">{id}</span> },
            { label: t("keys.since"), value: format.dateOnly(since) },
            { label: t(lost ? "keys.toReplace" : "keys.toOpen"), value: t("keys.letters", { count: letters }) },
            { label: t("keys.lostWhen"), value: lost && t("keys.lostBy", { moment: format.dateTime(lost.at), name: lost.by }) },
            { label: t("keys.reason"), value: lost?.reason },
          ]}
        />
        {state === "in-use" ? <p className="text-help">{t("keys.inUseLost")}</p> : null}
        {toLoss === null ? null : (
          <div>
            <LinkButton to={toLoss} size="small" look="other">
              {t("keys.toLoss")}
            </LinkButton>
          </div>
        )}
      </div>
    </Card>
  );
}
