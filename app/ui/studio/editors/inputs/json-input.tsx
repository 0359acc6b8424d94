import { useState } from "react";
import { useTranslation } from "react-i18next";

import { SmallField } from "./small-field.tsx";

/** A part that has no fields of its own, as JSON; what is no JSON yet stays in the box, and says so. */
export function JsonInput({ label, value, onChange, path }: { label: string; value: unknown; onChange: (value: unknown) => void; path?: string | undefined }) {
  const { t } = useTranslation("studio");
  const written = JSON.stringify(value, null, 2) ?? "";
  const [typed, setTyped] = useState<{ text: string; of: string } | null>(null);
  const text = typed !== null && typed.of === written ? typed.text : written;
  const isWrong = text !== "" && parse(text) === undefined;
  return (
    <SmallField label={label}>
      <textarea
        className="control font-mono text-sm" rows={Math.min(12, Math.max(2, text.split("\n").length))} spellCheck={false} data-path={path} aria-invalid={isWrong || undefined} value={text}
        onChange={(event) => {
          const next = event.currentTarget.value;
          const parsed = parse(next);
          const isSame = parsed === undefined || JSON.stringify(parsed, null, 2) === written;
          setTyped({ text: next, of: isSame ? written : (JSON.stringify(parsed, null, 2) ?? "") });
          if (!isSame) onChange(parsed);
        }}
      />
      {isWrong ? <span className="text-sm font-semibold text-late">{t("rules.notJson")}</span> : null}
    </SmallField>
  );
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
