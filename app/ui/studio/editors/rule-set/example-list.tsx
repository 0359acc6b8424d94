import { ArrowDown, ArrowUp, ChevronDown, ChevronRight } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { Button } from "../../../button.tsx";
import { ConfirmButton } from "../../../confirm-button.tsx";
import { StatusTag } from "../../../status-tag.tsx";
import type { ExampleShown } from "../../shown.ts";
import { useChecked } from "../editor.ts";
import { SmallField } from "../inputs/small-field.tsx";
import { isObject, listIn, textIn, withAdded, withItem, withMoved, withoutItem, type Json } from "./changes.ts";
import { ExampleForm } from "./example-form.tsx";
import { IconButton } from "./icon-button.tsx";
import { useLanguage } from "./speaking.ts";
import { useFocusAfter } from "../use-focus-after.ts";

type Props = { content: Json; onChange: (content: Json) => void; open: number | null; onOpen: (index: number | null) => void };
const MOST_SHOWN = 300;

/** The worked examples, a line each with how it goes; one is open at a time. */
export function ExampleList({ content, onChange, open, onOpen }: Props) {
  const { t } = useTranslation("studio");
  const language = useLanguage();
  const focusAfter = useFocusAfter();
  const { examples: results } = useChecked();
  const [wanted, setWanted] = useState("");
  const [said, setSaid] = useState("");
  const examples = listIn(content, "examples");
  const titleOf = (example: unknown) => textIn(isObject(example) ? example["title"] : null, language);
  const words = wanted.trim().toLowerCase();
  const found = examples.map((example, index) => ({ example, index })).filter(({ example, index }) => index === open || words === "" || titleOf(example).toLowerCase().includes(words)).filter(({ index }, at) => at < MOST_SHOWN || index === open);
  const resultOf = (index: number): ExampleShown | null => (results.length === examples.length && results[index]?.title === titleOf(examples[index]) ? results[index] : null);
  const put = (index: number, example: unknown, told: string) => {
    onChange(withAdded(content, "examples", index, example));
    onOpen(index);
    focusAfter(`#example-${index} input`);
    setSaid(told);
  };
  const move = (index: number, by: 1 | -1) => {
    onChange(withMoved(content, "examples", index, by));
    onOpen(index + by);
    focusAfter(`[data-example-acts="${index + by}"] [data-act="${by === 1 ? "down" : "up"}"]`, `[data-example="${index + by}"]`);
    setSaid(t("rules.movedTo", { place: index + by + 1 }));
  };
  const remove = (index: number) => {
    onChange(withoutItem(content, "examples", index));
    onOpen(null);
    focusAfter(`[data-example="${index}"]`, `[data-example="${index - 1}"]`, "[data-add-example]");
    setSaid(t("rules.exampleRemoved"));
  };
  const fresh = () => ({ title: { nl: `Voorbeeld ${examples.length + 1}`, en: `Example ${examples.length + 1}` }, facts: {}, expect: { spoke: [], outcome: isObject(content["default"]) ? content["default"] : {} } });
  return (
    <div className="grid min-w-0 gap-3">
      {examples.length < 8 ? null : <SmallField label={t("rules.findExample")} className="max-w-64"><input type="text" className="control" value={wanted} onChange={(event) => setWanted(event.currentTarget.value)} /></SmallField>}
      <ol className="grid min-w-0 border-t border-line" data-path="examples">
        {found.map(({ example, index }) => {
          const isOpen = open === index;
          const Arrow = isOpen ? ChevronDown : ChevronRight;
          const result = resultOf(index);
          return (
            <li key={index} className="min-w-0 border-b border-line">
              <button type="button" data-example={index} data-path={`examples.${index}`} aria-expanded={isOpen} onClick={() => onOpen(isOpen ? null : index)} className="flex w-full min-w-0 items-center gap-2 py-1.5 text-left hover:bg-petrol-tint">
                <Arrow aria-hidden className="size-4 shrink-0 text-soft" />
                <span className={`min-w-0 flex-1 ${isOpen ? "font-semibold" : ""}`}>{titleOf(example) || t("rules.untitled")}</span>
                <Result result={result} />
              </button>
              {!isOpen ? null : (
                <div id={`example-${index}`} className="grid min-w-0 gap-4 pt-1 pb-5 sm:pl-6">
                  <div className="flex flex-wrap items-center gap-2" data-example-acts={index}>
                    <IconButton icon={ArrowUp} act="up" label={t("rules.up", { what: t("rules.example") })} disabled={index === 0} onClick={() => move(index, -1)} />
                    <IconButton icon={ArrowDown} act="down" label={t("rules.down", { what: t("rules.example") })} disabled={index === examples.length - 1} onClick={() => move(index, 1)} />
                    <Button type="button" look="other" size="small" onClick={() => put(index + 1, example, t("rules.exampleCopied"))}>{t("rules.copy")}</Button>
                    <ConfirmButton act={t("rules.removeExample")} question={t("rules.removeExampleQuestion")} onConfirm={() => remove(index)} />
                  </div>
                  {isObject(example) ? <ExampleForm example={example} content={content} result={result} path={`examples.${index}`} onChange={(next) => onChange(withItem(content, "examples", index, next))} /> : <p>{t("rules.onlyJson")}</p>}
                </div>
              )}
            </li>
          );
        })}
      </ol>
      {examples.length === 0 ? <p className="text-soft">{t("rules.noExamples")}</p> : null}
      <span><Button type="button" look="other" size="small" data-add-example onClick={() => put(examples.length, fresh(), t("rules.exampleAdded"))}>{t("rules.addExample")}</Button></span>
      <p role="status" className="sr-only">{said}</p>
    </div>
  );
}

/** How an example went when the set was last checked. */
function Result({ result }: { result: ExampleShown | null }) {
  const { t } = useTranslation("studio");
  if (result === null) return <StatusTag>{t("rules.notRun")}</StatusTag>;
  return result.passed ? <StatusTag tone="well">{t("rules.passes")}</StatusTag> : <StatusTag tone="late">{t("rules.fails")}</StatusTag>;
}
