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
import { useEditedType } from "./type-context.ts";

type Folds = { opened: Opened; onOpen: (opened: Opened) => void };

/** All pages with their fields, each on a line; what is open shows what there is to say of it. */
export function Outline({ opened, onOpen }: Folds) {
  const { type } = useEditedType();
  return (
    <div className="grid min-w-0 gap-3">
      <ol className="grid min-w-0 gap-3">
        {editedPages(type).map((page, index) => (
          <li key={index} className="min-w-0 rounded-md border border-line" data-path={`pages.${index}`}>
            {page === null ? <OddPage index={index} /> : <PageLines page={page} index={index} opened={opened} onOpen={onOpen} />}
          </li>
        ))}
      </ol>
      <AddPage onAdded={(page) => onOpen({ section: "form", page, field: null })} />
    </div>
  );
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

function PageLines({ page, index, opened, onOpen }: { page: EditedPage; index: number } & Folds) {
  const { t } = useTranslation("studio");
  const { id, said, language } = useEditedType();
  const isOpen = opened.page === index;
  const title = said(pageTexts(id, pageKeysOf(page)).title, language) || page.id || String(index + 1);
  const lacks = missingIn(wordsNeededByPage(id, page), said).length > 0;
  const open = useCallback((field: number | null) => onOpen({ section: "form", page: index, field }), [onOpen, index]);
  return (
    <div data-path={page.id === "" ? undefined : page.id}>
      <h3 className="rounded-t-md bg-paper">
        <button
          type="button" id={`page-${index}`} aria-expanded={isOpen && opened.field === null} className="flex min-h-10 w-full items-center gap-2 px-3 py-1 text-left font-semibold"
          onClick={() => onOpen({ section: "form", page: isOpen && opened.field === null ? null : index, field: null })}
        >
          {isOpen && opened.field === null ? <ChevronDown aria-hidden className="size-4 shrink-0" /> : <ChevronRight aria-hidden className="size-4 shrink-0" />}
          <span className="min-w-0 flex-1 break-words">{index + 1}. {title}</span>
          <Marks isConditional={listOf(page["when"]).length > 0} lacks={lacks} isOptional={false} />
        </button>
      </h3>
      {isOpen && opened.field === null ? <PagePart page={page} index={index} onOpen={onOpen} /> : null}
      <ol className="grid" aria-label={t("form-builder.fieldsOf", { page: title })}>
        {page.fields.map((one, place) => {
          const field = editedField(one);
          if (field === null) return <li key={place} className="border-t border-line p-3"><OddField page={index} field={place} value={one} /></li>;
          const isFieldOpen = isOpen && opened.field === place;
          return (
            <li key={place} className="min-w-0 border-t border-line" data-path={`pages.${index}.fields.${place}`}>
              <FieldLine
                id={`field-${index}-${place}`} place={place} label={said(fieldTexts(id, keysOf(field)).label, language) || field.id} kind={field.kind} isOpen={isFieldOpen} onOpen={open}
                isOptional={field["required"] === false} isConditional={listOf(field["when"]).length > 0} lacks={missingIn(wordsNeededBy(id, field), said).length > 0}
              />
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
