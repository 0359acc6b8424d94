import { Form, Link } from "@remix-run/react";
import { useTranslation } from "react-i18next";

import { fieldTexts, severalTexts } from "#app/domain/definitions/schema/form-texts.ts";
import type { Page, Repeats } from "#app/domain/definitions/schema/form.ts";
import { lineId } from "#app/domain/requests/form/rows.ts";
import type { Typed } from "#app/domain/requests/form/visible.ts";

import { Button, LinkButton } from "../button.tsx";
import { Checkbox } from "../choices.tsx";
import { OptionalMark, TextArea } from "../field.tsx";
import { Notice } from "../notice.tsx";
import { Section } from "../section.tsx";

/** A line that came on the form as `entry`, and is worth a second look. */
export type DoubtfulLine = { line: number; text: string; entry: number; doubtful: readonly string[] };
/** A line that became nobody; nothing is wrong with it while others are put right. */
export type WrongLine = { line: number; text: string; wrong: readonly string[] };

/** What became of a list: how many were added, which of them are doubtful, and the lines that are left, under their headings. */
export type Pasted = { added: number; removed: number | null; doubtful: readonly DoubtfulLine[]; lines: readonly WrongLine[]; heading: string; ignored: readonly string[]; isMasked: boolean };

type Props = {
  type: string;
  page: Page & { repeats: Repeats };
  /** Where the page itself is: "/draft/…/user". */
  at: string;
  seen: string;
  text: string;
  /** What was answered for everybody on the list. */
  shared: Typed;
  errors: Readonly<Record<string, string>>;
  /** What became of the list that was just added. */
  pasted: Pasted | null;
};

/** A list from a spreadsheet, with what is read of it; after adding it the lines that are wrong, each to be put right where it stands. Without scripts too. */
export function PasteList({ type, page, at, seen, text, shared, errors, pasted }: Props) {
  const { t } = useTranslation(["form", "requests"]);
  const isDone = pasted !== null && pasted.lines.length === 0;
  return (
    <div className="grid gap-7">
      {pasted === null ? null : <WhatBecame pasted={pasted} at={at} />}
      {isDone ? (
        <div>
          <LinkButton to={at}>{t("form:several.paste.onward")}</LinkButton>
        </div>
      ) : (
        <Form method="post" noValidate className="grid gap-7">
          <input type="hidden" name="_seen" value={seen} />
          {pasted === null ? (
            <>
              <Columns type={type} page={page} />
              <TextArea name="list" label={t("form:several.paste.label")} help={t("form:several.paste.help")} error={errors["list"]} rows={10} defaultValue={text} spellCheck={false} wrap="off" className="font-mono text-base" />
            </>
          ) : (
            <WrongLines pasted={pasted} />
          )}
          {page.fields.filter(({ kind }) => kind === "declaration").map((field) => (
            <Checkbox key={field.id} name={field.id} label={t([severalTexts(type, page.repeats.as).declared(field.id), fieldTexts(type, field).label])} help={t("form:several.paste.forAll")} error={errors[field.id]} checked={shared[field.id] === "yes"} />
          ))}
          <div className="flex flex-wrap items-center gap-3">
            <Button>{pasted === null ? t("form:several.paste.act") : t("form:several.paste.mended", { count: pasted.lines.length })}</Button>
            <Link to={at} className="min-h-12 px-5 py-2.5 text-link">
              {pasted === null ? t("form:several.toList") : t("form:several.paste.without", { count: pasted.lines.length })}
            </Link>
          </div>
          {pasted === null ? null : <Columns type={type} page={page} />}
        </Form>
      )}
    </div>
  );
}

