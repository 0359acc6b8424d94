import { Form, Link } from "@remix-run/react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { buttonClass } from "../button.tsx";
import { DemonstrationBanner, LanguageSwitch } from "../language-switch.tsx";
import { useShell } from "../shell.tsx";

export type Frame = { userNumber: string; name: string; contacts: ReadonlyArray<{ id: string; role: string; name: string; email: string; phone: string | null }> };

/** The page around what a user sees of their own. A click on the number in the top bar says who their contact person is (R50). */
export function UserLayout({ frame, home, logOut, children }: { frame: Frame; home: string; logOut: string; children: ReactNode }) {
  const { t } = useTranslation(["my", "common"]);
  const { office } = useShell();
  return (
    <div data-scheme="public" className="flex min-h-dvh flex-col">
      <a href="#main" className="sr-only focus:not-sr-only focus:absolute focus:z-10 focus:m-2 focus:bg-sheet focus:p-3 focus:text-link">
        {t("common:skip")}
      </a>
      <DemonstrationBanner />
      <header className="border-b border-line bg-sheet">
        <div className="mx-auto flex max-w-page flex-wrap items-center justify-between gap-x-6 gap-y-2 px-4 py-2 sm:px-6">
          <Link to={home} className="flex flex-wrap items-baseline gap-x-2 py-2 hover:underline">
            <span className="font-bold tracking-wide text-petrol">{office.name}</span>
            <span className="text-base">{t("title")}</span>
          </Link>
          <div className="flex flex-wrap items-center gap-x-4 gap-y-1 text-base">
            <LanguageSwitch />
            <Form method="post" action={logOut}>
              <button className={buttonClass("quiet", "small")}>{t("logOut")}</button>
            </Form>
          </div>
          <details className="w-full border-t border-line pt-1 text-base">
            <summary className="min-h-9 cursor-pointer py-1">
              {frame.name} · <span className="sr-only">{t("contact.number")} </span>
              <span className="font-mono">{frame.userNumber}</span>
            </summary>
            <Contacts contacts={frame.contacts} />
          </details>
        </div>
      </header>
      <main id="main" tabIndex={-1} className="mx-auto grid w-full max-w-page flex-1 content-start gap-6 px-4 py-8 outline-none sm:px-6 sm:py-10">
        {children}
      </main>
      <footer className="border-t border-line bg-sheet text-base">
        <p className="mx-auto max-w-page px-4 py-6 text-soft sm:px-6">
          {t("common:public.help")}{" "}
          <a href={`tel:${office.phone}`} className="font-semibold whitespace-nowrap text-link">
            {office.phoneShown}
          </a>{" "}
          ({office.hours})
        </p>
      </footer>
    </div>
  );
}

function Contacts({ contacts }: Pick<Frame, "contacts">) {
  const { t } = useTranslation("my");
  if (contacts.length === 0) return <p className="py-2">{t("contact.none")}</p>;
  return (
    <div className="grid gap-2 py-2">
      <p className="font-semibold">{t("contact.title", { count: contacts.length })}</p>
      <ul className="grid gap-2">
        {contacts.map(({ id, role, name, email, phone }) => (
          <li key={id}>
            {name} ({t(`contact.role.${role}`)})<br />
            <a href={`mailto:${email}`} className="break-all text-link">{email}</a>
            {phone === null ? null : <span className="whitespace-nowrap"> · {phone}</span>}
          </li>
        ))}
      </ul>
      <p className="max-w-text text-help">{t("contact.ask")}</p>
    </div>
  );
}
