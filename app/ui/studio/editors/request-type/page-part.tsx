import { useTranslation } from "react-i18next";

import { editedPages, fieldsBefore, movePage, removePage, type EditedPage } from "#app/domain/definitions/request-types/form-edits.ts";
import { pageKeysOf, pageWordsUnder } from "#app/domain/definitions/request-types/field-words.ts";
import { listOf, partOf, textOf, withAt, wordsOf } from "#app/domain/definitions/request-types/json-parts.ts";
import { usersOfField } from "#app/domain/definitions/request-types/answer-uses.ts";
import { officePageTexts, pageTexts } from "#app/domain/definitions/schema/form-texts.ts";

import { AskBefore } from "./ask-before.tsx";
import { Conditions } from "./conditions.tsx";
import { JsonPart, ListActs, Shaped, Ticks } from "./parts.tsx";
import type { Opened } from "./place-of.ts";
import { Rename } from "./rename.tsx";
import { useEditedType } from "./type-context.ts";
import { UsesList } from "./uses-list.tsx";
import { WordingInput } from "./wording.tsx";

/** What there is to say of a page: its words, when it is shown, what is looked up when it is sent; and its place among the others. */
export function PagePart({ page, index, onOpen }: { page: EditedPage; index: number; onOpen: (opened: Opened) => void }) {
  const { t } = useTranslation("studio");
  const { id, type, change, put, said, moveOn, language } = useEditedType();
  const texts = pageTexts(id, pageKeysOf(page));
  const pages = editedPages(type);
  const name = said(texts.title, language) || page.id;
  const move = (to: number) => {
    change(movePage(type, index, to));
    onOpen({ section: "form", page: to, field: null });
    moveOn(`page-${to}`, t("form-builder.moved", { what: name, number: to + 1 }));
  };
  const inside = page.fields.map((field) => textOf(partOf(field)["id"]));
  const uses = inside.flatMap((field) => usersOfField(type, field)).filter(({ steps }) => !(steps[0] === "pages" && steps[1] === index));
  return (
    <div className="grid min-w-0 gap-4 border-t border-line bg-paper p-3">
      <ListActs name={`p-${index}`} of={name} up={index > 0 ? () => move(index - 1) : null} down={index < pages.length - 1 ? () => move(index + 1) : null} />
      <WordingInput name={`p-${index}-title`} label={t("form-builder.page.title")} textKey={texts.title} />
      <WordingInput name={`p-${index}-intro`} label={t("form-builder.page.intro")} textKey={texts.intro} rows={2} />
      <WordingInput name={`p-${index}-short`} label={t("form-builder.page.short")} help={t("form-builder.page.shortHelp")} textKey={texts.short} />
      {isTypedOver(type["channels"]) ? <WordingInput name={`p-${index}-office`} label={t("form-builder.page.office")} textKey={officePageTexts(id, pageKeysOf(page)).short[0] ?? texts.short} instead={t("form-builder.sameAsPublic")} /> : null}
      <Conditions name={`p-${index}`} label={t("form-builder.page.when")} when={page["when"]} before={fieldsBefore(type, { page: index, field: 0 })} lists={listsBefore(type, index)} onChange={(when) => put(["pages", index, "when"], when)} path={`pages.${index}.when`} />
      <Shaped value={page["checks"]} as="words" name={`p-${index}-checks`} label={t("form-builder.page.checks")} path={`pages.${index}.checks`} onChange={(value) => put(["pages", index, "checks"], value)}>
        <Ticks
          name={`p-${index}-checks`} label={t("form-builder.page.checks")} values={wordsOf(page["checks"])} choices={["registers", "intake"].map((value) => ({ value, label: t(`form-builder.page.check.${value}`) }))}
          onChange={(checks) => put(["pages", index, "checks"], checks.length === 0 ? undefined : checks)} path={`pages.${index}.checks`}
        />
      </Shaped>
      {page["repeats"] === undefined ? null : <JsonPart name={`p-${index}-repeats`} label={t("form-builder.page.repeats")} help={t("form-builder.page.repeatsHelp")} value={page["repeats"]} onChange={(value) => put(["pages", index, "repeats"], value)} path={`pages.${index}.repeats`} />}
      <Rename
        name={`p-${index}-name`} label={t("form-builder.page.name")} value={page.id} pattern={/^[a-z][a-z0-9-]*$/} taken={pages.filter((_, at) => at !== index).map((one) => one?.id ?? "")} path={`pages.${index}.id`}
        onRename={(to) => change(withAt(type, ["pages", index, "id"], to), pageWordsUnder(id, page, to, said))}
      />
      {pages.length < 2 ? null : (
        <AskBefore
          name={`p-${index}-remove`} act={t("form-builder.page.remove")} question={t("form-builder.page.removeQuestion", { page: name })}
          onAct={() => {
            change(removePage(type, index));
            onOpen({ section: "form", page: null, field: null });
            moveOn(`page-${Math.max(0, index - 1)}`, t("form-builder.removed", { what: name }));
          }}
        >
          <p>{t("form-builder.page.removeText", { count: page.fields.length })}</p>
          <UsesList uses={uses} />
        </AskBefore>
      )}
    </div>
  );
}

/** Whether the office types such a form over, so that it may have words of its own for it. */
export function isTypedOver(channels: unknown): boolean {
  return wordsOf(channels).some((one) => one === "paper" || one === "email");
}

/** The lists of earlier pages: whether there are several can be asked of them. */
export function listsBefore(type: unknown, page: number): string[] {
  return listOf(partOf(type)["pages"]).slice(0, page).flatMap((one) => textOf(partOf(partOf(one)["repeats"])["as"]) || []);
}
