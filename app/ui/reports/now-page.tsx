import { CircleCheck, CircleX, Clock, Hourglass, Wrench } from "lucide-react";
import type { ComponentProps } from "react";
import { useTranslation } from "react-i18next";

import { sayNow } from "#app/domain/dashboards/say.ts";

import type { DeskFormat } from "../desk/screen.ts";
import { DuePicture, FlowPicture } from "./day-pictures.tsx";
import { OpenTable } from "./open-table.tsx";
import { AsOf, ReportHead } from "./report-head.tsx";
import { Sentence } from "./sentence.tsx";
import type { NowShown } from "./shown.ts";
import { TakeAlong, type TakeAlongPaths } from "./take-along.tsx";
import { TermsPicture } from "./terms-picture.tsx";
import { useLive } from "./use-live.ts";
import type { WeeklyShown } from "./weekly-mail.tsx";

const FILTERS = [{ name: "type" }, { name: "channel" }, { name: "segment" }];

type Props = { title: string; views: ComponentProps<typeof ReportHead>["views"]; values: Readonly<Record<string, string>>; isNarrowed: boolean; shown: NowShown; path: string; weekly: WeeklyShown; takeAlong: TakeAlongPaths; jobsPath: string; format: DeskFormat };

/** Are we on time, where does it hurt, what comes: in three sentences, and then as pictures. Keeps up by itself. */
export function NowPage({ title, views, values, isNarrowed, shown, path, weekly, takeAlong, jobsPath, format }: Props) {
  const { isCutOff } = useLive();
  const amount = shown.terms.over + shown.terms.ending + shown.terms.ample;
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-4">
      <ReportHead view="now" title={title} views={views} path={path} fields={FILTERS} values={values} isNarrowed={isNarrowed} choices={shown.choices} acts={<AsOf isCutOff={isCutOff} time={format.time(shown.asOf)} />} />
      <TakeAlong view="now" values={values} weekly={weekly} paths={takeAlong} />
      <Sentences shown={shown} jobsPath={jobsPath} format={format} />
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

function Sentences({ shown, jobsPath, format }: { shown: NowShown; jobsPath: string; format: DeskFormat }) {
  const { t } = useTranslation("reports");
  const { terms, worst, late, thisWeek } = shown;
  const isOnTime = terms.over === 0;
  const said = sayNow(shown, { words: (key, values) => String(t(key, { ...values })), format });
  return (
    <section aria-label={t("say.title")}>
      <ul className="grid gap-3 lg:grid-cols-3">
        <Sentence icon={isOnTime ? CircleCheck : CircleX} look={isOnTime ? "border-well text-well" : "border-late text-late"} to={isOnTime ? null : late}>
          {said.onTime}
        </Sentence>
        <Sentence icon={worst ? Hourglass : CircleCheck} look={worst ? "border-soon text-soon" : "border-well text-well"} to={worst?.to ?? null}>
          {said.hurts}
        </Sentence>
        <Sentence icon={Clock} look="border-petrol text-petrol" to={thisWeek.amount === 0 ? null : thisWeek.to}>
          {said.comes}
        </Sentence>
        {said.stuck === null ? null : (
          <Sentence icon={Wrench} look="border-late text-late" to={jobsPath}>
            {said.stuck}
          </Sentence>
        )}
      </ul>
    </section>
  );
}
