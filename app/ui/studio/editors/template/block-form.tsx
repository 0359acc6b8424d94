import { ArrowDown, ArrowUp, Plus, Trash2 } from "lucide-react";
import { type ReactNode, useId, useRef } from "react";
import { useTranslation } from "react-i18next";

import type { Language } from "#app/domain/people.ts";

import { Button } from "../../../button.tsx";
import { ActButton, BlankField, type BlankShown } from "./blank-field.tsx";
import { blank, type Block, isObject, listOf, moved, onlyBlank, textOf } from "./blocks.ts";
import { useFocusAfter } from "../use-focus-after.ts";

type Props = { path: string; language: Language; block: unknown; onChange: (block: Block) => void; blanks: readonly BlankShown[]; only: (type: "url" | "pin") => readonly BlankShown[]; /** Which block it is, in words. */ of: string };

/** One block in one language, each kind with the fields that it has. */
export function BlockForm({ path, language, block, onChange, blanks, only, of }: Props) {
  const { t } = useTranslation("studio");
  if (!isObject(block)) return <NotInFields />;
  const field = (name: string, label: string, isLine: boolean) => (
    <BlankField path={`${path}.${name}`} label={label} of={of} language={language} value={textOf(block[name])} onChange={(text) => onChange({ ...block, [name]: text })} blanks={blanks} isLine={isLine} />
  );
  switch (block["kind"]) {
    case "paragraph":
      return field("text", t("template.field.text"), false);
    case "heading":
      return field("text", t("template.field.heading"), true);
    case "button":
      return (
        <div className="grid gap-2">
          {field("text", t("template.field.button"), true)}
          <OnlyBlank path={`${path}.href`} label={t("template.field.href")} of={of} value={block["href"]} choices={only("url")} onChange={(href) => onChange({ ...block, href })} />
        </div>
      );
    case "pin":
      return <OnlyBlank path={`${path}.pin`} label={t("template.field.pin")} of={of} value={block["pin"]} choices={only("pin")} onChange={(pin) => onChange({ ...block, pin })} />;
    case "steps":
      return (
        <Lines
          of={of} lines={listOf(block["items"])} fresh="" onChange={(items) => onChange({ ...block, items })}
          line={(item, index, say) => <BlankField path={`${path}.items.${index}`} label={t("template.field.step", { number: index + 1 })} of={of} language={language} value={textOf(item)} onChange={say} blanks={blanks} />}
        />
      );
    case "facts":
      return (
        <Lines
          of={of} lines={listOf(block["rows"])} fresh={{ label: "", value: "" }} onChange={(rows) => onChange({ ...block, rows })}
          line={(row, index, say) => {
            const now = isObject(row) ? row : {};
            return (
              <div className="grid gap-2 sm:grid-cols-2">
                {(["label", "value"] as const).map((part) => (
                  <BlankField key={part} path={`${path}.rows.${index}.${part}`} label={t(`template.field.${part}`, { number: index + 1 })} of={of} language={language} value={textOf(now[part])} onChange={(text) => say({ ...now, [part]: text })} blanks={part === "value" ? blanks : []} isLine />
                ))}
              </div>
            );
          }}
        />
      );
    default:
      return <NotInFields />;
  }
}

function NotInFields() {
  const { t } = useTranslation("studio");
  return <p className="text-soft">{t("template.notInFields")}</p>;
}

/** What is one blank and nothing else: a link, or the PIN. */
function OnlyBlank({ path, label, of, value, choices, onChange }: { path: string; label: string; of: string; value: unknown; choices: readonly BlankShown[]; onChange: (text: string) => void }) {
  const { t } = useTranslation("studio");
  const id = useId();
  const name = onlyBlank(value) ?? "";
  const isKnown = choices.some((one) => one.name === name);
  return (
    <div className="grid gap-1">
      <label htmlFor={id} className="text-soft">
        {label}
        <span className="sr-only">, {of}</span>
      </label>
      <select id={id} data-path={path} className="control" value={isKnown ? name : ""} onChange={(event) => event.currentTarget.value !== "" && onChange(blank(event.currentTarget.value))}>
        {isKnown ? null : <option value="">{textOf(value) === "" ? t("template.choose") : textOf(value)}</option>}
        {choices.map((one) => (
          <option key={one.name} value={one.name}>
            {one.about}
          </option>
        ))}
      </select>
    </div>
  );
}

/** Steps or rows under one another; the last one stays, for a block without any says nothing. */
function Lines({ of, lines, fresh, onChange, line }: { of: string; lines: readonly unknown[]; fresh: unknown; onChange: (lines: readonly unknown[]) => void; line: (line: unknown, index: number, say: (next: unknown) => void) => ReactNode }) {
  const { t } = useTranslation("studio");
  const root = useRef<HTMLDivElement>(null);
  const focusOn = useFocusAfter(root);
  const move = (index: number, by: 1 | -1) => {
    const [act, other] = by === 1 ? ["down", "up"] : ["up", "down"];
    focusOn(`[data-line="${index + by}"] [data-act="${act}"]`, `[data-line="${index + by}"] [data-act="${other}"]`);
    onChange(moved(lines, index, by));
  };
  const remove = (index: number) => {
    focusOn(`[data-line="${Math.min(index, lines.length - 2)}"] textarea`);
    onChange(lines.filter((_, place) => place !== index));
  };
  const add = () => {
    focusOn(`[data-line="${lines.length}"] textarea`);
    onChange([...lines, fresh]);
  };
  return (
    <div ref={root} className="grid gap-3">
      {lines.map((one, index) => {
        const words = (act: string) => `${t(`template.act.${act}`)}: ${t("template.line", { number: index + 1 })}, ${of}`;
        return (
          // Lines have no name of their own, and what is typed stands in the content.
          <div key={index} data-line={index} className="grid grid-cols-[minmax(0,1fr)_auto] items-end gap-2">
            {line(one, index, (next) => onChange(lines.map((other, place) => (place === index ? next : other))))}
            <span className="flex gap-1">
              <ActButton act="up" icon={ArrowUp} label={words("up")} disabled={index === 0} onClick={() => move(index, -1)} />
              <ActButton act="down" icon={ArrowDown} label={words("down")} disabled={index === lines.length - 1} onClick={() => move(index, 1)} />
              <ActButton act="remove" icon={Trash2} label={words("remove")} disabled={lines.length === 1} onClick={() => remove(index)} />
            </span>
          </div>
        );
      })}
      <span>
        <Button type="button" look="quiet" size="small" icon={Plus} onClick={add}>
          {t("template.addLine")}
          <span className="sr-only">: {of}</span>
        </Button>
      </span>
    </div>
  );
}
