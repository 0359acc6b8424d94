import { Plus } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { slugOf } from "#app/domain/definitions/request-types/form-edits.ts";
import { isPart, listOf, movedTo, partOf, textOf, withAt, type Part } from "#app/domain/definitions/request-types/json-parts.ts";

import { Button } from "../../../button.tsx";
import { Select } from "../../../field.tsx";
import { AnsweredInput } from "./answered.tsx";
import { LetterEffect } from "./letter-effect.tsx";
import { JsonPart, ListActs, Shaped, Tick } from "./parts.tsx";
import { SectionFrame } from "./section-frame.tsx";
import { useEditedType } from "./type-context.ts";
import { useTypeWords } from "./type-words.ts";
import { WordingInput } from "./wording.tsx";

/** What approval causes, in order; and what is blocked before that. */
export function EffectsSection() {
  const { t } = useTranslation("studio");
  const { id, type, put, around, moveOn } = useEditedType();
  const { word } = useTypeWords();
  const [fresh, setFresh] = useState("manual-task");
  const effects = listOf(type["effects"]);
  const become = (next: readonly unknown[], focus: string, sentence: string) => {
    put(["effects"], next);
    moveOn(focus, sentence);
  };
  const nameOf = (effect: unknown) => word("effect", textOf(partOf(effect)["effect"]));
  return (
    <SectionFrame title={t("form-builder.part.effects")} about={t("form-builder.effects.about")}>
      <ol className="grid gap-4" data-path="effects">
        {effects.map((effect, index) => (
          <li key={index} className="grid min-w-0 gap-4 rounded-md border border-line p-3" data-path={`effects.${index}`}>
            <h4 className="font-semibold">{index + 1}. {nameOf(effect)}</h4>
            <ListActs
              name={`rt-effect-${index}`} of={nameOf(effect)}
              up={index > 0 ? () => become(movedTo(effects, index, index - 1), `rt-effect-${index - 1}-up`, t("form-builder.moved", { what: nameOf(effect), number: index })) : null}
              down={index < effects.length - 1 ? () => become(movedTo(effects, index, index + 1), `rt-effect-${index + 1}-down`, t("form-builder.moved", { what: nameOf(effect), number: index + 2 })) : null}
              remove={() => become(effects.filter((_, at) => at !== index), "rt-effect-new", t("form-builder.removed", { what: nameOf(effect) }))}
            />
            {isPart(effect) ? <One index={index} effect={effect} /> : <JsonPart name={`rt-effect-${index}`} label={t("form-builder.effects.one")} help={t("form-builder.notUnderstood")} value={effect} onChange={(value) => put(["effects", index], value)} />}
          </li>
        ))}
      </ol>
      <div className="flex flex-wrap items-end gap-3">
        <Select name="rt-effect-new" label={t("form-builder.effects.new")} value={fresh} choices={around.effects.map(({ name }) => ({ value: name, label: word("effect", name) }))} onChange={(event) => setFresh(event.currentTarget.value)} optional />
        <Button type="button" id="rt-effect-add" look="other" size="small" icon={Plus} onClick={() => become([...effects, { effect: fresh, inputs: {}, ...(fresh === "manual-task" && { task: freeTask(id, around.tasks, effects) }), ...(fresh === "send-letter" && { letter: around.letters[0]?.key ?? "", to: "practice" }) }], `rt-effect-${effects.length}-${FIRST_CONTROL[fresh] ?? "up"}`, t("form-builder.added", { what: word("effect", fresh) }))}>
          {t("form-builder.add")}
        </Button>
      </div>
      <Precaution />
    </SectionFrame>
  );
}

/** What a new effect asks first. */
const FIRST_CONTROL: Readonly<Record<string, string>> = { "manual-task": "task", "send-letter": "letter" };

/** A name for a task that no other type has: its words are its own. */
function freeTask(id: string, known: readonly string[], effects: readonly unknown[]): string {
  return slugOf(id, [...known, ...effects.map((one) => textOf(partOf(one)["task"]))], "task");
}