/** The lines that became nobody, each in a field of its own with what is wrong above it. */
function WrongLines({ pasted: { lines, heading } }: { pasted: Pasted }) {
  const { t } = useTranslation("form");
  return (
    <Section title={t("several.paste.wrong", { count: lines.length })}>
      <input type="hidden" name="_heading" value={heading} />
      {/* Pressing Enter adds them; without this the first button, which takes a line away, would count. */}
      <button tabIndex={-1} aria-hidden className="sr-only">
        {t("several.paste.mended", { count: lines.length })}
      </button>
      <p className="max-w-text text-soft">{heading === "" ? t("several.paste.mendHelp") : t("several.paste.mendUnder", { heading: heading.replaceAll("\t", "; ") })}</p>
      <ol className="grid gap-5">
        {lines.map(({ line, text, wrong }) => (
          <li key={`${line} ${text}`} className="grid gap-1">
            <input type="hidden" name="_numbers[]" value={line} />
            {/* Two lines high, for one that is longer than the field to be seen whole. */}
            <TextArea name="_lines[]" id={lineId(line)} label={t("several.paste.line", { line })} error={wrong.length === 0 ? undefined : wrong.join(" ")} rows={2} defaultValue={text} spellCheck={false} className="font-mono text-base" />
            <button name="_remove" value={line} aria-label={t("several.paste.removeLabel", { line })} className="min-h-8 justify-self-start text-base text-link">
              {t("several.remove")}
            </button>
          </li>
        ))}
      </ol>
    </Section>
  );
}

/** What each column holds, in the order in which they are read, with an example to copy. */
function Columns({ type, page }: { type: string; page: Page & { repeats: Repeats } }) {
  const { t } = useTranslation(["form", "requests"]);
  const texts = severalTexts(type, page.repeats.as);
  const required = (input: string) => page.fields.some(({ id, required: must }) => must && (id === input || (input.startsWith(`${id}.`) && !input.endsWith(".prefix"))));
  return (
    <Section title={t("form:several.paste.columns")}>
      <div className="max-w-form rounded-md border border-line bg-sheet">
        <table className="w-full border-collapse text-left text-base">
          <caption className="sr-only">{t("form:several.paste.columns")}</caption>
          <thead>
            <tr className="border-b border-edge text-soft">
              <th scope="col" className="px-3 py-2 font-normal">{t("form:several.paste.column")}</th>
              <th scope="col" className="px-3 py-2 font-normal">{t("form:several.paste.example")}</th>
            </tr>
          </thead>
          <tbody>
            {page.repeats.columns.map(({ input }) => (
              <tr key={input} className="border-b border-line last:border-0">
                <th scope="row" className="px-3 py-1.5 font-semibold">
                  {t(texts.column(input))}
                  <OptionalMark optional={!required(input)} />
                </th>
                <td className="px-3 py-1.5 font-mono text-sm break-all">{t(texts.example(input))}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Section>
  );
}

function WhatBecame({ pasted, at }: { pasted: Pasted; at: string }) {
  const { t } = useTranslation("form");
  return (
    <div className="grid gap-4">
      {pasted.added > 0 ? (
        <Notice kind="well" live>
          {t("several.paste.added", { count: pasted.added })}
        </Notice>
      ) : null}
      {pasted.removed === null ? null : (
        <Notice kind="info" live>
          {t("several.paste.removed", { line: pasted.removed })}
        </Notice>
      )}
      {pasted.isMasked ? <Notice kind="warn" live>{t("several.paste.masked")}</Notice> : null}
      {pasted.ignored.length > 0 ? <Notice kind="info">{t("several.paste.ignored", { columns: pasted.ignored.join(", ") })}</Notice> : null}
      {pasted.doubtful.length > 0 ? (
        <Notice kind="warn" title={t("warning.title")} live>
          <ul className="grid gap-3">
            {pasted.doubtful.map((one) => (
              <Doubtful key={one.line} one={one} at={at} />
            ))}
          </ul>
        </Notice>
      ) : null}
    </div>
  );
}

function Doubtful({ one: { line, text, entry, doubtful }, at }: { one: DoubtfulLine; at: string }) {
  const { t } = useTranslation("form");
  const name = t("several.paste.line", { line });
  return (
    <li className="grid gap-0.5">
      <p className="flex flex-wrap items-baseline gap-x-3">
        <span className="font-semibold">{name}</span>
        <span className="min-w-0 font-mono text-sm break-all text-soft">{text.slice(0, 120)}</span>
        <Link to={`${at}/entries/${entry}`} className="text-base text-link" aria-label={`${t("several.paste.mend")}: ${name}`}>
          {t("several.paste.mend")}
        </Link>
      </p>
      {doubtful.map((sentence) => (
        <p key={sentence} className="text-base">
          {sentence}
        </p>
      ))}
    </li>
  );
}
