import { useTranslation } from "react-i18next";

import { DataTable } from "../data-table.tsx";
import { EmptyState } from "../section.tsx";

export type LoginRow = { id: number; at: string; outcome: string; address: string; program: string; system: string };
type DateFormat = { briefDate: (moment: string) => string; time: (moment: string) => string };

/** Who logged in, or tried to: when, how it ended, from which network and with what. */
export function LoginTable({ logins, format }: { logins: readonly LoginRow[]; format: DateFormat }) {
  const { t } = useTranslation("my");
  if (logins.length === 0) return <EmptyState title={t("logins.none")} />;
  return (
    <DataTable
      caption={t("logins.title")}
      rows={logins}
      rowKey={({ id }) => String(id)}
      columns={[
        { key: "at", head: t("logins.at"), cell: ({ at }) => `${format.briefDate(at)}, ${format.time(at)}` },
        { key: "outcome", head: t("logins.how"), cell: ({ outcome }) => t(`logins.outcome.${outcome}`) },
        { key: "with", head: t("logins.with"), cell: ({ program, system }) => t("logins.withOn", { program: t(`logins.program.${program}`), system: t(`logins.system.${system}`) }), wideOnly: true },
        { key: "from", head: t("logins.from"), cell: ({ address }) => <span className="font-mono">{address}</span>, wideOnly: true },
      ]}
    />
  );
}
