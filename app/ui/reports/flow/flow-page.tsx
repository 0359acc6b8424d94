import { CircleCheck, CircleX, Hourglass, MessageCircleQuestion } from "lucide-react";
import type { ComponentProps } from "react";
import { useTranslation } from "react-i18next";

import { sayFlow } from "#app/domain/dashboards/say.ts";

import type { DeskFormat } from "../../desk/screen.ts";
import { ExportForm } from "../../export-form.tsx";
import { AsOf, ReportHead } from "../report-head.tsx";
import { Sentence } from "../sentence.tsx";
import { TakeAlong, type TakeAlongPaths } from "../take-along.tsx";
import { useLive } from "../use-live.ts";
import type { WeeklyShown } from "../weekly-mail.tsx";
import { Funnel } from "./funnel.tsx";
import { LeadTimes } from "./lead-times.tsx";
import { Letters, Most, Outcomes } from "./outcomes.tsx";
import type { FlowShown } from "./shown.ts";
import { StandingCards } from "./standing-cards.tsx";
import { Trend } from "./trend.tsx";

const FIELDS = [{ name: "span", always: true }, { name: "type" }, { name: "channel" }, { name: "segment" }];

type Props = Pick<ComponentProps<typeof ReportHead>, "title" | "views" | "values" | "isNarrowed" | "path"> & { asOf: string; shown: FlowShown; exportPath: string; weekly: WeeklyShown; takeAlong: TakeAlongPaths; format: DeskFormat };

/** What went through the office: were we in time, how long does it take, was it right at once; and then as pictures. Keeps up by itself. */
export function FlowPage({ asOf, shown, exportPath, weekly, takeAlong, format, ...head }: Props) {
  const { t } = useTranslation("reports");
  const { isCutOff } = useLive();
  const day = (date: string) => format.dateOnly(`${date}T12:00:00Z`);
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-4">
      <ReportHead view="flow" {...head} fields={FIELDS} choices={shown.choices} acts={<AsOf isCutOff={isCutOff} time={format.time(asOf)} />} />
      <div className="flex flex-wrap items-center justify-between gap-x-6 gap-y-2">
        <p className="text-help">{t("past.stretch", { from: day(shown.from), until: day(shown.until), formerFrom: day(shown.formerFrom), formerUntil: day(shown.formerUntil) })}</p>
        <TakeAlong view="flow" values={head.values} weekly={weekly} paths={takeAlong}>
          <ExportForm action={exportPath} fields={head.values} />
        </TakeAlong>
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
          <Most of="reasons" rows={shown.reasons} format={format} />
          <Most of="questions" rows={shown.questions} format={format} />
        </div>
      </div>
    </div>
  );
}

function Sentences({ say, format }: { say: FlowShown["say"]; format: DeskFormat }) {
  const { t } = useTranslation("reports");
  const isInTime = say.late === 0;
  const { inTime, lead, right } = sayFlow(say, { words: (key, values) => String(t(key, { ...values })), format });
  return (
    <section aria-label={t("say.title")}>
      <ul className="grid gap-3 lg:grid-cols-3">
        <Sentence icon={isInTime ? CircleCheck : CircleX} look={isInTime ? "border-well text-well" : "border-late text-late"} to={isInTime ? null : say.lateTo} aside={inTime.aside}>
          {inTime.text}
        </Sentence>
        <Sentence icon={Hourglass} look="border-petrol text-petrol" to={say.lead === null ? null : say.leadTo} aside={lead.aside}>
          {lead.text}
        </Sentence>
        <Sentence icon={MessageCircleQuestion} look="border-petrol text-petrol" to={say.asked === 0 ? null : say.rightTo} aside={right.aside}>
          {right.text}
        </Sentence>
      </ul>
    </section>
  );
}
