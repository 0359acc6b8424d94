import { ArrowDown, ArrowUp, ChevronDown, ChevronRight } from "lucide-react";
import { memo, useCallback, useState } from "react";
import { useTranslation } from "react-i18next";

import { Button } from "../../../button.tsx";
import { ConfirmButton } from "../../../confirm-button.tsx";
import { StatusTag, type Tone } from "../../../status-tag.tsx";
import { useSpeech } from "../editor.ts";
import { SmallField } from "../inputs/small-field.tsx";
import { plain } from "../inputs/inputs.tsx";
import { freshName, isObject, listIn, textIn, withAdded, withItem, withoutRule, withProperty, withRuleMoved, withRuleNamed, type Json } from "./changes.ts";
import { freshLeaf } from "./fit.ts";
import { IconButton } from "./icon-button.tsx";
import { RuleForm } from "./rule-form.tsx";
import { withLabels } from "./rule-words.ts";
import { useLanguage, useMaking } from "./speaking.ts";
import { conditionOf } from "./tree.ts";
import { useFocusAfter } from "../use-focus-after.ts";

/** So many lines are shown before somebody asks for all of them. */
const MOST_SHOWN = 300;
const TONES: Record<string, Tone> = { block: "late", warn: "soon", info: "plain" };

type Props = { content: Json; onChange: (content: Json) => void; open: number | null; onOpen: (index: number | null) => void };

/** The rules of a set, a line each; one is open at a time. */
export function RuleList({ content, onChange, open, onOpen }: Props) {
  const { t } = useTranslation("studio");
  const { known } = useMaking();
  const { said } = useSpeech();
  const language = useLanguage();
  const [wanted, setWanted] = useState("");
  const [isAll, setAll] = useState(false);
  const acts = useActs({ content, onChange, onOpen });
  const toggle = useCallback((index: number, isOpen: boolean) => onOpen(isOpen ? null : index), [onOpen]);
  const rules = listIn(content, "rules");
  const groups = [...new Set(rules.map((rule) => textIn(rule, "group")).filter(Boolean))];
  const words = wanted.trim().toLowerCase();
  const lines = rules.map((rule, index) => {
    const sentence = said("findings", textIn(rule, "textKey"), language);
    return { rule, index, sentence: sentence === null || sentence === "" ? t("rules.noSentence", { id: textIn(rule, "id") }) : withLabels(sentence, known, language) };
  });
  const found = words === "" ? lines : lines.filter(({ rule, sentence, index }) => index === open || `${sentence} ${textIn(rule, "id")} ${textIn(rule, "source")} ${textIn(rule, "group")}`.toLowerCase().includes(words));
  const shown = isAll ? found : found.filter(({ index }, at) => at < MOST_SHOWN || index === open);
  return (
    <div className="grid min-w-0 gap-3">
      {rules.length < 8 ? null : (
        <div className="flex flex-wrap items-end gap-3">
          <SmallField label={t("rules.find")} className="basis-64"><input type="text" className="control" value={wanted} onChange={(event) => setWanted(event.currentTarget.value)} /></SmallField>
          <p role="status" className="text-soft">{t("rules.found", { count: found.length, total: rules.length })}</p>
        </div>
      )}
      <ol className="grid min-w-0 border-t border-line" data-path="rules">
        {shown.map(({ rule, index, sentence }) => (
          <li key={index} className="min-w-0 border-b border-line">
            <Line index={index} sentence={isObject(rule) ? sentence : t("rules.onlyJson")} severity={textIn(rule, "severity")} source={textIn(rule, "source")} group={textIn(rule, "group")} isDisabled={isObject(rule) && rule["disabled"] === true} isOpen={open === index} onToggle={toggle} />
            {open !== index ? null : (
              <div id={`rule-${index}`} className="grid min-w-0 gap-4 pt-1 pb-5 sm:pl-6">
                <Acts acts={acts} index={index} count={rules.length} />
                {isObject(rule) ? (
                  <RuleForm rule={rule} path={`rules.${index}`} groups={groups} onChange={(next) => onChange(withItem(content, "rules", index, next))} onRename={(id) => onChange(withRuleNamed(content, index, id))} />
                ) : (
                  <p>{t("rules.onlyJson")} <code className="font-mono text-sm break-all">{plain(rule)}</code></p>
                )}
              </div>
            )}
          </li>
        ))}
      </ol>
      {shown.length === found.length ? null : <span><Button type="button" look="other" size="small" onClick={() => setAll(true)}>{t("rules.showAll", { count: found.length })}</Button></span>}
      {rules.length === 0 ? <p className="text-soft">{t("rules.none")}</p> : null}
      <AddRule onAdd={acts.add} />
      <p role="status" className="sr-only">{acts.said}</p>
    </div>
  );
}

type LineProps = { index: number; sentence: string; severity: string; source: string; group: string; isDisabled: boolean; isOpen: boolean; onToggle: (index: number, isOpen: boolean) => void };

