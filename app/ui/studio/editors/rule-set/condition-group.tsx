import { ArrowDown, ArrowUp, Plus, X } from "lucide-react";
import { useTranslation } from "react-i18next";
import { RuleGroupBodyComponents, type RuleGroupProps, useRuleGroup } from "react-querybuilder";

import { Button } from "../../../button.tsx";
import { classNames } from "../../../class-names.ts";
import { Choose, SmallField } from "../inputs/small-field.tsx";
import { at, placeOf, useConditions } from "./conditions.ts";
import { IconButton } from "./icon-button.tsx";
import { countIn, type Group } from "./tree.ts";

/** Deeper than people read; what came in deeper is shown. */
const DEEPEST_ADDED = 4;
const WAYS = ["and", "or", "not-and", "not-or"] as const;

/** A group: which of its members have to hold, the members, and what can be added to it. */
export function ConditionGroup(props: RuleGroupProps) {
  const { t } = useTranslation("studio");
  const { focusAfter, say, scope, count } = useConditions();
  const made = useRuleGroup(props);
  const { path, actions, shiftUpDisabled, shiftDownDisabled } = props;
  const group = props.ruleGroup as unknown as Group;
  const way = `${group.not ? "not-" : ""}${group.combinator}`;
  const isRoot = path.length === 0;
  const isOne = group.rules.length === 1;
  const name = t(isRoot ? "rules.when" : "rules.group");
  const index = path.at(-1) ?? 0;
  const near = (to: number) => [...path.slice(0, -1), to];
  const choose = (chosen: string) => {
    const [isNot, combinator] = [chosen.startsWith("not-"), chosen.replace("not-", "")];
    if (combinator !== group.combinator) actions.onPropChange("combinator", combinator, [...path]);
    if (isNot !== (group.not ?? false)) actions.onPropChange("not", isNot, [...path]);
  };
  const add = (what: "addRule" | "addGroup") => () => {
    focusAfter(at(scope, [...path, group.rules.length], "select"));
    made[what]();
    say(t(what === "addRule" ? "rules.conditionAdded" : "rules.groupAdded"));
  };
  const move = (to: "up" | "down") => {
    const there = near(index + (to === "up" ? -1 : 1));
    focusAfter(at(scope, there, `[data-act="${to}"]`), at(scope, there, "button:not(:disabled)"), at(scope, [], "select"));
    actions.moveRule([...path], to);
    say(t("rules.moved", { what: name }));
  };
  const remove = () => {
    focusAfter(at(scope, path, "select"), at(scope, near(index - 1), "select"), at(scope, path.slice(0, -1), "select"));
    actions.onGroupRemove([...path]);
    say(t("rules.removed", { what: name }));
  };
  const options = WAYS.filter((one) => !isOne || one === way || one.endsWith("and")).map((value) => ({ value, label: t(isOne && value.endsWith("and") ? `rules.ways.one-${value}` : `rules.ways.${value}`) }));
  return (
    <fieldset data-path={group.at} data-place={placeOf(scope, path)} className={classNames("grid min-w-0 gap-2", !isRoot && "rounded-md border border-edge p-2 sm:p-3")}>
      <legend className="sr-only">{name}</legend>
      <div className="flex flex-wrap items-end gap-2">
        <SmallField label={name} className="min-w-0 flex-1 basis-56 sm:max-w-md"><Choose value={way} options={options} onChange={choose} /></SmallField>
        {isRoot ? null : (
          <span className="ml-auto flex gap-1">
            <IconButton icon={ArrowUp} act="up" label={t("rules.up", { what: name })} disabled={shiftUpDisabled} onClick={() => move("up")} />
            <IconButton icon={ArrowDown} act="down" label={t("rules.down", { what: name })} disabled={shiftDownDisabled} onClick={() => move("down")} />
            <IconButton icon={X} act="remove" label={t("rules.removeGroup")} disabled={countIn(group) === count} onClick={remove} />
          </span>
        )}
      </div>
      <div className="grid min-w-0 gap-2 border-l-2 border-edge pl-2 sm:pl-3">
        <RuleGroupBodyComponents {...made} />
      </div>
      <div className="flex flex-wrap gap-2">
        <Button type="button" look="other" size="small" icon={Plus} onClick={add("addRule")}>{t("rules.addCondition")}</Button>
        {path.length >= DEEPEST_ADDED ? null : <Button type="button" look="other" size="small" icon={Plus} onClick={add("addGroup")}>{t("rules.addGroup")}</Button>}
      </div>
    </fieldset>
  );
}
