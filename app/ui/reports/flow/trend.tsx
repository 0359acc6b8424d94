import { useTranslation } from "react-i18next";

import type { DeskFormat } from "../../desk/screen.ts";
import { Card } from "../../section.tsx";
import { BarredFigure, Counted } from "../parts.tsx";
import type { FlowPart } from "./shown.ts";

const LOOKS = { received: "fill-petrol text-petrol", decided: "fill-waiting text-waiting", done: "fill-well text-well" } as const;

/** What came in, was decided and was done, week by week or month by month: a table in which each row draws itself. */
export function Trend({ buckets, format }: { buckets: FlowPart<"buckets">; format: DeskFormat }) {
  const { t } = useTranslation("reports");
  const most = Math.max(1, ...buckets.flatMap(({ received, decided, done }) => [received.amount, decided.amount, done.amount]));
  const sum = (key: keyof typeof LOOKS) => format.number(buckets.reduce((all, bucket) => all + bucket[key].amount, 0));
  return (
    <Card title={t("trend.title", { received: sum("received"), decided: sum("decided"), done: sum("done") })}>
      <table className="w-full border-collapse text-left text-sm tabular-nums">
        <caption className="sr-only">{t("trend.caption")}</caption>
        <thead>
          <tr className="text-soft">
            <th scope="col"><span className="sr-only">{t("trend.bucket")}</span></th>
            {(["received", "decided", "done"] as const).map((key, place) => (
              <th key={key} scope="col" className={place === 0 ? "py-1 font-semibold" : "py-1 pl-3 font-semibold"}>{t(`trend.${key}`)}</th>
            ))}
          </tr>
        </thead>
        <tbody>
          {buckets.map((bucket) => (
            <tr key={bucket.key}>
              <th scope="row" className="w-px py-0.5 pr-3 font-normal whitespace-nowrap" title={format.date(`${bucket.begins}T12:00:00Z`)}>
                {bucket.name}
                {bucket.isRunning ? <span className="text-soft"> {t("trend.running")}</span> : null}
              </th>
              {(["received", "decided", "done"] as const).map((key, place) => (
                <td key={key} className={place === 0 ? "w-1/3 py-0.5" : "w-1/3 py-0.5 pl-3"}>
                  <BarredFigure
                    most={most}
                    piece={{ key, share: bucket[key].amount, look: LOOKS[key], isHatched: key === "decided" }}
                    to={bucket[key].to}
                    label={t("past.cell", { count: bucket[key].amount, amount: format.number(bucket[key].amount), what: t(`trend.${key}`), when: bucket.name })}
                  >
                    {format.number(bucket[key].amount)}
                  </BarredFigure>
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      <Counted>{t("trend.counts")}</Counted>
    </Card>
  );
}
