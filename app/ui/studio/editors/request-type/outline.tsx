import { ChevronDown, ChevronRight } from "lucide-react";
import { memo, useCallback } from "react";
import { useTranslation } from "react-i18next";

import { editedField, editedPages, type EditedField, type EditedPage } from "#app/domain/definitions/request-types/form-edits.ts";
import { keysOf, missingIn, pageKeysOf, wordsNeededBy, wordsNeededByPage } from "#app/domain/definitions/request-types/field-words.ts";
import { listOf } from "#app/domain/definitions/request-types/json-parts.ts";
import { fieldTexts, pageTexts } from "#app/domain/definitions/schema/form-texts.ts";

import { classNames } from "../../../class-names.ts";
import { AddField, AddPage } from "./add.tsx";
import { FieldPart } from "./field-part.tsx";
import { PagePart } from "./page-part.tsx";
import { JsonPart } from "./parts.tsx";
import type { Opened } from "./place-of.ts";
import { useEditedType, type EditedType } from "./type-context.ts";

type Folds = { opened: Opened; onOpen: (opened: Opened) => void };

/** What the line of a field says. */
type LineSaid = { label: string; kind: string; isOptional: boolean; isConditional: boolean; lacks: boolean };

/** All pages with their fields, each on a line; what is open shows what there is to say of it. */
export function Outline({ opened, onOpen }: Folds) {
  const { id, type, said, language } = useEditedType();
  const raw = listOf(type["pages"]);
  return (
    <div className="grid min-w-0 gap-3">
      <ol className="grid min-w-0 gap-3">
        {editedPages(type).map((page, index) => {
          if (page === null) return <li key={index} className={BOX} data-path={`pages.${index}`}><OddPage index={index} /></li>;
          const title = said(pageTexts(id, pageKeysOf(page)).title, language) || page.id || String(index + 1);
          const lines = page.fields.map((one) => lineOf(editedField(one), { id, said, language }));
          const shared = { raw: raw[index], page, index, title, lines, lacks: missingIn(wordsNeededByPage(id, page), said).length > 0, onOpen };
          return (
            <li key={index} className={BOX} data-path={`pages.${index}`}>
              {opened.page === index ? <PageLines {...shared} field={opened.field} isOpen /> : <ClosedPage {...shared} field={null} isOpen={false} said={JSON.stringify([title, shared.lacks, lines])} />}
            </li>
          );
        })}
      </ol>
      <AddPage onAdded={(page) => onOpen({ section: "form", page, field: null })} />
    </div>
  );
}

const BOX = "min-w-0 rounded-md border border-line";

function lineOf(field: EditedField | null, { id, said, language }: Pick<EditedType, "id" | "said" | "language">): LineSaid | null {
  if (field === null) return null;
  return {
    label: said(fieldTexts(id, keysOf(field)).label, language) || field.id,
    kind: field.kind,
    isOptional: field["required"] === false,
    isConditional: listOf(field["when"]).length > 0,
    lacks: missingIn(wordsNeededBy(id, field), said).length > 0,
  };
}

function OddPage({ index }: { index: number }) {
  const { t } = useTranslation("studio");
  const { type, put } = useEditedType();
  return (
    <div className="p-3">
      <JsonPart name={`page-${index}-json`} label={t("form-builder.oddPage", { number: index + 1 })} help={t("form-builder.notUnderstood")} value={listOf(type["pages"])[index]} onChange={(value) => put(["pages", index], value)} />
    </div>
  );
}

type PageProps = { raw: unknown; page: EditedPage; index: number; title: string; lines: ReadonlyArray<LineSaid | null>; lacks: boolean; isOpen: boolean; field: number | null; onOpen: Folds["onOpen"] };

/** A page of which nothing is open: drawn again only when it is another page, or its lines say something else. There may be hundreds of fields, and somebody types in one. */
const ClosedPage = memo(
  function ClosedPage({ said: _said, ...page }: PageProps & { said: string }) {
    return <PageLines {...page} />;
  },
  (before, after) => before.raw === after.raw && before.said === after.said && before.index === after.index && before.onOpen === after.onOpen,
);

