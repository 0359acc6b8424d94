import { Form, useSubmit } from "@remix-run/react";
import { CircleCheck, Search } from "lucide-react";
import { type FormEvent, Fragment, useEffect, useLayoutEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";

import { officePageTexts, officeTexts } from "#app/domain/definitions/schema/form-texts.ts";
import { unsaid } from "#app/domain/intake/unsaid.ts";
import { missingAnswers } from "#app/domain/requests/form/missing.ts";
import { type Typed, visibleFields, visiblePages } from "#app/domain/requests/form/visible.ts";

import { Button } from "../button.tsx";
import type { DeskProblem } from "../desk/screen.ts";
import { typedIn } from "../form/page-form.tsx";
import { useAskBeforeLeaving } from "./ask-before-leaving.ts";
import { OfficeField } from "./office-field.tsx";
import { SaveBar, type ToDo, useBusy } from "./save-bar.tsx";
import { saidIn, SeenOnPaper } from "./seen-on-paper.tsx";
import type { SaidShown, TypedOverShown } from "./shown.ts";
import { isUntold, type Standing, typedOn } from "./typed-on.ts";

type Props = {
  at: string;
  form: TypedOverShown;
  problem: DeskProblem | null;
  /** The version that was just saved, which the page may not have been told yet. */
  saved: number | null;
  /** The page of the scan on which the copy of the identity document is. */
  copyAt: string | null;
};

/**
 * The whole declared form on one page, for whoever types it over from paper: the same fields, shown by the same conditions, as online. Below it what only
 * a person can see: whose signature it is, and whether the copy of the identity document is masked and valid.
 */
export function TypeOverForm({ at, form, problem, saved, copyAt }: Props) {
  const { t } = useTranslation(["intake", "form", "requests"]);
  const kept = standingIn(form, problem);
  // `told` is what the office was told last; the fields are drawn from `now`, and drawn anew with every version.
  const [standing, setStanding] = useState({ version: form.version, told: kept, now: kept });
  // Once saved, it is shown as the office keeps it: masked, in its own spelling.
  if (standing.version !== form.version) setStanding({ version: form.version, told: kept, now: typedOn(kept, standing) });
  const { typed: current, said } = standing.now;
  // What was sent and came back without a version was not saved either.
  const isRefused = problem !== null && saved === null && Object.hasOwn(problem.values, "_version");
  const isUnsaved = isRefused || isUntold(standing);
  useAskBeforeLeaving({ isUnsaved, saveAt: `${at}/form`, sentence: t("over.leave") });
  const place = usePlaceKept(form.version);
  const busy = useBusy(at);
  const submit = useSubmit();
  const look = (event: FormEvent<HTMLFormElement>) => {
    const now = standingOf(event.currentTarget);
    setStanding((before) => ({ ...before, now }));
  };
  const send = (event: FormEvent<HTMLFormElement>) => {
    if (busy !== null) return event.preventDefault();
    const told = standingOf(event.currentTarget);
    setStanding((before) => ({ ...before, told, now: told }));
    const { submitter } = event.nativeEvent as SubmitEvent;
    if (!(submitter instanceof HTMLButtonElement) || submitter.value !== "save") return;
    // Whoever saves stays where they are; what becomes a request leads to another page, from its top.
    event.preventDefault();
    submit(submitter, { method: "post", action: `${at}/form`, preventScrollReset: true });
  };
  return (
    <Form ref={place} id="type-over" method="post" action={`${at}/form`} onChange={look} onSubmit={send} noValidate className="grid gap-4">
      <input type="hidden" name="_version" value={Math.max(form.version, saved ?? 0)} />
      {/* Enter saves; without this the first button of the page would count. */}
      <button name="_intent" value="save" tabIndex={-1} aria-hidden className="sr-only">
        {t("over.save")}
      </button>
      <Fragment key={form.version}>
        {visiblePages(form.pages, current).map((page) => (
          <section key={page.id} aria-labelledby={`page-${page.id}`} className="@container grid min-w-0 gap-2 border-t border-line pt-3 first-of-type:border-0 first-of-type:pt-0">
            <h3 id={`page-${page.id}`} className="text-base font-semibold">
              {t(officePageTexts(form.type, page).short)}
            </h3>
            <div className="grid items-end gap-x-4 gap-y-3 @sm:grid-cols-2">
              {visibleFields(page, form.pages, current).map((field) => (
                <OfficeField key={field.id} type={form.type} field={field} values={current} errors={problem?.fields ?? {}} services={field.kind === "services" ? (form.services[field.of] ?? null) : null} isLookedUp={form.isLookedUp} heading={t(officePageTexts(form.type, page).short)} />
              ))}
            </div>
            {page.fields.some(({ kind }) => kind === "agb-code") ? <LookUp practice={form.practice} /> : null}
          </section>
        ))}
        <div className="border-t border-line pt-3">
          <SeenOnPaper of={{ ...form, seen: said }} problem={problem} copyAt={copyAt} />
        </div>
      </Fragment>
      <SaveBar at={at} todo={useToDo(form, current, said)} isSaved={saved !== null && !isUnsaved} />
    </Form>
  );
}

/** Asks the registers for the practice: only then it is known which services it may have, and who may sign for it. */
function LookUp({ practice }: { practice: string }) {
  const { t } = useTranslation("intake");
  return (
    <p className="flex flex-wrap items-center gap-x-3 gap-y-1">
      <Button id="look-up" size="small" look="other" icon={Search} name="_intent" value="save">
        {t("over.lookUp")}
      </Button>
      {practice === "" ? (
        <span className="text-help">{t("over.lookUpHelp")}</span>
      ) : (
        <span className="inline-flex items-center gap-1 font-semibold">
          <CircleCheck aria-hidden className="size-4 shrink-0 text-well" />
          {practice}
        </span>
      )}
    </p>
  );
}

/** What is still missing before it can become a request, with the place where it is filled in. */
function useToDo(form: TypedOverShown, current: Typed, said: SaidShown): ToDo[] {
  const { t } = useTranslation(["intake", "requests"]);
  const isSignedByOurs = form.signers.some(({ value }) => value === said.signed);
  const { day, month, year } = said.idExpiresOn;
  const unseen = unsaid({ ...said, idExpiresOn: day !== "" && month !== "" && year !== "" }, { idCopy: form.asksIdCopy }, null);
  return [
    // Where the paper names no address, the registered one of who signed takes its place.
    ...missingAnswers(form.pages, current)
      .filter(({ field }) => !(isSignedByOurs && field.id === form.applicantEmail))
      .map(({ field, input }) => ({ label: t(officeTexts(form.type, field).label), input: field.kind === "date" ? field.id : input })),
    ...Object.keys(unseen).map((name) => ({ label: t(`seen.${name.slice(1)}`), input: name })),
  ];
}

/** What the office has; of what was sent and came back, as it was sent. */
function standingIn(form: TypedOverShown, problem: DeskProblem | null): Standing {
  const isSent = problem !== null && Object.hasOwn(problem.values, "_version");
  const sent = isSent ? Object.fromEntries(Object.entries(problem.values).filter(([name]) => !name.startsWith("_"))) : {};
  return { typed: { ...form.typed, ...sent }, said: saidIn(problem, isSent, form.seen) };
}

function standingOf(form: HTMLFormElement): Standing {
  return { typed: typedIn(form), said: saidOf(form) };
}

function saidOf(form: HTMLFormElement): SaidShown {
  const data = new FormData(form);
  const text = (name: string) => String(data.get(name) ?? "").trim();
  return { signed: text("_signed"), idCopy: text("_idCopy"), idDocument: text("_idDocument"), idLastFour: text("_idLastFour"), idExpiresOn: { day: text("_idExpiresOn.day"), month: text("_idExpiresOn.month"), year: text("_idExpiresOn.year") } };
}

/**
 * What was saved is drawn anew, and takes the field away that somebody was in: the focus goes back to it, and what they looked at to where it stood. What
 * has to change has the focus itself by then, and is not left.
 */
function usePlaceKept(version: number) {
  const place = useRef<HTMLFormElement>(null);
  const last = useRef("");
  const anchor = useRef<{ id: string; top: number } | null>(null);
  useEffect(() => {
    const form = place.current;
    const remember = ({ target }: FocusEvent) => void (last.current = target instanceof HTMLElement ? target.id : "");
    const mark = () => {
      const seen = [...(form?.querySelectorAll("h3[id]") ?? [])].filter((heading) => heading.getBoundingClientRect().top < innerHeight / 2).at(-1);
      anchor.current = seen ? { id: seen.id, top: seen.getBoundingClientRect().top } : null;
    };
    form?.addEventListener("focusin", remember);
    form?.addEventListener("submit", mark, true);
    return () => {
      form?.removeEventListener("focusin", remember);
      form?.removeEventListener("submit", mark, true);
    };
  }, []);
  // Before the page is painted: a frame later it would be seen to jump.
  useLayoutEffect(() => {
    const marked = anchor.current;
    anchor.current = null;
    if (document.activeElement === document.body && last.current !== "") document.getElementById(last.current)?.focus({ preventScroll: true });
    const heading = marked && document.getElementById(marked.id);
    if (marked && heading && document.activeElement?.closest("[role=alert]") === null) window.scrollBy({ top: heading.getBoundingClientRect().top - marked.top, behavior: "instant" });
  }, [version]);
  return place;
}
