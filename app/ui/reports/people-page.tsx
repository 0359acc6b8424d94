import { Eye, Inbox } from "lucide-react";
import type { ComponentProps } from "react";
import { useTranslation } from "react-i18next";

import type { DeskFormat } from "../desk/screen.ts";
import { Card } from "../section.tsx";
import { BarredFigure, Counted } from "./parts.tsx";
import { AsOf, ReportHead } from "./report-head.tsx";
import { Sentence } from "./sentence.tsx";
import { useLive } from "./use-live.ts";

const FIELDS = [{ name: "span", always: true }, { name: "type" }, { name: "channel" }, { name: "segment" }];
const AMOUNTS = ["inHand", "decided", "second"] as const;
const HEADS = { inHand: "people.hands", decided: "people.decided", second: "people.second" } as const;
const LOOKS = { inHand: "fill-petrol text-petrol", decided: "fill-waiting text-waiting", second: "fill-well text-well" } as const;

type Amount = { amount: number; to: string };
type Props = Pick<ComponentProps<typeof ReportHead>, "title" | "views" | "values" | "isNarrowed" | "path" | "choices"> & {
  asOf: string;
  from: string;
  until: string;
  staff: ReadonlyArray<{ id: string; name: string; to: Readonly<Record<(typeof AMOUNTS)[number], string>> } & Readonly<Record<(typeof AMOUNTS)[number], number>>>;
  unassigned: Amount;
  fourEyes: Amount;
  format: DeskFormat;
};

/** What waits for somebody, and what each has in hand and did: by name, so that nobody is on top. */
export function PeoplePage({ asOf, from, until, staff, unassigned, fourEyes, format, ...head }: Props) {
  const { t } = useTranslation("reports");
  const { isCutOff } = useLive();
  const say = (of: Amount, key: string) => (of.amount === 0 ? t(`people.${key}_none`) : t(`people.${key}`, { count: of.amount, amount: format.number(of.amount) }));
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-4">
      <ReportHead view="people" {...head} fields={FIELDS} acts={<AsOf isCutOff={isCutOff} time={format.time(asOf)} />} />
      <p className="text-help">{t("behind.narrowed", { from: format.dateOnly(`${from}T12:00:00Z`), until: format.dateOnly(`${until}T12:00:00Z`) })}</p>
      <ul className="grid gap-3 lg:grid-cols-2">
        <Sentence icon={Inbox} look="border-petrol text-petrol" to={unassigned.amount === 0 ? null : unassigned.to}>
          {say(unassigned, "unassigned")}
        </Sentence>
        <Sentence icon={Eye} look="border-petrol text-petrol" to={fourEyes.amount === 0 ? null : fourEyes.to}>
          {say(fourEyes, "fourEyes")}
        </Sentence>
      </ul>
      <Card title={t("people.title")}>
        {staff.length === 0 ? <p className="text-soft">{t("people.nobody")}</p> : <Workloads staff={staff} format={format} />}
        <Counted>{t("people.counts")}</Counted>
      </Card>
    </div>
  );
}

function Workloads({ staff, format }: Pick<Props, "staff" | "format">) {
  const { t } = useTranslation("reports");
  const most = (key: (typeof AMOUNTS)[number]) => Math.max(1, ...staff.map((one) => one[key]));
  return (
    <table className="w-full border-collapse text-left text-sm tabular-nums">
      <caption className="sr-only">{t("people.caption")}</caption>
      <thead>
        <tr className="border-b border-edge text-soft">
          <th scope="col" className="py-1 pr-3 font-semibold">{t("people.name")}</th>
          {AMOUNTS.map((key) => (
            <th key={key} scope="col" className="py-1 pl-3 font-semibold">{t(HEADS[key])}</th>
          ))}
        </tr>
      </thead>
      <tbody>
        {staff.map((one) => (
          <tr key={one.id} className="border-b border-line">
            <th scope="row" className="py-1 pr-3 font-normal">{one.name}</th>
            {AMOUNTS.map((key) => (
              <td key={key} className="w-1/4 py-1 pl-3">
                <BarredFigure most={most(key)} piece={{ key, share: one[key], look: LOOKS[key], isHatched: key === "decided" }} to={one.to[key]} label={`${one.name}: ${format.number(one[key])} ${t(HEADS[key])}`}>
                  {format.number(one[key])}
                </BarredFigure>
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
