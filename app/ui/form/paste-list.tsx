import { Form, Link } from "@remix-run/react";
import { useTranslation } from "react-i18next";

import { fieldTexts, severalTexts } from "#app/domain/definitions/schema/form-texts.ts";
import type { Page, Repeats } from "#app/domain/definitions/schema/form.ts";

import { Button, LinkButton } from "../button.tsx";
import { Checkbox } from "../choices.tsx";
import { OptionalMark, TextArea } from "../field.tsx";
import { Notice } from "../notice.tsx";
import { Section } from "../section.tsx";

/** A line of which there is something to say; `entry` is where it stands on the form, null when it is still in the list. */
export type ShownLine = { line: number; text: string; entry: number | null; wrong: readonly string[]; doubtful: readonly string[] };

export type Pasted = { added: number; lines: readonly ShownLine[]; left: string; ignored: readonly string[]; isMasked: boolean };

type Props = {
  type: string;
  page: Page & { repeats: Repeats };
  /** Where the page itself is: "/draft/…/user". */
  at: string;
  seen: string;
  text: string;
  errors: Readonly<Record<string, string>>;
  /** What became of the list that was just added. */
  pasted: Pasted | null;
};

/** A list from a spreadsheet, with what is read of it, and after adding it what is to be said of which line. Without scripts too. */
export function PasteList({ type, page, at, seen, text, errors, pasted }: Props) {
  const { t } = useTranslation(["form", "requests"]);
  const declarations = page.fields.filter(({ kind }) => kind === "declaration");
  const isDone = pasted !== null && pasted.left === "";
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
          <Columns type={type} page={page} />
          <TextArea
            key={pasted === null ? "first" : pasted.left}
            name="list"
            label={t("form:several.paste.label")}
            help={t("form:several.paste.help")}
            error={errors["list"]}
            rows={10}
            defaultValue={pasted === null ? text : pasted.left}
            spellCheck={false}
            wrap="off"
            className="font-mono text-base"
          />
          {declarations.map((field) => (
            <Checkbox key={field.id} name={field.id} label={t(fieldTexts(type, field).label)} help={t("form:several.paste.forAll")} error={errors[field.id]} />
          ))}
          <div className="flex flex-wrap items-center gap-3">
            <Button>{t("form:several.paste.act")}</Button>
            <Link to={at} className="min-h-12 px-5 py-2.5 text-link">
              {t("form:several.toList")}
            </Link>
          </div>
        </Form>
      )}
    </div>
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
  const wrong = pasted.lines.filter((one) => one.wrong.length > 0);
  return (
    <div className="grid gap-4">
      {pasted.added > 0 ? (
        <Notice kind="well" live>
          {t("several.paste.added", { count: pasted.added })}
        </Notice>
      ) : null}
      {pasted.isMasked ? <Notice kind="warn" live>{t("several.paste.masked")}</Notice> : null}
      {pasted.ignored.length > 0 ? <Notice kind="info">{t("several.paste.ignored", { columns: pasted.ignored.join(", ") })}</Notice> : null}
      {pasted.lines.length > 0 ? (
        <Notice kind="warn" title={wrong.length > 0 ? t("several.paste.wrong", { count: wrong.length }) : t("warning.title")} live>
          <ul className="grid gap-3">
            {pasted.lines.map((one) => (
              <Line key={one.line} one={one} at={at} />
            ))}
          </ul>
          {pasted.left === "" ? null : <p>{t("several.paste.left")}</p>}
        </Notice>
      ) : null}
    </div>
  );
}

function Line({ one: { line, text, entry, wrong, doubtful }, at }: { one: ShownLine; at: string }) {
  const { t } = useTranslation("form");
  const name = t("several.paste.line", { line });
  return (
    <li className="grid gap-0.5">
      <p className="flex flex-wrap items-baseline gap-x-3">
        <span className="font-semibold">{name}</span>
        <span className="min-w-0 font-mono text-sm break-all text-soft">{text.replaceAll(/[\t\n]/g, "  ").slice(0, 120)}</span>
        {entry === null ? null : (
          <Link to={`${at}/entries/${entry}`} className="text-base text-link" aria-label={`${t("several.paste.mend")}: ${name}`}>
            {t("several.paste.mend")}
          </Link>
        )}
      </p>
      {[...wrong, ...doubtful].map((sentence) => (
        <p key={sentence} className="text-base">
          {sentence}
        </p>
      ))}
    </li>
  );
}
