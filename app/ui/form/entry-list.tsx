import { Form, Link } from "@remix-run/react";
import { ClipboardPaste, UserPlus } from "lucide-react";
import { useTranslation } from "react-i18next";

import { severalTexts } from "#app/domain/definitions/schema/form-texts.ts";

import { Button, LinkButton } from "../button.tsx";
import { Notice } from "../notice.tsx";
import { StatusTag } from "../status-tag.tsx";

/** One of several on the list: `lines` is what else is known of them, `wrong` what has to be put right. */
export type ListedEntry = { number: number; name: string; lines: readonly string[]; wrong: readonly string[] };

type Props = {
  type: string;
  as: string;
  entries: readonly ListedEntry[];
  most: number;
  /** Where entries are: "/draft/…/user". */
  at: string;
  onward: string;
  later: string;
  hasList: boolean;
  /** The page as it was drawn, so that what another tab changed is not taken away unseen. */
  seen: string;
};

/** Everybody who is on the form so far, each to be changed or taken away, and the ways to add more. Without scripts too. */
export function EntryList({ type, as, entries, most, at, onward, later, hasList, seen }: Props) {
  const { t } = useTranslation(["form", "requests"]);
  const texts = severalTexts(type, as);
  const isFull = entries.length >= most;
  return (
    <div className="grid max-w-form gap-6">
      {entries.some(({ wrong }) => wrong.length > 0) ? <Notice kind="warn" title={t("form:several.mendFirst.title")}>{t("form:several.mendFirst.text")}</Notice> : null}
      <ol className="grid rounded-md border border-line bg-sheet" aria-label={t(texts.title)}>
        {entries.map((entry) => (
          <li key={entry.number} className="flex flex-wrap items-start justify-between gap-x-6 gap-y-2 border-b border-line px-4 py-3 last:border-0">
            <EntryFacts entry={entry} one={t(texts.one)} />
            <EntryActs entry={entry} at={at} seen={seen} />
          </li>
        ))}
      </ol>
      {isFull ? (
        <Notice kind="info">{t("form:several.full", { most })}</Notice>
      ) : (
        <div className="flex flex-wrap gap-3">
          <LinkButton to={`${at}/entries/new`} look="other" icon={UserPlus}>
            {t(texts.add)}
          </LinkButton>
          {hasList ? (
            <LinkButton to={`${at}/list`} look="other" icon={ClipboardPaste}>
              {t(texts.paste)}
            </LinkButton>
          ) : null}
        </div>
      )}
      <div className="flex flex-wrap items-center gap-3">
        <LinkButton to={onward}>{t("form:continue")}</LinkButton>
        <Link to={later} className="min-h-12 px-5 py-2.5 text-link">
          {t("form:later")}
        </Link>
      </div>
    </div>
  );
}

function EntryFacts({ entry: { number, name, lines, wrong }, one }: { entry: ListedEntry; one: string }) {
  const { t } = useTranslation("form");
  return (
    <div className="grid min-w-0 gap-0.5">
      <p className="flex flex-wrap items-baseline gap-x-3">
        <span className="text-base text-soft">{t("several.number", { one, number })}</span>
        <span className="font-semibold">{name || t("several.nameless")}</span>
        {wrong.length > 0 ? <StatusTag tone="soon">{t("several.toMend")}</StatusTag> : null}
      </p>
      {lines.length === 0 ? null : <p className="text-base break-words text-soft">{lines.join(" · ")}</p>}
      {wrong.map((sentence) => (
        <p key={sentence} className="text-base text-late">
          {sentence}
        </p>
      ))}
    </div>
  );
}

function EntryActs({ entry: { number, name }, at, seen }: { entry: ListedEntry; at: string; seen: string }) {
  const { t } = useTranslation("form");
  const label = name || String(number);
  return (
    <div className="flex items-center gap-4">
      <Link to={`${at}/entries/${number}`} className="inline-flex min-h-8 items-center text-base text-link" aria-label={t("several.changeLabel", { name: label })}>
        {t("several.change")}
      </Link>
      <Form method="post" action={`${at}/entries/${number}/removal`}>
        <input type="hidden" name="seen" value={seen} />
        <button className="min-h-8 text-base text-link" aria-label={t("several.removeLabel", { name: label })}>
          {t("several.remove")}
        </button>
      </Form>
    </div>
  );
}

/** On the page for one: that it can be done for more people at once. The buttons belong to the page's form, so that what was typed goes along. */
export function MoreEntries({ type, as, most, hasList }: { type: string; as: string; most: number; hasList: boolean }) {
  const { t } = useTranslation(["form", "requests"]);
  const texts = severalTexts(type, as);
  return (
    <section aria-label={t("form:several.more")} className="grid max-w-form gap-3 border-t border-line pt-5">
      <div>
        <h2 className="text-lg font-semibold">{t("form:several.more")}</h2>
        <p className="text-base text-soft">{t("form:several.moreText", { most })}</p>
      </div>
      <div className="flex flex-wrap gap-3">
        <Button name="_intent" value="another" look="other" icon={UserPlus}>
          {t(texts.add)}
        </Button>
        {hasList ? (
          <Button name="_intent" value="list" look="other" icon={ClipboardPaste}>
            {t(texts.paste)}
          </Button>
        ) : null}
      </div>
    </section>
  );
}