function One({ index, effect }: { index: number; effect: Part }) {
  const { t } = useTranslation("studio");
  const { id, put, around } = useEditedType();
  const words = useTypeWords();
  const verb = textOf(effect["effect"]);
  const inputs = partOf(effect["inputs"]);
  const known = around.effects.find(({ name }) => name === verb)?.inputs ?? [];
  const task = textOf(effect["task"]);
  const tasks = [...new Set([...(task === "" ? [] : [task]), freeTask(id, around.tasks.filter((one) => one !== task), []), ...around.tasks])];
  return (
    <>
      {verb !== "manual-task" ? null : (
        <>
          <Select name={`rt-effect-${index}-task`} label={t("form-builder.effects.task")} help={t("form-builder.effects.taskHelp")} value={task} placeholder={t("form-builder.choose")} data-path={`effects.${index}.task`} choices={tasks.map((value) => ({ value, label: words.taskLabel(value) }))} onChange={(event) => put(["effects", index, "task"], event.currentTarget.value)} />
          {task === "" ? null : (
            <>
              <WordingInput name={`rt-effect-${index}-task-title`} label={t("form-builder.effects.taskTitle")} textKey={`desk:task.${task}.title`} />
              <WordingInput name={`rt-effect-${index}-task-how`} label={t("form-builder.effects.taskHow")} textKey={`desk:task.${task}.how`} rows={3} />
            </>
          )}
        </>
      )}
      {known.length === 0 && Object.keys(inputs).length === 0 ? null : (
        <Shaped value={effect["inputs"]} as="part" name={`rt-effect-${index}-inputs`} label={t("form-builder.effects.inputs")} path={`effects.${index}.inputs`} onChange={(value) => put(["effects", index, "inputs"], value)}>
          <fieldset className="grid gap-3" data-path={`effects.${index}.inputs`}>
            <legend className="mb-1 font-semibold">{t("form-builder.effects.inputs")}</legend>
            <div className="grid gap-3 md:grid-cols-2">
              {[...new Set([...known, ...Object.keys(inputs)])].map((input) => (
                <Select
                  key={input} name={`rt-effect-${index}-${input}`} label={words.word("effectInput", input)} value={textOf(inputs[input])} placeholder={t("form-builder.effects.nothing")} optional data-path={`effects.${index}.${input}`}
                  choices={words.answers(textOf(inputs[input]))} onChange={(event) => put(["effects", index], withAt({ ...effect, inputs }, ["inputs", input], event.currentTarget.value || undefined))}
                />
              ))}
            </div>
          </fieldset>
        </Shaped>
      )}
      {verb === "send-letter" ? <LetterEffect index={index} effect={effect} /> : null}
      {verb !== "create-account" ? null : (
        <Select name={`rt-effect-${index}-kind`} label={t("form-builder.effects.kind")} value={textOf(effect["kind"]) || "personal"} data-path={`effects.${index}.kind`} choices={(["personal", "system", "test"] as const).map((value) => ({ value, label: t(`form-builder.effects.kinds.${value}`) }))} onChange={(event) => put(["effects", index, "kind"], event.currentTarget.value === "personal" && effect["kind"] === undefined ? undefined : event.currentTarget.value)} />
      )}
      <AnsweredInput name={`rt-effect-${index}-when`} label={t("form-builder.effects.when")} when={effect["when"]} onChange={(value) => put(["effects", index, "when"], value)} path={`effects.${index}.when`} none={t("form-builder.always")} />
    </>
  );
}

/** Whose account is blocked already when the request comes in. */
function Precaution() {
  const { t } = useTranslation("studio");
  const { type, put } = useEditedType();
  const precaution = type["precaution"];
  const isThere = precaution !== undefined;
  const part = partOf(precaution);
  return (
    <div className="grid gap-3" data-path="precaution">
      <Tick name="rt-precaution" label={t("form-builder.effects.precaution")} help={t("form-builder.effects.precautionHelp")} checked={isThere} onChange={(is) => put(["precaution"], is ? { when: [] } : undefined)} />
      {!isThere ? null : (
        <>
          <Select name="rt-precaution-whose" label={t("form-builder.effects.whose")} value={textOf(part["whose"]) || "named-account"} data-path="precaution.whose" choices={(["named-account", "former-holder"] as const).map((value) => ({ value, label: t(`form-builder.effects.whoseOf.${value}`) }))} onChange={(event) => put(["precaution", "whose"], event.currentTarget.value)} />
          <AnsweredInput name="rt-precaution-when" label={t("form-builder.effects.precautionWhen")} when={part["when"]} onChange={(value) => put(["precaution", "when"], value ?? [])} path="precaution.when" none={t("form-builder.effects.precautionNone")} />
        </>
      )}
    </div>
  );
}