const Line = memo(function Line({ index, sentence, severity, source, group, isDisabled, isOpen, onToggle }: LineProps) {
  const { t } = useTranslation("studio");
  const Arrow = isOpen ? ChevronDown : ChevronRight;
  return (
    <button type="button" data-rule={index} data-path={`rules.${index}`} aria-expanded={isOpen} aria-controls={isOpen ? `rule-${index}` : undefined} onClick={() => onToggle(index, isOpen)} className="flex w-full min-w-0 flex-wrap items-center gap-x-2 gap-y-1 py-1.5 text-left hover:bg-petrol-tint sm:flex-nowrap">
      <Arrow aria-hidden className="size-4 shrink-0 text-soft" />
      <span className={`min-w-0 flex-1 basis-48 ${isDisabled ? "text-soft line-through" : ""} ${isOpen ? "font-semibold" : "sm:truncate"}`}>{sentence}</span>
      <span className="flex flex-wrap items-center gap-2 pl-6 sm:pl-0">
        {isDisabled ? <StatusTag>{t("rules.disabled")}</StatusTag> : null}
        {group === "" ? null : <span className="text-sm text-soft">{group}</span>}
        {severity === "" ? null : <StatusTag tone={TONES[severity] ?? "plain"}>{t(`rules.severityTag.${severity}`, { defaultValue: severity })}</StatusTag>}
        <span className="text-sm text-soft">{source}</span>
      </span>
    </button>
  );
});

function Acts({ acts, index, count }: { acts: ReturnType<typeof useActs>; index: number; count: number }) {
  const { t } = useTranslation("studio");
  const what = t("rules.rule");
  return (
    <div className="flex flex-wrap items-center gap-2" data-rule-acts={index}>
      <IconButton icon={ArrowUp} act="up" label={t("rules.up", { what })} disabled={index === 0} onClick={() => acts.move(index, -1)} />
      <IconButton icon={ArrowDown} act="down" label={t("rules.down", { what })} disabled={index === count - 1} onClick={() => acts.move(index, 1)} />
      <Button type="button" look="other" size="small" onClick={() => acts.copy(index)}>{t("rules.copy")}</Button>
      <ConfirmButton act={t("rules.removeRule")} question={t("rules.removeQuestion")} onConfirm={() => acts.remove(index)}><p>{t("rules.removeText")}</p></ConfirmButton>
    </div>
  );
}

/** What can be done with the rules as a list; the focus goes along. */
function useActs({ content, onChange, onOpen }: Pick<Props, "content" | "onChange" | "onOpen">) {
  const { t } = useTranslation("studio");
  const { said: saidNow, say } = useSpeech();
  const { known, point } = useMaking();
  const [said, setSaid] = useState("");
  const focusAfter = useFocusAfter();
  const rules = listIn(content, "rules");
  const ids = rules.map((rule) => textIn(rule, "id"));
  const [prefix = "findings"] = (rules.map((rule) => textIn(rule, "textKey")).find(Boolean) ?? textIn(content, "point")).split(".").filter(Boolean);
  const keyFor = (id: string) => `${prefix}.${id.replaceAll(".", "-")}`;
  return {
    said,
    add: (words: string) => {
      const id = freshName(words, ids);
      const rule = { id, source: "", severity: "info", textKey: keyFor(id), conditions: { all: [conditionOf({ at: "", ...freshLeaf(known) })] }, event: { type: Object.keys(point.events)[0] ?? "finding", params: {} } };
      onChange(withAdded(content, "rules", rules.length, rule));
      onOpen(rules.length);
      focusAfter(`#rule-${rules.length} select`);
      setSaid(t("rules.added"));
    },
    copy: (index: number) => {
      const rule = rules[index];
      const id = freshName(`${ids[index] ?? ""}-2`, ids);
      for (const language of ["nl", "en"] as const) say("findings", keyFor(id), language, saidNow("findings", textIn(rule, "textKey"), language) ?? "");
      onChange(withAdded(content, "rules", index + 1, withProperty(withProperty(rule, "id", id), "textKey", keyFor(id))));
      onOpen(index + 1);
      focusAfter(`[data-rule="${index + 1}"]`);
      setSaid(t("rules.copied"));
    },
    remove: (index: number) => {
      onChange(withoutRule(content, index));
      onOpen(null);
      focusAfter(`[data-rule="${index}"]`, `[data-rule="${index - 1}"]`, "[data-add-rule] input");
      setSaid(t("rules.ruleRemoved"));
    },
    move: (index: number, by: 1 | -1) => {
      onChange(withRuleMoved(content, index, by));
      onOpen(index + by);
      focusAfter(`[data-rule-acts="${index + by}"] [data-act="${by === 1 ? "down" : "up"}"]`, `[data-rule="${index + by}"]`);
      setSaid(t("rules.movedTo", { place: index + by + 1 }));
    },
  };
}

function AddRule({ onAdd }: { onAdd: (words: string) => void }) {
  const { t } = useTranslation("studio");
  const [words, setWords] = useState("");
  const add = () => {
    onAdd(words);
    setWords("");
  };
  return (
    <div className="flex flex-wrap items-end gap-3" data-add-rule>
      <SmallField label={t("rules.newName")} className="basis-64">
        <input
          type="text" className="control" value={words} onChange={(event) => setWords(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key !== "Enter") return;
            event.preventDefault();
            if (words.trim() !== "") add();
          }}
        />
      </SmallField>
      <Button type="button" look="other" size="small" disabled={words.trim() === ""} onClick={add}>{t("rules.addRule")}</Button>
    </div>
  );
}
