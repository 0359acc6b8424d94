import { Plus } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { isPart, listOf, partOf, textOf, withAt, type Part } from "#app/domain/definitions/request-types/json-parts.ts";

import { Button } from "../../../button.tsx";
import { Select } from "../../../field.tsx";
import { AnsweredInput } from "./answered.tsx";
import { JsonPart, Shaped } from "./parts.tsx";
import { SectionFrame } from "./section-frame.tsx";
import { useEditedType } from "./type-context.ts";
import { useTypeWords } from "./type-words.ts";

/** Who is told of what, with which e-mail. */
export function MessagesSection() {
  const { t } = useTranslation("studio");
  const { type, put, around, moveOn } = useEditedType();
  const { word } = useTypeWords();
  const [fresh, setFresh] = useState("");
  // What was just added is open: the focus goes into it.
  const [added, setAdded] = useState<readonly string[]>([]);
  const messages = partOf(type["messages"]);
  // In the order in which they come to pass: what is stored is in no order.
  const inTime = (happening: string) => around.happenings.indexOf(happening);
  const happenings = Object.keys(messages).sort((one, other) => inTime(one) - inTime(other));
  const called = (happening: string) => word("happening", happening.replaceAll(".", "-"));
  return (
    <SectionFrame title={t("form-builder.part.messages")} about={t("form-builder.messages.about")}>
      <div className="grid gap-3" data-path="messages">
        {happenings.map((happening) => (
          <details key={happening} open={added.includes(happening) || undefined} className="min-w-0 rounded-md border border-line" data-path={`messages.${happening}`}>
            <summary className="flex min-h-9 cursor-pointer flex-wrap items-center gap-x-3 px-3 py-1">
              <span className="font-semibold">{called(happening)}</span>
              <span className="text-soft">{summary(messages[happening], around.mails, (to) => word("recipient", to))}</span>
            </summary>
            <div className="grid gap-4 border-t border-line p-3">
              <Shaped value={messages[happening]} as="list" name={`rt-messages-${happening}`} label={called(happening)} path={`messages.${happening}`} onChange={(value) => put(["messages", happening], value)}>
                <Happening happening={happening} all={messages[happening]} />
              </Shaped>
            </div>
          </details>
        ))}
      </div>
      <div className="flex flex-wrap items-end gap-3">
        <Select name="rt-happening-new" label={t("form-builder.messages.new")} value={fresh} placeholder={t("form-builder.choose")} choices={around.happenings.filter((one) => !happenings.includes(one)).map((value) => ({ value, label: called(value) }))} onChange={(event) => setFresh(event.currentTarget.value)} optional />
        <Button
          type="button" id="rt-happening-add" look="other" size="small" icon={Plus} aria-disabled={fresh === "" || undefined}
          onClick={() => {
            if (fresh === "") return;
            put(["messages", fresh], [{ template: "", to: "applicant" }]);
            moveOn(`rt-message-${fresh}-0-template`, t("form-builder.added", { what: called(fresh) }));
            setAdded([...added, fresh]);
            setFresh("");
          }}
        >
          {t("form-builder.add")}
        </Button>
      </div>
    </SectionFrame>
  );
}

function summary(all: unknown, mails: ReadonlyArray<{ key: string; title: string }>, to: (name: string) => string): string {
  return listOf(all).map(partOf).map((one) => `${mails.find(({ key }) => key === one["template"])?.title ?? textOf(one["template"])} → ${to(textOf(one["to"]))}`).join("; ");
}

function Happening({ happening, all }: { happening: string; all: unknown }) {
  const { t } = useTranslation("studio");
  const { type, put, change, moveOn } = useEditedType();
  const list = listOf(all);
  const without = (index: number) => {
    const left = list.filter((_, at) => at !== index);
    change(withAt(type, ["messages", happening], left.length === 0 ? undefined : left));
    moveOn(left.length === 0 ? "rt-happening-new" : `rt-message-${happening}-add`, t("form-builder.messages.gone"));
  };
  return (
    <>
      {list.map((message, index) => (
        <div key={index} className="grid gap-3 border-l-4 border-line pl-3" data-path={`messages.${happening}.${index}`}>
          {isPart(message) ? <One happening={happening} index={index} message={message} /> : <JsonPart name={`rt-message-${happening}-${index}`} label={t("form-builder.messages.one")} help={t("form-builder.notUnderstood")} value={message} onChange={(value) => put(["messages", happening, index], value)} />}
          <span>
            <Button type="button" look="quiet" size="small" onClick={() => without(index)}>{t("form-builder.messages.remove")}<span className="sr-only"> {index + 1}</span></Button>
          </span>
        </div>
      ))}
      <span>
        <Button
          type="button" id={`rt-message-${happening}-add`} look="other" size="small" icon={Plus}
          onClick={() => {
            put(["messages", happening], [...list, { template: textOf(partOf(list.at(-1))["template"]), to: "applicant" }]);
            moveOn(`rt-message-${happening}-${list.length}-template`, t("form-builder.messages.added"));
          }}
        >
          {t("form-builder.messages.add")}
        </Button>
      </span>
    </>
  );
}

function One({ happening, index, message }: { happening: string; index: number; message: Part }) {
  const { t } = useTranslation("studio");
  const { put, around } = useEditedType();
  const { word } = useTypeWords();
  const steps = ["messages", happening, index];
  const name = `rt-message-${happening}-${index}`;
  const template = textOf(message["template"]);
  const gone = template === "" || around.mails.some(({ key }) => key === template) ? [] : [{ value: template, label: t("form-builder.gone", { name: template }) }];
  return (
    <>
      <div className="grid gap-3 md:grid-cols-2">
        <Select name={`${name}-template`} label={t("form-builder.messages.template")} value={template} placeholder={t("form-builder.choose")} data-path={`${steps.join(".")}.template`} choices={[...around.mails.map(({ key, title }) => ({ value: key, label: title })), ...gone]} onChange={(event) => put([...steps, "template"], event.currentTarget.value)} />
        <Select name={`${name}-to`} label={t("form-builder.messages.to")} value={textOf(message["to"])} data-path={`${steps.join(".")}.to`} choices={around.recipients.map((value) => ({ value, label: word("recipient", value) }))} onChange={(event) => put([...steps, "to"], event.currentTarget.value)} />
        {message["people"] === undefined ? null : <Select name={`${name}-people`} label={t("form-builder.messages.people")} value={textOf(message["people"])} placeholder={t("form-builder.always")} optional choices={(["one", "several"] as const).map((value) => ({ value, label: t(`form-builder.messages.peopleOf.${value}`) }))} onChange={(event) => put([...steps, "people"], event.currentTarget.value || undefined)} />}
      </div>
      <AnsweredInput name={`${name}-when`} label={t("form-builder.messages.when")} when={message["when"]} onChange={(value) => put([...steps, "when"], value)} path={`${steps.join(".")}.when`} none={t("form-builder.always")} />
    </>
  );
}
