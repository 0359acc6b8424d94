import { Form, Link } from "@remix-run/react";
import { useEffect, useRef, useState, useSyncExternalStore } from "react";
import { useTranslation } from "react-i18next";

import { Button, buttonClass } from "../../button.tsx";
import { HiddenFields } from "../../hidden-fields.tsx";

/** The form that every box of the list belongs to, wherever it stands on the page. */
const FORM = "bulk";
const BOX = "[data-pick]";

const nothing = () => () => undefined;
const useScripts = () => useSyncExternalStore(nothing, () => true, () => false);

/** The box of one row. It is part of the bar's form, so that it counts without scripts too. */
export function PickRow({ id, reference, isPicked, label }: { id: string; reference: string; isPicked: boolean; label: string }) {
  return <input type="checkbox" form={FORM} name="request" value={id} defaultChecked={isPicked} data-pick={reference} aria-label={label} className="size-6 align-middle accent-petrol" />;
}

/** Ticks every row of the page, or none. Without scripts it would do nothing, and is not there. */
export function PickPage() {
  const { t } = useTranslation("bulk");
  const hasScripts = useScripts();
  if (!hasScripts) return null;
  return (
    <input
      type="checkbox"
      data-pick-page
      aria-label={t("bar.pickAll")}
      className="size-6 align-middle accent-petrol"
      onChange={(event) => {
        for (const box of boxes()) box.checked = event.currentTarget.checked;
        boxes()[0]?.dispatchEvent(new Event("change", { bubbles: true }));
      }}
    />
  );
}

type Bar = { action: string; /** What the list stands for, as its address has it. */ fields: Readonly<Record<string, string>>; /** How many that is, as the list says it; null where nobody counted. */ total: string | null; runs: string; /** Where a list is shown: without scripts the ticks are kept by asking for it with them. */ list: string; onPicked: (picked: string) => void };

/** What can be done with the ticked rows, or with everything that the list stands for. */
export function BulkBar({ action, fields, total, runs, list, onPicked }: Bar) {
  const { t } = useTranslation("bulk");
  const hasScripts = useScripts();
  const count = usePicks(list, onPicked);
  return (
    <Form id={FORM} method="post" action={action} aria-label={t("bar.label")} className="flex flex-wrap items-center gap-x-4 gap-y-2">
      <HiddenFields fields={fields} />
      <Button size="small" look="other">
        {t("bar.act")}
      </Button>
      <Button size="small" look="quiet" name="all" value="yes">
        {total === null ? t("bar.allFound") : total === "1" ? t("bar.allOne") : t("bar.all", { total })}
      </Button>
      <p role="status" className="text-soft tabular-nums">
        {hasScripts && count > 0 ? t("bar.picked", { count }) : null}
      </p>
      <noscript>
        <button formMethod="get" formAction={list} className={buttonClass("quiet", "small")}>
          {t("bar.keep")}
        </button>
      </noscript>
      <Link to={runs} className="ml-auto inline-flex min-h-6 items-center text-link">
        {t("bar.runs")}
      </Link>
    </Form>
  );
}

function boxes(): HTMLInputElement[] {
  return [...document.querySelectorAll<HTMLInputElement>(BOX)];
}

/** Puts it in the address of this place in the history, and leaves the rest of both as they are. Not when the next page has come in the meantime. */
function keepInAddress(list: string, picked: string): void {
  const here = new URL(window.location.href);
  if (here.pathname !== list || (here.searchParams.get("picked") ?? "") === picked) return;
  if (picked === "") here.searchParams.delete("picked");
  else here.searchParams.set("picked", picked);
  window.history.replaceState(window.history.state, "", here);
}

/**
 * How many rows are ticked. A click with Shift ticks, or unticks, everything between the last click and this one. What is ticked stands in the address at
 * once, without asking for the page again: whoever opens a request and comes back, by whichever way, finds it ticked.
 */
function usePicks(list: string, onPicked: (picked: string) => void): number {
  const [count, setCount] = useState(0);
  const last = useRef<HTMLInputElement | null>(null);
  useEffect(() => {
    const recount = () => {
      const all = boxes();
      const ticked = all.filter(({ checked }) => checked).length;
      setCount(ticked);
      const picked = all.filter(({ checked }) => checked).map((box) => (box.dataset["pick"] ?? "").replaceAll(/\D/g, "")).join(".");
      keepInAddress(list, picked);
      onPicked(picked);
      const page = document.querySelector<HTMLInputElement>("[data-pick-page]");
      if (page) {
        page.checked = all.length > 0 && ticked === all.length;
        page.indeterminate = ticked > 0 && ticked < all.length;
      }
    };
    const click = (event: MouseEvent) => {
      const box = event.target;
      if (!(box instanceof HTMLInputElement) || !box.matches(BOX)) return;
      const all = boxes();
      const [from, to] = [last.current === null ? -1 : all.indexOf(last.current), all.indexOf(box)];
      if (event.shiftKey && from >= 0) for (const one of all.slice(Math.min(from, to), Math.max(from, to) + 1)) one.checked = box.checked;
      last.current = box;
      recount();
    };
    recount();
    document.addEventListener("click", click);
    document.addEventListener("change", recount);
    return () => {
      document.removeEventListener("click", click);
      document.removeEventListener("change", recount);
    };
  });
  return count;
}
