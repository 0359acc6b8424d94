import { useTranslation } from "react-i18next";

import { isPart, partOf, textOf } from "#app/domain/definitions/request-types/json-parts.ts";

import { Select } from "../../../field.tsx";
import { AnsweredInput } from "./answered.tsx";
import { Tick } from "./parts.tsx";
import { SectionFrame } from "./section-frame.tsx";
import { useEditedType } from "./type-context.ts";

const POINTS = ["intake", "screening", "identification", "delivery"] as const;

/** Which rules speak when, whether somebody has to identify, and how long it may take. */
export function JudgingSection() {
  const { t } = useTranslation("studio");
  const { type, put, around } = useEditedType();
  const points = partOf(type["points"]);
  const plan = partOf(type["plan"]);
  const deadlines = partOf(type["deadlines"]);
  const { review } = deadlines;
  const isHours = isPart(review);
  const reviewKey = isHours ? textOf(review["hours"]) : textOf(review);
  const terms = (now: string) => [...around.terms, ...(now === "" || around.terms.includes(now) ? [] : [now])].map((value) => ({ value, label: value }));
  return (
    <SectionFrame title={t("form-builder.part.judging")} about={t("form-builder.judging.about")}>
      <fieldset className="grid gap-3" data-path="points">
        <legend className="mb-1 font-semibold">{t("form-builder.judging.points")}</legend>
        <div className="grid gap-3 md:grid-cols-2">
          {POINTS.map((point) => {
            const now = textOf(points[point]);
            const sets = around.ruleSets[point] ?? [];
            const gone = now === "" || sets.some(({ key }) => key === now) ? [] : [{ value: now, label: t("form-builder.gone", { name: now }) }];
            return (
              <Select
                key={point} name={`rt-point-${point}`} label={t(`form-builder.point.${point}.name`)} help={t(`form-builder.point.${point}.about`)} optional={point !== "screening"} error={point === "screening" && now === "" ? t("form-builder.judging.mustChoose") : undefined} value={now} placeholder={t(point === "screening" ? "form-builder.choose" : "form-builder.judging.noRules")} data-path={`points.${point}`}
                choices={[...sets.map(({ key, title }) => ({ value: key, label: title })), ...gone]} onChange={(event) => put(["points", point], event.currentTarget.value || (point === "screening" ? "" : undefined))}
              />
            );
          })}
        </div>
      </fieldset>
      <div className="grid gap-3" data-path="plan">
        <Tick name="rt-identification" label={t("form-builder.judging.identification")} help={t("form-builder.judging.identificationHelp")} checked={plan["identification"] !== false} onChange={(is) => put(["plan"], { ...plan, identification: is })} path="plan.identification" />
        {plan["identification"] === false ? null : <AnsweredInput name="rt-unless" label={t("form-builder.judging.unless")} when={plan["unless"]} onChange={(value) => put(["plan", "unless"], value)} path="plan.unless" none={t("form-builder.judging.noUnless")} />}
      </div>
      <fieldset className="grid gap-3" data-path="deadlines">
        <legend className="mb-1 font-semibold">{t("form-builder.judging.deadlines")}</legend>
        <div className="grid gap-3 md:grid-cols-2">
          <Select name="rt-review" label={t("form-builder.judging.review")} value={reviewKey} placeholder={t("form-builder.choose")} data-path="deadlines.review" choices={terms(reviewKey)} onChange={(event) => put(["deadlines", "review"], isHours ? { hours: event.currentTarget.value } : event.currentTarget.value)} />
          <Select name="rt-delivery" label={t("form-builder.judging.delivery")} value={textOf(deadlines["delivery"])} placeholder={t("form-builder.judging.noDelivery")} optional data-path="deadlines.delivery" choices={terms(textOf(deadlines["delivery"]))} onChange={(event) => put(["deadlines", "delivery"], event.currentTarget.value || undefined)} />
        </div>
        <Tick name="rt-hours" label={t("form-builder.judging.hours")} checked={isHours} onChange={(is) => put(["deadlines", "review"], is ? { hours: reviewKey } : reviewKey)} />
      </fieldset>
    </SectionFrame>
  );
}
