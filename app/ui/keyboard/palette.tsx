import { useFetcher, useNavigate } from "@remix-run/react";
import { type KeyboardEvent, useEffect, useId, useMemo, useRef, useState } from "react";
import { useTranslation } from "react-i18next";

import { classNames } from "../class-names.ts";
import { atEnter } from "./at-enter.ts";

/** Something that was found: of which kind, and where it is. */
export type Found = { kind: "request" | "customer" | "account" | "page"; label: string; about: string; to: string };
type Entry = { key: string; kind: Found["kind"] | "act"; label: string; about: string; go: () => void };

const PAUSE_MS = 150;

/**
 * Everything by name: requests by reference, customers, pages, and what can be done on the page below. A field with a list; arrows choose, Enter goes.
 * The office answers what is typed (`/find`), with the permissions of whoever types.
 */
export function Palette({ path, close }: { path: string; close: () => void }) {
  const { t } = useTranslation("keyboard");
  const id = useId();
  const navigate = useNavigate();
  const [text, setText] = useState("");
  const [at, setAt] = useState(0);
  // Enter was pressed before the office answered: what it answers first is gone to.
  const [isWaiting, setWaiting] = useState(false);
  const field = useRef<HTMLInputElement>(null);
  // The dialog is open before this is drawn, and so did not find the field.
  useEffect(() => field.current?.focus(), []);
  const { load, data } = useFetcher<{ q: string; found: Found[] }>();
  useEffect(() => {
    const timer = setTimeout(() => load(`${path}?${new URLSearchParams({ q: text.trim() }).toString()}`), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [path, text, load]);
  const acts = useMemo(() => actsOfPage(close), [close]);
  const wanted = text.trim().toLowerCase();
  const entries: Entry[] = [
    ...acts.filter(({ label }) => label.toLowerCase().includes(wanted)),
    ...(data?.found ?? []).map(({ to, ...one }) => ({ ...one, key: to, go: () => (close(), navigate(to)) })),
  ];
  const chosen = Math.min(at, entries.length - 1);
  const enter = () => {
    const entry = atEnter(entries, chosen, { typed: text, answered: data?.q });
    setWaiting(entry === "wait");
    if (entry !== "wait") entry?.go();
  };
  useEffect(() => {
    if (isWaiting && data?.q === text.trim()) entries[chosen]?.go();
  });
  const press = (event: KeyboardEvent) => {
    const step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
    if (step !== 0) {
      event.preventDefault();
      setAt((Math.max(0, chosen) + step + entries.length) % Math.max(1, entries.length));
    }
    if (event.key === "Enter") {
      event.preventDefault();
      enter();
    }
  };
  return (
    <div className="grid gap-3">
      <input
        ref={field}
        type="text"
        role="combobox"
        aria-expanded={entries.length > 0}
        aria-controls={`${id}-list`}
        aria-activedescendant={entries.length > 0 ? `${id}-${chosen}` : undefined}
        aria-autocomplete="list"
        aria-label={t("palette.label")}
        placeholder={t("palette.placeholder")}
        autoComplete="off"
        maxLength={100}
        className="control"
        value={text}
        onChange={(event) => {
          setText(event.currentTarget.value);
          setAt(0);
          setWaiting(false);
        }}
        onKeyDown={press}
      />
      <p role="status" className={entries.length > 0 ? "sr-only" : "text-soft"}>
        {entries.length > 0 ? t("palette.found", { count: entries.length }) : t("palette.none")}
      </p>
      <ul id={`${id}-list`} role="listbox" aria-label={t("palette.results")} className="max-h-96 overflow-y-auto empty:hidden">
        {entries.map(({ key, kind, label, about, go }, place) => (
          <li
            key={`${kind} ${key}`}
            id={`${id}-${place}`}
            role="option"
            aria-selected={place === chosen}
            // The keyboard stays in the field above, which names the chosen entry.
            onPointerDown={(event) => {
              event.preventDefault();
              go();
            }}
            className={classNames("flex min-h-9 cursor-pointer flex-wrap items-center justify-between gap-x-4 rounded-md px-3", place === chosen ? "bg-petrol-tint text-petrol" : "hover:bg-line")}
          >
            <span>
              {label} {about === "" ? null : <span className="text-soft">{about}</span>}
            </span>
            <span className="text-xs text-soft">{t(`palette.kind.${kind}`)}</span>
          </li>
        ))}
      </ul>
    </div>
  );
}

/** What can be done on the page below: its own buttons that have a key. */
function actsOfPage(close: () => void): Entry[] {
  return [...document.querySelectorAll<HTMLElement>("main [data-act-key]")].map((button, place) => ({
    key: String(place),
    kind: "act",
    label: button.getAttribute("aria-label") ?? button.textContent?.trim() ?? "",
    about: "",
    go: () => {
      close();
      button.click();
    },
  }));
}
