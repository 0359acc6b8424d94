import { Link } from "@remix-run/react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { classNames } from "./class-names.ts";
import { DemonstrationBanner, LanguageSwitch } from "./language-switch.tsx";
import { useShell } from "./shell.tsx";

/** The page around everything that people outside the office see: roomy, one column, steps beside it where there are any. */
export function PublicLayout({ children, aside, asideLabel }: { children: ReactNode; aside?: ReactNode; asideLabel?: string }) {
  const { t } = useTranslation("common");
  const { office } = useShell();
  return (
    <div data-scheme="public" className="flex min-h-dvh flex-col">
      <a href="#main" className="sr-only focus:not-sr-only focus:absolute focus:z-10 focus:m-2 focus:bg-sheet focus:p-3 focus:text-link">
        {t("skip")}
      </a>
      <DemonstrationBanner />
      <header className="border-b border-line bg-sheet">
        <div className="mx-auto flex min-h-16 max-w-page items-center justify-between gap-4 px-4 sm:px-6">
          <Link to="/" className="flex flex-wrap items-baseline gap-x-2 py-2 hover:underline">
            <span className="font-bold tracking-wide text-petrol">{office.name}</span>
            <span className="text-base">{t("public.name")}</span>
          </Link>
          <LanguageSwitch />
        </div>
      </header>
      <div
        className={classNames(
          "mx-auto grid w-full max-w-page flex-1 content-start gap-8 px-4 py-8 sm:px-6 sm:py-10",
          aside !== undefined && "lg:grid-cols-[minmax(0,1fr)_auto] lg:gap-16",
        )}
      >
        <main id="main" tabIndex={-1} className="grid min-w-0 content-start gap-6 outline-none">
          {children}
        </main>
        {aside === undefined ? null : (
          <aside aria-label={asideLabel ?? t("public.aside")} className="h-fit rounded-md border border-line bg-sheet p-5 lg:w-64">
            {aside}
          </aside>
        )}
      </div>
      <footer className="border-t border-line bg-sheet text-base">
        <div className="mx-auto flex max-w-page flex-wrap justify-between gap-x-8 gap-y-3 px-4 py-6 sm:px-6">
          <p className="text-soft">
            {t("public.help")}{" "}
            <a href={`tel:${office.phone}`} className="font-semibold whitespace-nowrap text-link">
              {office.phoneShown}
            </a>{" "}
            ({office.hours})
          </p>
          <nav aria-label={t("public.footer")}>
            <ul className="flex flex-wrap gap-x-6 gap-y-2">
              <li><Link to="/contact" className="text-link">{t("public.contact")}</Link></li>
              <li><Link to="/guide" className="text-link">{t("public.guide")}</Link></li>
              <li><Link to="/terms/2" className="text-link">{t("public.terms")}</Link></li>
              <li><Link to="/login" className="text-link">{t("public.logIn")}</Link></li>
              <li><Link to="/sign-in" className="text-link">{t("public.staff")}</Link></li>
            </ul>
          </nav>
        </div>
      </footer>
    </div>
  );
}
