import { Form } from "@remix-run/react";
import { Printer } from "lucide-react";
import { useTranslation } from "react-i18next";

import { Button } from "../button.tsx";
import { DataTable } from "../data-table.tsx";
import { Section } from "../section.tsx";
import type { KeyShown, ParcelShown } from "./batch.ts";
import { ParcelMark } from "./letter-list.tsx";

type Letter = { id: string; reference: string; addressee: string[]; language: string; madeAt: string; title: string | null; parcel: ParcelShown | null };
type Face = {
  /** The oldest letters, and how many there are. */
  tray: { key: KeyShown; letters: readonly Letter[]; total: number };
  mayPrint: boolean;
  /** Where a batch is made. */
  action: string;
  format: { number(amount: number): string; shortDate(moment: string): string; time(moment: string): string };
};

/** So many letters come into one batch. */
const LARGEST_BATCH = 100;

/** The letters that wait for one key, with the button that puts them into a batch. */
export function Tray({ tray: { key, letters, total }, mayPrint, action, format }: Face) {
  const { t } = useTranslation("print-room");
  return (
    <Section title={t("tray.title", { count: total })}>
      <div className="flex flex-wrap items-center justify-between gap-x-6 gap-y-2">
        <p>
          {t(key.isFormer ? "tray.formerKey" : "tray.key")} <span className="font-mono">{key.mark}</span>
        </p>
        {mayPrint ? (
          <Form method="post" action={action}>
            <input type="hidden" name="keyId" value={key.id} />
            <Button size="small" icon={Printer}>
              {t("makeBatch", { count: Math.min(total, LARGEST_BATCH) })}
            </Button>
          </Form>
        ) : null}
      </div>
      {letters.length < total ? <p className="text-soft">{t("tray.oldest", { number: format.number(letters.length) })}</p> : null}
      <DataTable
        caption={t("tray.caption")}
        rows={letters}
        rowKey={({ id }) => id}
        columns={[
          { key: "reference", head: t("column.reference"), cell: ({ reference }) => <span className="font-mono whitespace-nowrap">{reference}</span> },
          { key: "addressee", head: t("column.addressee"), cell: ({ addressee, title, parcel }) => <span className="flex flex-wrap gap-x-3">{addressee[0]} {title === null ? null : <span className="text-soft">{title}</span>} <ParcelMark parcel={parcel} /></span> },
          { key: "town", head: t("column.town"), cell: ({ addressee }) => addressee.at(-1), wideOnly: true },
          { key: "language", head: t("column.language"), cell: ({ language }) => t(`language.${language}`), wideOnly: true },
          { key: "made", head: t("column.made"), cell: ({ madeAt }) => <span className="sm:whitespace-nowrap">{`${format.shortDate(madeAt)} ${format.time(madeAt)}`}</span> },
        ]}
      />
    </Section>
  );
}
