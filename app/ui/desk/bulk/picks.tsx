import { Form, Link } from "@remix-run/react";
import { useEffect, useRef, useState, useSyncExternalStore } from "react";
import { useTranslation } from "react-i18next";

import { Button } from "../../button.tsx";

/** The form that every box of the list belongs to, wherever it stands on the page. */
const FORM = "bulk";
const BOX = "[data-pick]";

const nothing = () => () => undefined;
const useScripts = () => useSyncExternalStore(nothing, () => true, () => false);

/** The box of one row. It is part of the bar's form, so that it counts without scripts too. */
export function PickRow({ id, label }: { id: string; label: string }) {
  return <input type="checkbox" form={FORM} name="request" value={id} data-pick aria-label={label} className="size-6 align-middle accent-petrol" />;
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

type Bar = { action: string; /** What the list stands for, as its address has it. */ fields: Readonly<Record<string, string>>; /** How many that is, as the list says it; null where nobody counted. */ total: string | null; runs: string; /** The page of the list that is open, to come back to. */ cursor: string };

/** What can be done with the ticked rows, or with everything that the list stands for. */
export function BulkBar({ action, fields, total, runs, cursor }: Bar) {
  const { t } = useTranslation("bulk");
  const hasScripts = useScripts();
  const count = usePicks();
  return (
    <Form id={FORM} method="post" action={action} aria-label={t("bar.label")} className="flex flex-wrap items-center gap-x-4 gap-y-2">
      {Object.entries(fields).map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      {cursor === "" ? null : <input type="hidden" name="cursor" value={cursor} />}
      <Button size="small" look="other">
        {t("bar.act")}
      </Button>
      <Button size="small" look="quiet" name="all" value="yes">
        {total === null ? t("bar.allFound") : t("bar.all", { total })}
      </Button>
      <p role="status" className="text-soft tabular-nums">
        {hasScripts && count > 0 ? t("bar.picked", { count }) : null}
      </p>
      <Link to={runs} className="ml-auto inline-flex min-h-6 items-center text-link">
        {t("bar.runs")}
      </Link>
    </Form>
  );
}

function boxes(): HTMLInputElement[] {
  return [...document.querySelectorAll<HTMLInputElement>(BOX)];
}

/** How many rows are ticked. A click with Shift ticks, or unticks, everything between the last click and this one. */
function usePicks(): number {
  const [count, setCount] = useState(0);
  const last = useRef<HTMLInputElement | null>(null);
  useEffect(() => {
    const recount = () => {
      const all = boxes();
      const ticked = all.filter(({ checked }) => checked).length;
      setCount(ticked);
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
