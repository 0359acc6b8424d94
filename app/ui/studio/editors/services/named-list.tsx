import { Plus, Trash2 } from "lucide-react";
import { useRef } from "react";
import { useTranslation } from "react-i18next";

import { Button } from "../../../button.tsx";
import { LineField, WordingPair } from "../inputs/fields.tsx";
import { ActButton } from "../template/blank-field.tsx";
import { isObject } from "../template/blocks.ts";
import { useFocusAfter } from "../use-focus-after.ts";

type Props = { path: string; label: string; of: string; code: "id" | "code"; codeLabel: string; list: readonly unknown[]; onChange: (list: readonly unknown[]) => void; /** The last one cannot be taken away. */ keepsOne?: boolean };

/** Things with a code and a name in both languages, such as the rights of a service. */
export function NamedList({ path, label, of, code, codeLabel, list, onChange, keepsOne = false }: Props) {
  const { t } = useTranslation("studio");
  const root = useRef<HTMLFieldSetElement>(null);
  const focusOn = useFocusAfter(root);
  return (
    <fieldset ref={root} data-path={path} className="grid min-w-0 gap-3">
      <legend className="mb-1 font-semibold">
        {label}
        <span className="sr-only">, {of}</span>
      </legend>
      {list.length === 0 ? <p className="text-soft">{t("services-editor.none")}</p> : null}
      {list.map((one, index) => {
        const now = isObject(one) ? one : {};
        const which = `${label} ${index + 1}, ${of}`;
        const set = (part: string) => (value: unknown) => onChange(list.map((other, place) => (place === index ? { ...now, [part]: value } : other)));
        return (
          <div key={index} data-named={index} className="grid items-end gap-3 border-b border-line pb-3 last:border-0 lg:grid-cols-[10rem_1fr_auto]">
            <LineField path={`${path}.${index}.${code}`} label={codeLabel} of={which} value={now[code]} onChange={set(code)} mono />
            <WordingPair path={`${path}.${index}.name`} label={t("services-editor.name")} of={which} value={now["name"]} onChange={set("name")} />
            <span>
              <ActButton
                act="remove" icon={Trash2} label={`${t("template.act.remove")}: ${which}`} disabled={keepsOne && list.length === 1}
                onClick={() => {
                  focusOn(`[data-named="${Math.min(index, list.length - 2)}"] input`, "[data-add-named]");
                  onChange(list.filter((_, place) => place !== index));
                }}
              />
            </span>
          </div>
        );
      })}
      <span>
        <Button
          type="button" data-add-named look="quiet" size="small" icon={Plus}
          onClick={() => {
            focusOn(`[data-named="${list.length}"] input`);
            onChange([...list, { [code]: "", name: { nl: "", en: "" } }]);
          }}
        >
          {t("template.addLine")}
          <span className="sr-only">: {label}, {of}</span>
        </Button>
      </span>
    </fieldset>
  );
}
