import { ChevronRight } from "lucide-react";
import { useTranslation } from "react-i18next";

import type { ServicesChoices } from "#app/domain/definitions/choices/services.ts";
import { SEGMENTS } from "#app/domain/definitions/schema/scope.ts";

import { Button } from "../../../button.tsx";
import { ChoiceField, CodesField, LineField, NumberField, Ticks, WordingPair } from "../inputs/fields.tsx";
import { isObject, listOf, textOf } from "../template/blocks.ts";
import { NamedList } from "./named-list.tsx";

type Service = Readonly<Record<string, unknown>>;

const LEGAL = ["zvw-wlz", "wmo", "jeugdwet"] as const;

/** One service: closed it says what it is called and for whom it is, open it is changed. */
export function ServiceForm({ index, service, around, onChange, onRemove }: { index: number; service: unknown; around: ServicesChoices; onChange: (next: Service) => void; onRemove: () => void }) {
  const { t, i18n } = useTranslation("studio");
  const now = isObject(service) ? service : {};
  const path = `services.${index}`;
  const name = isObject(now["name"]) ? textOf(now["name"][i18n.language]) : "";
  const of = name === "" ? t("services-editor.nameless") : name;
  const set = (part: string) => (value: unknown) => onChange({ ...now, [part]: value });
  const careTypes = now["careTypes"];
  const none = { value: "", label: t("services-editor.none") };
  const words = (group: string, values: readonly string[]) => values.map((value) => ({ value, label: t(`services-editor.${group}.${value}`, { defaultValue: value }) }));
  return (
    <details data-service={index} data-path={path} className="group rounded-md border border-line">
      <summary className="flex min-h-9 cursor-pointer flex-wrap items-center gap-x-4 px-3 py-1.5">
        <span className="inline-flex items-center gap-2 font-semibold">
          <ChevronRight aria-hidden className="size-4 shrink-0 group-open:rotate-90" />
          {of}
        </span>
        <code className="font-mono text-sm text-soft">{textOf(now["id"])}</code>
        <span className="text-soft">{Array.isArray(careTypes) ? t("services-editor.careOnly", { codes: careTypes.join(", ") }) : t("services-editor.careAll")}</span>
      </summary>
      <div className="grid gap-4 border-t border-line p-3">
        <LineField path={`${path}.id`} label={t("services-editor.id")} of={of} value={now["id"]} onChange={set("id")} mono />
        <WordingPair path={`${path}.name`} label={t("services-editor.name")} of={of} value={now["name"]} onChange={set("name")} />
        <WordingPair path={`${path}.description`} label={t("services-editor.description")} of={of} value={now["description"]} onChange={set("description")} />
        <NamedList path={`${path}.rights`} label={t("services-editor.rights")} of={of} code="id" codeLabel={t("services-editor.right")} list={listOf(now["rights"])} keepsOne onChange={set("rights")} />
        <div className="grid gap-4 sm:grid-cols-2">
          <Ticks path={`${path}.segments`} label={t("services-editor.segments")} of={of} chosen={listOf(now["segments"])} choices={words("segment", SEGMENTS)} onChange={set("segments")} />
          <Ticks path={`${path}.certificateKinds`} label={t("services-editor.kinds")} of={of} chosen={listOf(now["certificateKinds"])} choices={words("kind", ["personal", "system"])} onChange={set("certificateKinds")} />
          <CodesField path={`${path}.careTypes`} label={t("services-editor.careTypes")} of={of} value={careTypes} onChange={set("careTypes")} />
          <NumberField path={`${path}.maxUsers`} label={t("services-editor.maxUsers")} of={of} value={now["maxUsers"]} onChange={set("maxUsers")} />
          <ChoiceField path={`${path}.legalBasis`} label={t("services-editor.legalBasis")} of={of} value={textOf(now["legalBasis"])} choices={[none, ...words("legal", LEGAL)]} onChange={(value) => set("legalBasis")(value === "" ? null : value)} />
          <ChoiceField path={`${path}.ownForm`} label={t("services-editor.ownForm")} of={of} value={textOf(now["ownForm"])} choices={[{ value: "", label: t("services-editor.general") }, ...words("form", around.destinations)]} onChange={(value) => set("ownForm")(value === "" ? null : value)} />
        </div>
        <label className="inline-flex min-h-8 items-center gap-2">
          <input type="checkbox" data-path={`${path}.needsAddendum`} className="size-5 accent-petrol" checked={now["needsAddendum"] === true} onChange={(event) => set("needsAddendum")(event.currentTarget.checked)} />
          {t("services-editor.addendum")}
          <span className="sr-only">, {of}</span>
        </label>
        <NamedList path={`${path}.recognitions`} label={t("services-editor.recognitions")} of={of} code="code" codeLabel={t("services-editor.recognition")} list={listOf(now["recognitions"])} onChange={set("recognitions")} />
        <span>
          <Button type="button" look="quiet" size="small" onClick={onRemove}>
            {t("services-editor.remove")}
            <span className="sr-only">: {of}</span>
          </Button>
        </span>
      </div>
    </details>
  );
}
