import { Form, useNavigation } from "@remix-run/react";
import { type FormEvent, type ReactNode, useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";

import type { Page } from "#app/domain/definitions/schema/form.ts";
import { keptNames } from "#app/domain/requests/form/entries.ts";
import type { Typed } from "#app/domain/requests/form/visible.ts";
import type { ServiceChoice } from "#app/domain/requests/form/offer.ts";

import { Button } from "../button.tsx";
import { Notice } from "../notice.tsx";
import { PageFields } from "./page-fields.tsx";

export const PAGE_FORM = "page-form";

/** What is worth a second look; `masked` when something was taken out of a text, `take` where something else was probably meant. */
export type Warning = { message: string; masked: boolean; take?: { name: string; value: string } | null };

export type PageFormProps = {
  type: string;
  page: Page;
  pages: readonly Page[];
  /** All that was typed so far, this page as it is to be shown. */
  typed: Typed;
  errors: Readonly<Record<string, string>>;
  warnings: readonly Warning[];
  /** Which warnings were read already, so that the same ones do not stop a second time. */
  warned: string;
  /** The fingerprint of this page, and those of all pages, as they were when this was drawn. */
  seen: string;
  drawn: string;
  backToReview: boolean;
  services: ServiceChoice | null;
  /** What the button that goes on says, if not "Verder". */
  act?: string;
  /** Other ways on from here, below the buttons: inside the form, so that what was typed goes along. */
  children?: ReactNode;
};

/**
 * One declared page as a form. It works without scripts: a question that depends on another one of the same page then comes after sending. With
 * them it appears at once, and switching the language keeps what was typed.
 */
export function PageForm({ type, page, pages, typed, errors, warnings, warned, seen, drawn, backToReview, services, act, children }: PageFormProps) {
  const { t } = useTranslation("form");
  const busy = useNavigation().state === "submitting";
  const form = useRef<HTMLFormElement>(null);
  const [current, setCurrent] = useState<Typed>(typed);
  useKeepOnLanguageSwitch(form);
  const own = keptNames(pages, page, typed, 1);
  const look = (event: FormEvent<HTMLFormElement>) => {
    const others = Object.fromEntries(Object.entries(typed).filter(([name]) => !own.has(name)));
    setCurrent({ ...others, ...typedIn(event.currentTarget) });
  };
  const hasWarnings = warnings.length > 0;
  return (
    <Form method="post" id={PAGE_FORM} ref={form} onChange={look} noValidate className="grid gap-7">
      <input type="hidden" name="_seen" value={seen} />
      <input type="hidden" name="_drawn" value={drawn} />
      <input type="hidden" name="_warned" value={warned} />
      <input type="hidden" name="_review" value={backToReview ? "yes" : ""} />
      {/* Pressing Enter goes on; without this the first button of the page would count. */}
      <button name="_intent" value="next" tabIndex={-1} aria-hidden className="sr-only">
        {t("continue")}
      </button>
      <PageFields type={type} page={page} pages={pages} typed={current} errors={errors} services={services} />
      {hasWarnings ? <Warnings warnings={warnings} /> : null}
      <div className="flex flex-wrap items-center gap-3">
        <Button name="_intent" value="next" aria-disabled={busy || undefined}>
          {hasWarnings ? t("continueAnyway") : (act ?? t("continue"))}
        </Button>
        <Button name="_intent" value="later" look="quiet">
          {t("later")}
        </Button>
      </div>
      {children}
    </Form>
  );
}

function Warnings({ warnings }: { warnings: readonly Warning[] }) {
  const { t } = useTranslation("form");
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => box.current?.focus(), []);
  return (
    <div ref={box} tabIndex={-1}>
      <Notice kind="warn" title={warnings.every(({ masked }) => masked) ? t("warning.masked") : t("warning.title")} live>
        <ul className="grid gap-2">
          {warnings.map(({ message, take }) => (
            <li key={message} className="grid justify-items-start gap-2">
              {message}
              {take ? (
                <Button name="_take" value={`${take.name}=${take.value}`} look="other" size="small" className="min-w-0 break-all">
                  {t("warning.take", { value: take.value })}
                </Button>
              ) : null}
            </li>
          ))}
        </ul>
        <p>{t("warning.go")}</p>
      </Notice>
    </div>
  );
}

/** The language buttons stand in a form of their own in the page's head; ours goes first, and takes the language along. */
function useKeepOnLanguageSwitch(form: React.RefObject<HTMLFormElement | null>) {
  useEffect(() => {
    const keep = (event: SubmitEvent) => {
      const other = event.target;
      const button = event.submitter;
      if (!(other instanceof HTMLFormElement) || other.getAttribute("action") !== "/language" || !(button instanceof HTMLButtonElement) || !form.current) return;
      event.preventDefault();
      for (const [name, value] of [["_intent", "language"], ["_language", button.value]]) {
        const input = document.createElement("input");
        Object.assign(input, { type: "hidden", name, value });
        form.current.append(input);
      }
      // Past React on purpose: the whole document changes its language.
      HTMLFormElement.prototype.submit.call(form.current);
    };
    document.addEventListener("submit", keep);
    return () => document.removeEventListener("submit", keep);
  }, [form]);
}

/** What stands in a form now, by input; what begins with an underscore is the page's own. */
export function typedIn(form: HTMLFormElement): Typed {
  const typed: Record<string, string | string[]> = {};
  for (const [name, value] of new FormData(form)) {
    if (typeof value !== "string" || name.startsWith("_")) continue;
    const before = typed[name];
    typed[name] = before === undefined ? value : [before, value].flat();
  }
  return typed;
}
