import { Form, Link } from "@remix-run/react";
import { CircleCheck, CircleX, Clock, Filter, Hourglass, type LucideIcon, Wrench } from "lucide-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { Button } from "../button.tsx";
import type { DeskFormat } from "../desk/screen.ts";
import { Select } from "../field.tsx";
import { PageTitle } from "../section.tsx";
import { DuePicture, FlowPicture } from "./day-pictures.tsx";
import { OpenTable } from "./open-table.tsx";
import type { NowShown } from "./shown.ts";
import { TermsPicture } from "./terms-picture.tsx";
import { useLive } from "./use-live.ts";

const FILTERS = ["type", "channel", "segment"] as const;

type Props = { title: string; values: Readonly<Record<(typeof FILTERS)[number], string>>; isNarrowed: boolean; shown: NowShown; path: string; jobsPath: string; format: DeskFormat };

/** Are we on time, where does it hurt, what comes: in three sentences, and then as pictures. Keeps up by itself. */
export function NowPage({ title, values, isNarrowed, shown, path, jobsPath, format }: Props) {
  const { t } = useTranslation("reports");
  const { isCutOff } = useLive();
  const amount = shown.terms.over + shown.terms.ending + shown.terms.ample;
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-4">
      <PageTitle title={title} lead={t("lead")} acts={<AsOf isCutOff={isCutOff} time={format.time(shown.asOf)} />} />
      <Form method="get" action={path} key={JSON.stringify(values)} aria-label={t("filter.title")} className="flex flex-wrap items-end gap-3 print:hidden">
        {FILTERS.map((name) => (
          <div key={name} className="min-w-0 max-sm:w-full sm:min-w-48">
            <Select name={name} id={`filter-${name}`} label={t(`desk-list:filter.${name}`)} choices={shown.choices[name]} placeholder={t("desk-list:filter.any")} defaultValue={values[name]} aria-required={undefined} />
          </div>
        ))}
        <Button size="small" look="other" icon={Filter}>
          {t("filter.show")}
        </Button>
        {isNarrowed ? (
          <Link to={path} className="inline-flex min-h-9 items-center text-link">
            {t("filter.clear")}
          </Link>
        ) : null}
      </Form>
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

/** How old the figures are; that they do not keep up is read aloud, and the time of each look is not. */
function AsOf({ isCutOff, time }: { isCutOff: boolean; time: string }) {
  const { t } = useTranslation("reports");
  return (
    <div className="text-help">
      <p role="status" className="font-semibold text-late">{isCutOff ? t("cutOff", { time }) : null}</p>
      {isCutOff ? null : <p>{t("asOf", { time })}</p>}
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

function Sentence({ icon: Icon, look, to, children }: { icon: LucideIcon; look: string; to: string | null; children: ReactNode }) {
  return (
    <li className={`flex items-start gap-3 rounded-md border border-l-4 bg-sheet p-4 ${look}`}>
      <Icon aria-hidden className="mt-0.5 size-6 shrink-0" />
      {to === null ? (
        <p className="text-lg text-ink">{children}</p>
      ) : (
        <Link to={to} className="text-lg text-ink underline decoration-1 underline-offset-4 hover:decoration-2">
          {children}
        </Link>
      )}
    </li>
  );
}
