import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";

import { Button } from "../../../button.tsx";
import { TextInput } from "../../../field.tsx";
import { whenEnter } from "./add.tsx";

type Props = { name: string; label: string; value: string; pattern: RegExp; taken: readonly string[]; onRename: (to: string) => void; path: string; children?: ReactNode };

/** The name of something in the data, which is changed in one go, with all that uses it. */
export function Rename({ name, label, value, pattern, taken, onRename, path, children }: Props) {
  const { t } = useTranslation("studio");
  const [typed, setTyped] = useState<string | null>(null);
  const wanted = (typed ?? value).trim();
  const error = wanted === value ? undefined : taken.includes(wanted) ? t("form-builder.nameTaken") : pattern.test(wanted) ? undefined : t("form-builder.nameCannot");
  const rename = () => {
    if (wanted === value || error !== undefined) return;
    onRename(wanted);
    setTyped(null);
  };
  return (
    <details className="min-w-0" data-path={path}>
      <summary className="min-h-7 cursor-pointer text-link">{label}</summary>
      <div className="mt-2 grid gap-3">
        <TextInput name={name} label={label} help={t("form-builder.nameHelp")} error={error} mono width="half" value={typed ?? value} onChange={(event) => setTyped(event.currentTarget.value)} onKeyDown={(event) => whenEnter(event, rename)} />
        {children}
        <span>
          <Button type="button" id={`${name}-rename`} look="other" size="small" aria-disabled={wanted === value || error !== undefined || undefined} onClick={rename}>{t("form-builder.rename")}</Button>
        </span>
      </div>
    </details>
  );
}
