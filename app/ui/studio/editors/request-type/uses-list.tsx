import { useTranslation } from "react-i18next";

import type { AnswerUse } from "#app/domain/definitions/request-types/answer-uses.ts";

import { useTypeWords } from "./type-words.ts";

/** What uses a field, in words: what would lead nowhere without it. */
export function UsesList({ uses }: { uses: readonly AnswerUse[] }) {
  const { t } = useTranslation("studio");
  const words = useTypeWords();
  if (uses.length === 0) return <p className="text-soft">{t("form-builder.noUses")}</p>;
  const sentences = [...new Set(uses.map(({ as, of }) => t(`form-builder.use.${as}`, { of: words.ofUse(as, of) })))];
  return (
    <div className="grid gap-1">
      <p>{t("form-builder.uses", { count: sentences.length })}</p>
      <ul className="list-disc pl-6 marker:text-petrol">
        {sentences.map((one) => <li key={one}>{one}</li>)}
      </ul>
      <p className="text-help">{t("form-builder.usesStay")}</p>
    </div>
  );
}
