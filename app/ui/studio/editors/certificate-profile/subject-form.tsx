import { ArrowDown, ArrowUp, Plus, Trash2 } from "lucide-react";
import { useRef } from "react";
import { useTranslation } from "react-i18next";

import { SUBJECT_ATTRIBUTES, SUBJECT_VALUES } from "#app/domain/definitions/schema/profile-parts.ts";

import { Button } from "../../../button.tsx";
import { ChoiceField, LineField } from "../inputs/fields.tsx";
import { ActButton } from "../template/blank-field.tsx";
import { isObject, textOf } from "../template/blocks.ts";
import { useFocusAfter } from "../use-focus-after.ts";
import { FIXED, readValue, writeValue } from "./subject-value.ts";

/** In whose name a certificate stands, part by part in the order in which they stand in it (RFC 5280, 4.1.2.6). */
export function SubjectForm({ parts, onChange }: { parts: readonly unknown[]; onChange: (parts: readonly unknown[]) => void }) {
  const { t } = useTranslation("studio");
  const root = useRef<HTMLDivElement>(null);
  const focusOn = useFocusAfter(root);
  const put = (at: number, part: unknown) => onChange(parts.map((other, place) => (place === at ? part : other)));
  const move = (at: number, by: 1 | -1) => {
    focusOn(`[data-subject="${at + by}"] [data-act="${by === 1 ? "down" : "up"}"]`, `[data-subject="${at + by}"] select`);
    onChange(parts.toSpliced(at, 1).toSpliced(at + by, 0, parts[at]));
  };
  const remove = (at: number) => {
    focusOn(`[data-subject="${Math.min(at, parts.length - 2)}"] select`, "[data-add-part]");
    onChange(parts.toSpliced(at, 1));
  };
  const add = () => {
    const used = parts.map((one) => (isObject(one) ? one["attribute"] : null));
    const attribute = SUBJECT_ATTRIBUTES.find((one) => !used.includes(one)) ?? "OU";
    focusOn(`[data-subject="${parts.length}"] select`);
    onChange([...parts, { attribute, value: attribute === "CN" ? "{{commonName}}" : "" }]);
  };
  return (
    <div ref={root} data-path="subject" className="grid min-w-0 gap-3">
      {parts.map((one, at) => {
        const now = isObject(one) ? one : {};
        const attribute = textOf(now["attribute"]);
        const of = t("profile-editor.part", { number: at + 1 });
        const value = readValue(textOf(now["value"]));
        return (
          <div key={at} data-subject={at} className="grid items-end gap-3 border-b border-line pb-3 sm:grid-cols-2 xl:grid-cols-[1fr_1fr_1fr_auto]">
            <ChoiceField path={`subject.${at}.attribute`} label={t("profile-editor.attribute")} of={of} value={attribute} choices={SUBJECT_ATTRIBUTES.map((name) => ({ value: name, label: t(`profile-editor.attributes.${name}`) }))} onChange={(next) => put(at, { ...now, attribute: next })} />
            <ChoiceField path={`subject.${at}.from`} label={t("profile-editor.from")} of={of} value={value.from} choices={[FIXED, ...SUBJECT_VALUES].map((name) => ({ value: name, label: t(`profile-editor.values.${name}`) }))} onChange={(from) => put(at, { ...now, value: writeValue({ from, word: "" }) })} />
            <LineField path={`subject.${at}.value`} label={t(value.from === FIXED ? "profile-editor.text" : "profile-editor.word")} of={of} value={value.word} onChange={(word) => put(at, { ...now, value: writeValue({ ...value, word }) })} />
            <span className="flex gap-1">
              <ActButton act="up" icon={ArrowUp} label={`${t("template.act.up")}: ${of}`} disabled={at === 0} onClick={() => move(at, -1)} />
              <ActButton act="down" icon={ArrowDown} label={`${t("template.act.down")}: ${of}`} disabled={at === parts.length - 1} onClick={() => move(at, 1)} />
              <ActButton act="remove" icon={Trash2} label={`${t("template.act.remove")}: ${of}`} onClick={() => remove(at)} />
            </span>
          </div>
        );
      })}
      <span>
        <Button type="button" data-add-part look="other" size="small" icon={Plus} onClick={add}>
          {t("profile-editor.addPart")}
        </Button>
      </span>
    </div>
  );
}
