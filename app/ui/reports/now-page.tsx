import { CircleCheck, CircleX, Clock, Hourglass, Wrench } from "lucide-react";
import type { ComponentProps } from "react";
import { useTranslation } from "react-i18next";

import type { DeskFormat } from "../desk/screen.ts";
import { DuePicture, FlowPicture } from "./day-pictures.tsx";
import { OpenTable } from "./open-table.tsx";
import { AsOf, ReportHead } from "./report-head.tsx";
import { Sentence } from "./sentence.tsx";
import type { NowShown } from "./shown.ts";
import { TermsPicture } from "./terms-picture.tsx";
import { useLive } from "./use-live.ts";

const FILTERS = [{ name: "type" }, { name: "channel" }, { name: "segment" }];

type Props = { title: string; views: ComponentProps<typeof ReportHead>["views"]; values: Readonly<Record<string, string>>; isNarrowed: boolean; shown: NowShown; path: string; jobsPath: string; format: DeskFormat };

/** Are we on time, where does it hurt, what comes: in three sentences, and then as pictures. Keeps up by itself. */
export function NowPage({ title, views, values, isNarrowed, shown, path, jobsPath, format }: Props) {
  const { isCutOff } = useLive();
  const amount = shown.terms.over + shown.terms.ending + shown.terms.ample;
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-4">
      <ReportHead view="now" title={title} views={views} path={path} fields={FILTERS} values={values} isNarrowed={isNarrowed} choices={shown.choices} acts={<AsOf isCutOff={isCutOff} time={format.time(shown.asOf)} />} />
      <Sentences shown={shown} amount={amount} jobsPath={jobsPath} format={format} />
      <div className="grid grid-cols-[minmax(0,1fr)] items-start gap-4 lg:grid-cols-2">
        <div className="grid grid-cols-[minmax(0,1fr)] gap-4">
          <TermsPicture stages={shown.stages} amount={amount} format={format} />
          <DuePicture due={shown.due} thisWeek={shown.thisWeek} friday={shown.friday} format={format} />
        </div>
        <FlowPicture days={shown.days} format={format} />
      </div>
      <OpenTable table={shown.table} channels={shown.channels} format={format} />
    </div>
  );
}

function Sentences({ shown: { terms, worst, late, stuck, thisWeek, friday }, amount, jobsPath, format }: { shown: NowShown; amount: number; jobsPath: string; format: DeskFormat }) {
  const { t } = useTranslation("reports");
  const percent = amount === 0 ? 100 : Math.floor(((amount - terms.over) / amount) * 100);
  const isOnTime = terms.over === 0;
  const onTime = amount === 0 ? t("say.onTime.none") : isOnTime ? t("say.onTime.all", { count: amount, amount: format.number(amount) }) : t("say.onTime.late", { count: terms.over, over: format.number(terms.over), amount: format.number(amount), percent });
  return (
    <section aria-label={t("say.title")}>
      <ul className="grid gap-3 lg:grid-cols-3">
        <Sentence icon={isOnTime ? CircleCheck : CircleX} look={isOnTime ? "border-well text-well" : "border-late text-late"} to={isOnTime ? null : late}>
          {onTime}
        </Sentence>
        <Sentence icon={worst ? Hourglass : CircleCheck} look={worst ? "border-soon text-soon" : "border-well text-well"} to={worst?.to ?? null}>
          {worst ? t("say.hurts.most", { ...worst, over: format.number(worst.over), amount: format.number(worst.amount) }) : t("say.hurts.none")}
        </Sentence>
        <Sentence icon={Clock} look="border-petrol text-petrol" to={thisWeek.amount === 0 ? null : thisWeek.to}>
          {thisWeek.amount === 0 ? t("say.comes.none", { friday: format.date(`${friday}T12:00:00Z`) }) : t("say.comes.some", { count: thisWeek.amount, amount: format.number(thisWeek.amount), friday: format.date(`${friday}T12:00:00Z`) })}
        </Sentence>
        {stuck === 0 ? null : (
          <Sentence icon={Wrench} look="border-late text-late" to={jobsPath}>
            {t("say.stuck", { count: stuck, amount: format.number(stuck) })}
          </Sentence>
        )}
      </ul>
    </section>
  );
}
