import { Plus } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { splitKey } from "#app/domain/definitions/request-types/field-words.ts";
import { isPart, listOf, movedTo, partOf, textOf, withAt } from "#app/domain/definitions/request-types/json-parts.ts";

import { Button } from "../../../button.tsx";
import { Select, TextInput } from "../../../field.tsx";
import { whenEnter } from "./add.tsx";
import { JsonPart, ListActs } from "./parts.tsx";
import { SectionFrame } from "./section-frame.tsx";
import { useEditedType } from "./type-context.ts";
import { WordingInput } from "./wording.tsx";

/** Why the office may reject it, each with the sentence that the applicant reads. */
export function ReasonsSection() {
  const { t } = useTranslation("studio");
  const { type, put, change, around, said, language, moveOn } = useEditedType();
  const [known, setKnown] = useState("");
  const [fresh, setFresh] = useState("");
  const reasons = listOf(type["reasonCodes"]);
  const codes = reasons.map((one) => textOf(partOf(one)["code"]));
  const become = (next: readonly unknown[], focus: string, sentence: string) => {
    put(["reasonCodes"], next);
    moveOn(focus, sentence);
  };
  const addOwn = () => {
    if (fresh.trim() === "") return;
    const code = codeOf(fresh, [...codes, ...around.reasons.map((one) => one.code)]);
    const textKey = `requests:reasons.${code}`;
    change(withAt(type, ["reasonCodes"], [...reasons, { code, textKey }]), [{ ...splitKey(textKey), ...{ nl: "", en: "", [language]: fresh.trim() } }]);
    moveOn(`rt-reason-${reasons.length}-${language === "nl" ? "en" : "nl"}`, t("form-builder.added", { what: fresh }));
    setFresh("");
  };
  return (
    <SectionFrame title={t("form-builder.part.reasons")} about={t("form-builder.reasons.about")}>
      <ol className="grid gap-3" data-path="reasonCodes">
        {reasons.map((reason, index) => (
          <li key={index} className="grid min-w-0 gap-2 border-b border-line pb-3 last:border-0" data-path={`reasonCodes.${index}`}>
            {isPart(reason) && typeof reason["textKey"] === "string" ? (
              <WordingInput name={`rt-reason-${index}`} label={textOf(reason["code"])} help={around.reasons.some(({ textKey }) => textKey === reason["textKey"]) ? t("form-builder.reasons.shared") : undefined} textKey={reason["textKey"]} rows={2} />
            ) : (
              <JsonPart name={`rt-reason-${index}-json`} label={t("form-builder.reasons.one")} help={t("form-builder.notUnderstood")} value={reason} onChange={(value) => put(["reasonCodes", index], value)} />
            )}
            <ListActs
              name={`rt-reason-${index}`} of={codes[index] ?? ""}
              up={index > 0 ? () => become(movedTo(reasons, index, index - 1), `rt-reason-${index - 1}-up`, t("form-builder.moved", { what: codes[index], number: index })) : null}
              down={index < reasons.length - 1 ? () => become(movedTo(reasons, index, index + 1), `rt-reason-${index + 1}-down`, t("form-builder.moved", { what: codes[index], number: index + 2 })) : null}
              remove={() => become(reasons.filter((_, at) => at !== index), "rt-reason-known", t("form-builder.removed", { what: codes[index] }))}
            />
          </li>
        ))}
      </ol>
      <div className="flex flex-wrap items-end gap-3">
        <Select name="rt-reason-known" label={t("form-builder.reasons.known")} value={known} placeholder={t("form-builder.choose")} choices={around.reasons.filter(({ code }) => !codes.includes(code)).map(({ code, textKey }) => ({ value: code, label: said(textKey, language) ?? code }))} onChange={(event) => setKnown(event.currentTarget.value)} optional />
        <Button
          type="button" id="rt-reason-take" look="other" size="small" icon={Plus} aria-disabled={known === "" || undefined}
          onClick={() => {
            const one = around.reasons.find(({ code }) => code === known);
            if (one === undefined) return;
            become([...reasons, { ...one }], "rt-reason-known", t("form-builder.added", { what: one.code }));
            setKnown("");
          }}
        >
          {t("form-builder.add")}
        </Button>
      </div>
      <div className="flex flex-wrap items-end gap-3">
        <TextInput name="rt-reason-new" label={t("form-builder.reasons.own")} help={t("form-builder.reasons.ownHelp")} value={fresh} onChange={(event) => setFresh(event.currentTarget.value)} onKeyDown={(event) => whenEnter(event, addOwn)} optional />
        <Button type="button" id="rt-reason-add" look="other" size="small" icon={Plus} onClick={addOwn}>{t("form-builder.add")}</Button>
      </div>
    </SectionFrame>
  );
}

/** A code for a reason: "FACTUUR_AL_BETAALD". */
function codeOf(words: string, taken: readonly string[]): string {
  const letters = words.normalize("NFD").replaceAll(/[^a-z ]/gi, "").trim().toUpperCase().split(/\s+/).slice(0, 4).join("_").replace(/^_+/, "");
  const code = letters === "" ? "REASON" : letters;
  if (!taken.includes(code)) return code;
  for (let again = "_B"; ; again += "B") if (!taken.includes(`${code}${again}`)) return `${code}${again}`;
}
