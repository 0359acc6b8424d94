import { Plus } from "lucide-react";
import { useRef, useState } from "react";
import { useTranslation } from "react-i18next";

import { SCOPE_KEYS } from "#app/domain/decisions/resolve-policy.ts";
import type { PolicyChoices } from "#app/domain/definitions/choices/policy.ts";
import { CHANNELS, SEGMENTS } from "#app/domain/definitions/schema/scope.ts";

import { Button } from "../../../button.tsx";
import { ConfirmButton } from "../../../confirm-button.tsx";
import type { EditorProps } from "../editor.ts";
import { DayInput, NumberInput, NumbersInput } from "../inputs/inputs.tsx";
import { SmallGroup } from "../inputs/small-field.tsx";
import { ChoiceField, DayField, LineField, WordingPair } from "../inputs/fields.tsx";
import { isObject, listOf, textOf } from "../template/blocks.ts";
import { useFocusAfter } from "../use-focus-after.ts";
import { groupsOf, withAnother, type Written } from "./policies.ts";
import { WhoWins } from "./who-wins.tsx";

type Content = Readonly<Record<string, unknown>>;

const CHOICES: Record<(typeof SCOPE_KEYS)[number], readonly string[]> = { segment: SEGMENTS, channel: CHANNELS, certificateKind: ["personal", "system"], environment: ["production", "acceptance", "test"] };

/** Terms, numbers and limits: each with its values, for whom and from when each holds, and what that comes to for whom. */
export function PolicyEditor({ content, onChange, around }: EditorProps<Content, PolicyChoices>) {
  const { t, i18n } = useTranslation("studio");
  const root = useRef<HTMLDivElement>(null);
  const focusOn = useFocusAfter(root);
  const [on, setOn] = useState(around.today);
  const policies = listOf(content["policies"]);
  const change = (next: readonly unknown[]) => onChange({ ...content, policies: next });
  return (
    <div ref={root} className="grid min-w-0 gap-5">
      <WordingPair path="title" label={t("policy-editor.title")} value={content["title"]} onChange={(title) => onChange({ ...content, title })} />
      <SmallGroup label={t("policy-editor.on")}>
        <DayInput value={on} onChange={(day) => setOn(day ?? around.today)} />
      </SmallGroup>
      {groupsOf(policies).map(({ key, places }) => {
        const first = policies[places[0] ?? 0];
        const title = isObject(first) && isObject(first["title"]) ? textOf(first["title"][i18n.language]) : "";
        const name = title === "" ? key : title;
        return (
          <section key={places[0]} aria-label={name} className="grid min-w-0 gap-2 rounded-md border border-line p-3">
            <h3 className="flex flex-wrap items-baseline gap-x-3 font-semibold">
              {name} <code className="font-mono text-sm font-normal break-all text-soft">{key}</code>
            </h3>
            {places.map((place) => (
              <Value
                key={place} place={place} of={name} policy={policies[place]} isOnly={places.length === 1}
                onChange={(next) => change(policies.map((other, index) => (index === place ? next : other)))}
                onRemove={() => {
                  focusOn(`[data-another="${places[0] ?? 0}"]`);
                  change(policies.filter((_, index) => index !== place));
                }}
              />
            ))}
            <WhoWins policyKey={key} content={content} on={on} />
            <span>
              <Button
                type="button" look="other" size="small" icon={Plus} data-another={places[0]}
                onClick={() => {
                  const last = places.at(-1) ?? 0;
                  focusOn(`[data-path="policies.${last + 1}"] input`);
                  change(withAnother(policies, last));
                }}
              >
                {t("policy-editor.another")}
                <span className="sr-only">: {name}</span>
              </Button>
            </span>
          </section>
        );
      })}
    </div>
  );
}

/** One value: what it is, for whom, and between which days. */
function Value({ place, policy, of, isOnly, onChange, onRemove }: { place: number; policy: unknown; of: string; isOnly: boolean; onChange: (next: Written) => void; onRemove: () => void }) {
  const { t } = useTranslation("studio");
  const now = isObject(policy) ? policy : {};
  const path = `policies.${place}`;
  const set = (part: string) => (value: unknown) => onChange({ ...now, [part]: value });
  const scope = isObject(now["scope"]) ? now["scope"] : {};
  return (
    <div data-path={path} className="grid min-w-0 gap-3 border-l-4 border-line pl-3">
      <div className="flex flex-wrap items-end gap-x-4 gap-y-2">
        <SmallGroup label={t("policy-editor.value")}>
          <ValueInput value={now["value"]} path={`${path}.value`} of={of} onChange={set("value")} />
        </SmallGroup>
        {SCOPE_KEYS.map((name) => (
          <ChoiceField
            key={name} path={`${path}.scope.${name}`} label={t(`policy-editor.scope.${name}.label`)} of={of} value={textOf(scope[name])}
            choices={[{ value: "", label: t("policy-editor.everybody") }, ...CHOICES[name].map((value) => ({ value, label: t(`policy-editor.scope.${name}.${value}`) }))]}
            onChange={(value) => {
              const { [name]: _former, ...others } = scope;
              set("scope")(value === "" ? others : { ...others, [name]: value });
            }}
          />
        ))}
      </div>
      <div className="flex flex-wrap items-end gap-x-4 gap-y-2">
        <DayField path={`${path}.validFrom`} label={t("policy-editor.from")} of={of} value={now["validFrom"]} onChange={(day) => set("validFrom")(day ?? "")} />
        <DayField path={`${path}.validTo`} label={t("policy-editor.to")} of={of} value={now["validTo"]} onChange={set("validTo")} />
        <LineField path={`${path}.source`} label={t("policy-editor.source")} of={of} value={now["source"]} onChange={set("source")} />
      </div>
      <details>
        <summary className="inline-flex min-h-6 cursor-pointer items-center text-link">{t("policy-editor.name")}</summary>
        <div className="pt-2">
          <WordingPair path={`${path}.title`} label={t("policy-editor.name")} of={of} value={now["title"]} onChange={set("title")} />
        </div>
      </details>
      {isOnly ? null : (
        <span>
          <ConfirmButton act={t("policy-editor.remove")} about={of} question={t("policy-editor.removeQuestion")} look="quiet" onConfirm={onRemove} />
        </span>
      )}
    </div>
  );
}

/** A value as what it is: yes or no, a number that may be without a limit, numbers on a line, or words. */
function ValueInput({ value, path, of, onChange }: { value: unknown; path: string; of: string; onChange: (value: unknown) => void }) {
  const { t } = useTranslation("studio");
  if (typeof value === "boolean") {
    return (
      <select className="control" data-path={path} aria-label={`${t("policy-editor.value")}, ${of}`} value={value ? "yes" : "no"} onChange={(event) => onChange(event.currentTarget.value === "yes")}>
        <option value="yes">{t("trial.yes")}</option>
        <option value="no">{t("trial.no")}</option>
      </select>
    );
  }
  if (Array.isArray(value)) return <NumbersInput label={`${t("policy-editor.value")}, ${of}`} path={path} value={value} onChange={onChange} />;
  if (typeof value === "string" && !/^\d/.test(value)) return <input className="control" aria-label={`${t("policy-editor.value")}, ${of}`} data-path={path} value={value} onChange={(event) => onChange(event.currentTarget.value)} />;
  return (
    <span className="flex flex-wrap items-center gap-2">
      <NumberInput label={`${t("policy-editor.value")}, ${of}`} path={path} value={value} onChange={onChange} />
      {value === null ? <span className="text-help">{t("policy-editor.unlimited")}</span> : null}
    </span>
  );
}
