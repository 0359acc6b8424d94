import { CircleCheck, CircleX, Hourglass, MessageCircleQuestion } from "lucide-react";
import type { ComponentProps } from "react";
import { useTranslation } from "react-i18next";

import type { DeskFormat } from "../../desk/screen.ts";
import { ExportForm } from "../../export-form.tsx";
import { AsOf, ReportHead } from "../report-head.tsx";
import { Sentence } from "../sentence.tsx";
import { useLive } from "../use-live.ts";
import { Funnel } from "./funnel.tsx";
import { LeadTimes } from "./lead-times.tsx";
import { Letters, Outcomes, Reasons } from "./outcomes.tsx";
import type { FlowShown } from "./shown.ts";
import { StandingCards } from "./standing-cards.tsx";
import { Trend } from "./trend.tsx";

const FIELDS = [{ name: "span", always: true }, { name: "type" }, { name: "channel" }, { name: "segment" }];

type Props = Pick<ComponentProps<typeof ReportHead>, "title" | "views" | "values" | "isNarrowed" | "path"> & { asOf: string; shown: FlowShown; exportPath: string; format: DeskFormat };

/** What went through the office: were we in time, how long does it take, was it right at once; and then as pictures. Keeps up by itself. */
export function FlowPage({ asOf, shown, exportPath, format, ...head }: Props) {
  const { t } = useTranslation("reports");
  const { isCutOff } = useLive();
  const day = (date: string) => format.dateOnly(`${date}T12:00:00Z`);
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-4">
      <ReportHead view="flow" {...head} fields={FIELDS} choices={shown.choices} acts={<AsOf isCutOff={isCutOff} time={format.time(asOf)} />} />
      <div className="flex flex-wrap items-center justify-between gap-x-6 gap-y-2">
        <p className="text-help">{t("past.stretch", { from: day(shown.from), until: day(shown.until), formerFrom: day(shown.formerFrom), formerUntil: day(shown.formerUntil) })}</p>
        <div className="print:hidden">
          <ExportForm action={exportPath} fields={head.values} />
        </div>
      </div>
      <Sentences say={shown.say} format={format} />
      <div className="grid grid-cols-[minmax(0,1fr)] items-start gap-4 lg:grid-cols-2">
        <div className="grid grid-cols-[minmax(0,1fr)] gap-4">
          <Trend buckets={shown.buckets} format={format} />
          <Funnel funnel={shown.funnel} aside={shown.aside} format={format} />
          <Letters letters={shown.letters} format={format} />
          <StandingCards standing={shown.standing} format={format} />
        </div>
        <div className="grid grid-cols-[minmax(0,1fr)] gap-4">
          <LeadTimes stages={shown.stages} types={shown.types} format={format} />
          <Outcomes outcomes={shown.outcomes} ends={shown.ends} hows={shown.hows} format={format} />
          <Reasons reasons={shown.reasons} format={format} />
        </div>
      </div>
    </div>
  );
}

function Sentences({ say, format }: { say: FlowShown["say"]; format: DeskFormat }) {
  const { t } = useTranslation("reports");
  const { decided, late, inTime, inTimeBefore, lead, leadBefore, right, rightBefore, asked } = say;
  const isInTime = late === 0;
  const days = (count: number) => t("past.days", { count });
  return (
    <section aria-label={t("say.title")}>
      <ul className="grid gap-3 lg:grid-cols-3">
        <Sentence icon={isInTime ? CircleCheck : CircleX} look={isInTime ? "border-well text-well" : "border-late text-late"} to={isInTime ? null : say.lateTo} aside={inTimeBefore === null ? null : t("past.beforeShare", { percent: inTimeBefore })}>
          {decided === 0 ? t("past.inTime.none") : isInTime ? t("past.inTime.all", { count: decided, amount: format.number(decided) }) : t("past.inTime.some", { percent: inTime, count: late, late: format.number(late), amount: format.number(decided) })}
        </Sentence>
        <Sentence icon={Hourglass} look="border-petrol text-petrol" to={lead === null ? null : say.leadTo} aside={leadBefore === null ? null : t("past.beforeLead", { median: days(leadBefore.median), p90: days(leadBefore.p90) })}>
          {lead === null ? t("past.lead.none") : t("past.lead.some", { median: days(lead.median), p90: days(lead.p90) })}
        </Sentence>
        <Sentence icon={MessageCircleQuestion} look="border-petrol text-petrol" to={asked === 0 ? null : say.rightTo} aside={rightBefore === null ? null : t("past.beforeShare", { percent: rightBefore })}>
          {right === null ? t("past.right.none") : asked === 0 ? t("past.right.all") : t("past.right.some", { percent: right, count: asked, asked: format.number(asked) })}
        </Sentence>
      </ul>
    </section>
  );
}
