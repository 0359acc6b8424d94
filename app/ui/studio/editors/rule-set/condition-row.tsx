import { ArrowDown, ArrowUp, X } from "lucide-react";
import { useTranslation } from "react-i18next";
import type { RuleProps } from "react-querybuilder";

import { plain } from "../inputs/inputs.tsx";
import { Choose, SmallField } from "../inputs/small-field.tsx";
import { at, placeOf, useConditions } from "./conditions.ts";
import { FactSelect } from "./fact-select.tsx";
import { operatorsFor, othersFor, shapeOf } from "./fit.ts";
import { IconButton } from "./icon-button.tsx";
import { factLabel, useLanguage, useMaking } from "./speaking.ts";
import type { Leaf } from "./tree.ts";
import { ConditionValueInput } from "./value-input.tsx";

/** One comparison: what, how, and with which value or which other fact. */
export function ConditionRow({ rule, path, actions, shiftUpDisabled, shiftDownDisabled }: RuleProps) {
  const { t } = useTranslation("studio");
  const { known } = useMaking();
  const { focusAfter, say, scope, count } = useConditions();
  const language = useLanguage();
  const leaf = rule as unknown as Leaf;
  const fact = known.facts[leaf.field];
  const name = leaf.kept ? t("rules.asJson") : factLabel(leaf.field, fact, language);
  const others = othersFor(leaf.field, leaf.operator, known);
  const operators = operatorsFor(fact, known);
  const set = (property: "field" | "operator" | "value" | "valueSource") => (value: unknown) => actions.onPropChange(property, value, [...path]);
  const index = path.at(-1) ?? 0;
  const near = (to: number) => [...path.slice(0, -1), to];
  const move = (way: "up" | "down") => {
    const to = near(index + (way === "up" ? -1 : 1));
    focusAfter(at(scope, to, `[data-act="${way}"]`), at(scope, to, "button:not(:disabled)"), at(scope, path.slice(0, -1), "select"));
    actions.moveRule([...path], way);
    say(t("rules.moved", { what: name }));
  };
  const remove = () => {
    focusAfter(at(scope, path, "select"), at(scope, near(index - 1), "select"), at(scope, path.slice(0, -1), "select"), at(scope, [], "select"));
    actions.onRuleRemove([...path]);
    say(t("rules.removed", { what: name }));
  };
  return (
    <div role="group" aria-label={name} data-path={leaf.at} data-place={placeOf(scope, path)} className="flex flex-wrap items-end gap-2 rounded-md border border-line bg-paper p-2">
      {leaf.kept ? (
        <p className="min-w-0 flex-1">
          {t("rules.onlyJson")} <code className="font-mono text-sm break-all">{plain(leaf.kept.json)}</code>
        </p>
      ) : (
        <div className="grid min-w-0 flex-1 basis-64 gap-2 sm:grid-cols-[minmax(10rem,2fr)_minmax(8rem,1fr)] xl:grid-cols-[minmax(12rem,2fr)_minmax(9rem,1fr)_minmax(12rem,2fr)]">
          <SmallField label={t("rules.fact")}><FactSelect value={leaf.field} onChange={set("field")} path={`${leaf.at}.fact`} /></SmallField>
          <SmallField label={t("rules.operator")}>
            <Choose value={leaf.operator} options={operators.map((value) => ({ value, label: t(`rules.operators.${value}`) }))} onChange={set("operator")} path={`${leaf.at}.operator`} />
          </SmallField>
          <div className="flex min-w-0 flex-wrap items-end gap-2 sm:col-span-2 xl:col-span-1 [&>*]:min-w-28 [&>*]:flex-1">
            {leaf.valueSource === "field" ? (
              <SmallField label={t("rules.value")}><FactSelect value={plain(leaf.value)} names={others} onChange={set("value")} path={`${leaf.at}.value`} /></SmallField>
            ) : (
              <ConditionValueInput shape={shapeOf(leaf.operator, known)} fact={fact} label={t("rules.value")} value={leaf.value} onChange={set("value")} path={`${leaf.at}.value`} />
            )}
            {others.length === 0 && leaf.valueSource !== "field" ? null : (
              <SmallField label={t("rules.source")}>
                <Choose value={leaf.valueSource ?? "value"} options={[{ value: "value", label: t("rules.fixed") }, { value: "field", label: t("rules.other") }]} onChange={set("valueSource")} />
              </SmallField>
            )}
          </div>
        </div>
      )}
      <span className="flex gap-1">
        <IconButton icon={ArrowUp} act="up" label={t("rules.up", { what: name })} disabled={shiftUpDisabled} onClick={() => move("up")} />
        <IconButton icon={ArrowDown} act="down" label={t("rules.down", { what: name })} disabled={shiftDownDisabled} onClick={() => move("down")} />
        <IconButton icon={X} act="remove" label={t("rules.remove", { what: name })} disabled={count === 1} onClick={remove} />
      </span>
    </div>
  );
}
