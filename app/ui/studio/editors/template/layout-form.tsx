import { useId } from "react";
import { useTranslation } from "react-i18next";

import { isObject, textOf } from "./blocks.ts";

const ENVELOPES = ["C5", "EA5"] as const;
const MEASURES = ["left", "top", "width", "height"] as const;

/** Where the envelope's window lies on the page, and where the page is folded; in millimetres. */
export function LayoutForm({ layout, onChange }: { layout: unknown; onChange: (layout: unknown) => void }) {
  const { t } = useTranslation("studio");
  const now = isObject(layout) ? layout : {};
  const window = isObject(now["window"]) ? now["window"] : {};
  return (
    <fieldset data-path="layout" className="grid min-w-0 content-start gap-3">
      <legend className="mb-2 font-semibold">{t("template.layout.title")}</legend>
      <p className="text-help">{t("template.layout.help")}</p>
      <label className="grid gap-1">
        <span className="text-soft">{t("template.layout.envelope")}</span>
        <select data-path="layout.envelope" className="control" value={textOf(now["envelope"])} onChange={(event) => onChange({ ...now, envelope: event.currentTarget.value })}>
          {ENVELOPES.map((one) => (
            <option key={one} value={one}>
              {t(`template.layout.${one}`)}
            </option>
          ))}
        </select>
      </label>
      {MEASURES.map((name) => (
        <Measure key={name} path={`layout.window.${name}`} label={t(`template.layout.${name}`)} value={window[name]} onChange={(size) => onChange({ ...now, window: { ...window, [name]: size } })} />
      ))}
      <Measure path="layout.fold" label={t("template.layout.fold")} value={now["fold"]} onChange={(fold) => onChange({ ...now, fold })} />
    </fieldset>
  );
}

/** What is no number yet is null, which the check tells of. */
function Measure({ path, label, value, onChange }: { path: string; label: string; value: unknown; onChange: (size: number | null) => void }) {
  const { t } = useTranslation("studio");
  const id = useId();
  return (
    <div className="grid grid-cols-[minmax(0,1fr)_auto] items-center gap-2">
      <label htmlFor={id} className="text-soft">{label}</label>
      <span className="flex items-center gap-2">
        <input
          id={id} data-path={path} type="number" step="0.5" inputMode="decimal" className="control max-w-24" value={typeof value === "number" ? value : ""}
          onChange={(event) => onChange(Number.isNaN(event.currentTarget.valueAsNumber) ? null : event.currentTarget.valueAsNumber)}
        />
        <span aria-hidden className="text-soft">{t("template.layout.unit")}</span>
      </span>
    </div>
  );
}
