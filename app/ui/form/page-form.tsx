import { Form, useNavigation } from "@remix-run/react";
import { type FormEvent, useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";

import { inputNames } from "#app/domain/definitions/schema/form-texts.ts";
import type { Page } from "#app/domain/definitions/schema/form.ts";
import { type Typed, visibleFields } from "#app/domain/requests/form/visible.ts";
import type { ServiceChoice } from "#app/domain/requests/form/offer.ts";

import { Button } from "../button.tsx";
import { Notice } from "../notice.tsx";
import { FormField } from "./form-field.tsx";

export const PAGE_FORM = "page-form";

/** What is worth a second look; `masked` when something was taken out of a text. */
export type Warning = { message: string; masked: boolean };

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
  seen: string;
  backToReview: boolean;
  services: ServiceChoice | null;
};

/**
 * One declared page as a form. It works without scripts: a question that depends on another one of the same page then comes after sending. With
 * them it appears at once, and switching the language keeps what was typed.
 */
export function PageForm({ type, page, pages, typed, errors, warnings, warned, seen, backToReview, services }: PageFormProps) {
  const { t } = useTranslation("form");
  const busy = useNavigation().state === "submitting";
  const form = useRef<HTMLFormElement>(null);
  const [current, setCurrent] = useState<Typed>(typed);
  useKeepOnLanguageSwitch(form);
  const own = new Set(page.fields.flatMap((field) => inputNames(field)));
  const look = (event: FormEvent<HTMLFormElement>) => {
    const others = Object.fromEntries(Object.entries(typed).filter(([name]) => !own.has(name)));
    setCurrent({ ...others, ...typedIn(event.currentTarget) });
  };
  const hasWarnings = warnings.length > 0;
  return (
    <Form method="post" id={PAGE_FORM} ref={form} onChange={look} noValidate className="grid gap-7">
      <input type="hidden" name="_seen" value={seen} />
      <input type="hidden" name="_warned" value={warned} />
      <input type="hidden" name="_review" value={backToReview ? "yes" : ""} />
      {/* Pressing Enter goes on; without this the first button of the page would count. */}
      <button name="_intent" value="next" tabIndex={-1} aria-hidden className="sr-only">
        {t("continue")}
      </button>
      {visibleFields(page, pages, current).map((field) => (
        <FormField key={field.id} type={type} field={field} values={current} errors={errors} services={services} />
      ))}
      {hasWarnings ? <Warnings warnings={warnings} /> : null}
      <div className="flex flex-wrap items-center gap-3">
        <Button name="_intent" value="next" aria-disabled={busy || undefined}>
          {hasWarnings ? t("continueAnyway") : t("continue")}
        </Button>
        <Button name="_intent" value="later" look="quiet">
          {t("later")}
        </Button>
      </div>
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
          {warnings.map(({ message }) => (
            <li key={message}>{message}</li>
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

function typedIn(form: HTMLFormElement): Typed {
  const typed: Record<string, string | string[]> = {};
  for (const [name, value] of new FormData(form)) {
    if (typeof value !== "string" || name.startsWith("_")) continue;
    const before = typed[name];
    typed[name] = before === undefined ? value : [before, value].flat();
  }
  return typed;
}
