import { X } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { Button } from "../../../button.tsx";
import { SmallField } from "../inputs/small-field.tsx";
import { isObject, withProperty, type Json } from "./changes.ts";
import { FactSelect } from "./fact-select.tsx";
import { IconButton } from "./icon-button.tsx";
import { factLabel, useLanguage, useMaking } from "./speaking.ts";
import { useFocusAfter } from "../use-focus-after.ts";
import { EMPTY, FactInput } from "./value-input.tsx";

type Props = { value: unknown; onChange: (facts: Json) => void; path: string; /** The facts that can be given: names in the vocabulary. */ names: readonly string[]; /** What one begins with. */ first: (name: string) => unknown; addLabel: string; /** The name under which a fact is kept; policies are kept without what tells them from facts. */ keyOf?: (name: string) => string; /** All of them have to be there, so that none is taken away. */ isWhole?: boolean };

/** Facts with their values, each by its sort. */
export function FactsForm({ value, onChange, path, names, first, addLabel, keyOf = (name) => name, isWhole = false }: Props) {
  const { t } = useTranslation("studio");
  const { known } = useMaking();
  const language = useLanguage();
  const [wanted, setWanted] = useState("");
  const focusAfter = useFocusAfter();
  const facts = isObject(value) ? value : {};
  const given = Object.keys(facts);
  const nameOf = (key: string) => names.find((name) => keyOf(name) === key) ?? key;
  const missing = names.filter((name) => !given.includes(keyOf(name)));
  const add = (name: string) => {
    onChange({ ...facts, [keyOf(name)]: first(name) });
    setWanted("");
    focusAfter(`[data-fact="${CSS.escape(`${path}.${keyOf(name)}`)}"] :is(input, select, textarea)`);
  };
  return (
    <div className="grid min-w-0 gap-2" data-path={path}>
      <ul className="grid min-w-0 gap-3 sm:grid-cols-2">
        {given.map((key) => {
          const name = nameOf(key);
          const label = factLabel(name, known.facts[name], language);
          return (
            <li key={key} data-fact={`${path}.${key}`} className="flex min-w-0 items-end gap-2 [&>:first-child]:min-w-0 [&>:first-child]:flex-1">
              <FactInput fact={known.facts[name]} label={label} value={facts[key]} onChange={(next) => onChange({ ...facts, [key]: next })} path={`${path}.${key}`} />
              {isWhole && names.includes(name) ? null : (
                <IconButton
                  icon={X} label={t("rules.remove", { what: label })}
                  onClick={() => {
                    onChange(withProperty(facts, key, undefined));
                    focusAfter(`[data-add-fact="${CSS.escape(path)}"] select`);
                  }}
                />
              )}
            </li>
          );
        })}
      </ul>
      {missing.length === 0 ? null : (
        <div className="flex flex-wrap items-end gap-2" data-add-fact={path}>
          <SmallField label={addLabel} className="min-w-0 basis-72"><FactSelect value={wanted} names={missing} none={t("rules.choose")} onChange={setWanted} /></SmallField>
          <Button type="button" look="other" size="small" disabled={wanted === ""} onClick={() => add(wanted)}>{t("rules.addFact")}</Button>
        </div>
      )}
    </div>
  );
}

/** What a fact begins with: as in the most ordinary case, or else the least there can be. */
export function firstOf(name: string, typical: unknown, known: ReturnType<typeof useMaking>["known"]): unknown {
  const fact = known.facts[name];
  if (isObject(typical) && Object.hasOwn(typical, name)) return typical[name];
  if (fact === undefined) return null;
  return fact.choices && fact.type === "text" ? (Object.keys(fact.choices)[0] ?? "") : EMPTY[fact.type];
}
