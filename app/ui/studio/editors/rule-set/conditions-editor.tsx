import { memo, useState } from "react";
import { useTranslation } from "react-i18next";
import { QueryBuilder, type RuleGroupType, type RuleType } from "react-querybuilder";

import { Button } from "../../../button.tsx";
import { Notice } from "../../../notice.tsx";
import { ConditionGroup } from "./condition-group.tsx";
import { ConditionRow } from "./condition-row.tsx";
import { ConditionsContext } from "./conditions.ts";
import { fitted, freshLeaf } from "./fit.ts";
import { useMaking } from "./speaking.ts";
import { conditionOf, countIn, treeOf, type Tree } from "./tree.ts";
import { useFocusAfter } from "../use-focus-after.ts";

type Props = { conditions: unknown; onChange: (conditions: unknown) => void; path: string };

/** When a rule speaks: groups and comparisons, nested as one likes. react-querybuilder keeps the tree; how it looks, is said and goes with the keyboard is ours. */
export const ConditionsEditor = memo(function ConditionsEditor({ conditions, onChange, path }: Props) {
  const { t } = useTranslation("studio");
  const { known } = useMaking();
  const [said, setSaid] = useState("");
  const focusAfter = useFocusAfter();
  const tree = treeOf(conditions, path);
  const fresh = () => freshLeaf(known);
  const change = (next: RuleGroupType) => {
    const made = conditionOf(fitted(tree, next as unknown as Tree, known));
    if (made !== undefined) onChange(made);
  };
  if (conditions === undefined || conditions === null) {
    return (
      <Notice kind="warn" title={t("rules.noConditions")}>
        <p>
          <Button type="button" size="small" look="other" onClick={() => onChange({ all: [conditionOf({ at: "", ...fresh() })] })}>{t("rules.addCondition")}</Button>
        </p>
      </Notice>
    );
  }
  return (
    <ConditionsContext.Provider value={{ focusAfter, say: setSaid, scope: path, count: countIn(tree) }}>
      <QueryBuilder
        query={tree as unknown as RuleGroupType}
        onQueryChange={change}
        fields={Object.keys(known.facts).map((name) => ({ name, label: name }))}
        controlElements={CONTROLS}
        enableMountQueryChange={false}
        suppressStandardClassnames
        addRuleToNewGroups
        onAddRule={(rule: RuleType) => ({ ...rule, ...fresh() })}
        onAddGroup={(group: RuleGroupType) => ({ ...group, rules: group.rules.map((rule) => ({ ...rule, ...fresh() })) })}
      />
      <p role="status" className="sr-only">{said}</p>
    </ConditionsContext.Provider>
  );
});

const CONTROLS = { rule: ConditionRow, ruleGroup: ConditionGroup };