function PageLines({ page, index, title, lines, lacks, isOpen, field: openField, onOpen }: PageProps) {
  const { t } = useTranslation("studio");
  const isPageOpen = isOpen && openField === null;
  const open = useCallback((field: number | null) => onOpen({ section: "form", page: index, field }), [onOpen, index]);
  return (
    <div data-path={page.id === "" ? undefined : page.id}>
      <h3 className="rounded-t-md bg-paper">
        <button type="button" id={`page-${index}`} aria-expanded={isPageOpen} className="flex min-h-10 w-full items-center gap-2 px-3 py-1 text-left font-semibold" onClick={() => onOpen({ section: "form", page: isPageOpen ? null : index, field: null })}>
          {isPageOpen ? <ChevronDown aria-hidden className="size-4 shrink-0" /> : <ChevronRight aria-hidden className="size-4 shrink-0" />}
          <span className="min-w-0 flex-1 break-words">{index + 1}. {title}</span>
          <Marks isConditional={listOf(page["when"]).length > 0} lacks={lacks} isOptional={false} />
        </button>
      </h3>
      {isPageOpen ? <PagePart page={page} index={index} onOpen={onOpen} /> : null}
      <ol className="grid" aria-label={t("form-builder.fieldsOf", { page: title })}>
        {lines.map((line, place) => {
          const field = line === null ? null : editedField(page.fields[place]);
          if (line === null || field === null) return <li key={place} className="border-t border-line p-3"><OddField page={index} field={place} value={page.fields[place]} /></li>;
          const isFieldOpen = isOpen && openField === place;
          return (
            <li key={place} className="min-w-0 border-t border-line" data-path={`pages.${index}.fields.${place}`}>
              <FieldLine id={`field-${index}-${place}`} place={place} {...line} isOpen={isFieldOpen} onOpen={open} />
              {isFieldOpen ? <OpenField key={`${index}-${place}`} page={index} place={place} field={field} onOpen={onOpen} /> : null}
            </li>
          );
        })}
      </ol>
      {isOpen ? <AddField page={index} onAdded={(field) => onOpen({ section: "form", page: index, field })} /> : null}
    </div>
  );
}

function OpenField({ page, place, field, onOpen }: { page: number; place: number; field: EditedField; onOpen: Folds["onOpen"] }) {
  return (
    <div className="border-t border-line bg-paper p-3" data-path={field.id === "" ? undefined : field.id}>
      <FieldPart field={field} at={{ page, field: place }} onOpen={onOpen} />
    </div>
  );
}

function OddField({ page, field, value }: { page: number; field: number; value: unknown }) {
  const { t } = useTranslation("studio");
  const { put } = useEditedType();
  return <JsonPart name={`field-${page}-${field}-json`} label={t("form-builder.oddField", { number: field + 1 })} help={t("form-builder.notUnderstood")} value={value} onChange={(next) => put(["pages", page, "fields", field], next)} />;
}

type Line = { id: string; place: number; label: string; kind: string; isOpen: boolean; isOptional: boolean; isConditional: boolean; lacks: boolean; onOpen: (field: number | null) => void };

/** A field on one line. Drawn again only when the line itself says something else: there may be hundreds. */
const FieldLine = memo(function FieldLine({ id, place, label, kind, isOpen, isOptional, isConditional, lacks, onOpen }: Line) {
  const { t } = useTranslation("studio");
  return (
    <button type="button" id={id} aria-expanded={isOpen} onClick={() => onOpen(isOpen ? null : place)} className={classNames("flex min-h-9 w-full items-center gap-2 px-3 py-1 text-left hover:bg-petrol-tint", isOpen && "bg-petrol-tint font-semibold")}>
      {isOpen ? <ChevronDown aria-hidden className="size-4 shrink-0" /> : <ChevronRight aria-hidden className="size-4 shrink-0" />}
      <span className="min-w-0 flex-1 break-words">
        {label} <span className="font-normal text-soft">· {t(`form-builder.kind.${kind}.name`, { defaultValue: kind })}</span>
      </span>
      <Marks isOptional={isOptional} isConditional={isConditional} lacks={lacks} />
    </button>
  );
});

function Marks({ isOptional, isConditional, lacks }: { isOptional: boolean; isConditional: boolean; lacks: boolean }) {
  const { t } = useTranslation("studio");
  return (
    <span className="flex shrink-0 flex-wrap justify-end gap-x-2 text-xs font-normal text-soft">
      {isOptional ? <span>{t("form-builder.mark.optional")}</span> : null}
      {isConditional ? <span>{t("form-builder.mark.conditional")}</span> : null}
      {lacks ? <span className="font-semibold text-soon">{t("form-builder.mark.lacks")}</span> : null}
    </span>
  );
}
