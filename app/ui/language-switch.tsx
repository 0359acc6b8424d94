import { useTranslation } from "react-i18next";

import { LANGUAGES } from "#app/domain/people.ts";

import { classNames } from "./class-names.ts";
import { useShell } from "./shell.tsx";

/** NL | EN. A form and not a link, because it remembers; a plain one, because the whole page changes its language. */
export function LanguageSwitch() {
  const { t } = useTranslation("common");
  const { language, here } = useShell();
  return (
    <form method="post" action="/language" aria-label={t("language.label")} className="flex items-center gap-1 text-base in-data-[scheme=desk]:text-sm">
      <input type="hidden" name="to" value={here} />
      {LANGUAGES.map((each) => (
        <button
          key={each}
          name="language"
          value={each}
          lang={each}
          aria-pressed={each === language}
          className={classNames("min-h-8 min-w-8 rounded-md px-2", each === language ? "font-bold text-ink" : "text-petrol underline underline-offset-4 hover:bg-petrol-tint")}
        >
          <span aria-hidden>{each.toUpperCase()}</span>
          <span className="sr-only">{t(`language.${each}`)}</span>
        </button>
      ))}
    </form>
  );
}

/** On every page of the demonstration: that it is one, and where its inside is. */
export function DemonstrationBanner() {
  const { t } = useTranslation("common");
  const { mode } = useShell();
  if (mode !== "demonstration") return null;
  return (
    <aside aria-label={t("demonstration.label")} className="bg-soon-tint px-4 py-1 text-center text-sm text-soon">
      <strong>{t("demonstration.title")}</strong> {t("demonstration.text")}{" "}
      <a href="/simulators" className="underline underline-offset-4">
        {t("demonstration.simulators")}
      </a>
    </aside>
  );
}
