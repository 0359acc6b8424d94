import { useTranslation } from "react-i18next";

import type { EditedField, FieldPlace } from "#app/domain/definitions/request-types/form-edits.ts";
import { textOf } from "#app/domain/definitions/request-types/json-parts.ts";

import { Select, TextInput } from "../../../field.tsx";
import { JsonPart, Tick } from "./parts.tsx";
import { useEditedType } from "./type-context.ts";

/** What a browser can fill in by itself, by kind of field. */
const FILLED_IN: Readonly<Record<string, readonly string[]>> = { "dutch-name": ["name"], email: ["email"], phone: ["tel"], text: ["organization-title", "name"], postcode: ["postal-code"], address: ["street-address"], date: ["bday"] };

/** What only some kinds of field have, and what is seldom needed. */
export function FieldSpecial({ field, at }: { field: EditedField; at: FieldPlace }) {
  const { t } = useTranslation("studio");
  const { put, around } = useEditedType();
  const steps = ["pages", at.page, "fields", at.field];
  const name = `f-${at.page}-${at.field}`;
  const path = steps.join(".");
  const { kind } = field;
  // A kind that is none may still be called as something that every object has.
  const filledIn = Object.hasOwn(FILLED_IN, kind) ? FILLED_IN[kind] : undefined;
  return (
    <>
      {kind === "text" || kind === "long-text" ? (
        <TextInput
          name={`${name}-most`} label={t("form-builder.special.maxLength")} inputMode="numeric" width="tiny" data-path={`${path}.maxLength`} value={typeof field["maxLength"] === "number" ? String(field["maxLength"]) : textOf(field["maxLength"])}
          onChange={(event) => put([...steps, "maxLength"], /^\d{1,6}$/.test(event.currentTarget.value) ? Number(event.currentTarget.value) : event.currentTarget.value)}
        />
      ) : null}
      {kind === "email" ? <Tick name={`${name}-personal`} label={t("form-builder.special.personal")} checked={field["personal"] === true} onChange={(is) => put([...steps, "personal"], is || undefined)} path={`${path}.personal`} /> : null}
      {kind === "phone" ? <Tick name={`${name}-mobile`} label={t("form-builder.special.mobile")} checked={field["mobile"] === true} onChange={(is) => put([...steps, "mobile"], is || undefined)} path={`${path}.mobile`} /> : null}
      {kind === "date" ? (
        <Select
          name={`${name}-not`} label={t("form-builder.special.date")} value={textOf(field["not"])} placeholder={t("form-builder.special.anyDate")} data-path={`${path}.not`}
          choices={(["past", "future"] as const).map((value) => ({ value, label: t(`form-builder.special.not.${value}`) }))} onChange={(event) => put([...steps, "not"], event.currentTarget.value || undefined)}
        />
      ) : null}
      {kind === "services" ? (
        <Select
          name={`${name}-of`} label={t("form-builder.special.services")} value={textOf(field["of"]) || "allowed"} data-path={`${path}.of`}
          choices={["allowed", "any", ...around.destinations].map((value) => ({ value, label: t(`form-builder.special.of.${value}`, { defaultValue: t("form-builder.special.ofForm", { form: value }) }) }))} onChange={(event) => put([...steps, "of"], event.currentTarget.value === "allowed" ? undefined : event.currentTarget.value)}
        />
      ) : null}
      {filledIn === undefined ? null : (
        <Select
          name={`${name}-autocomplete`} label={t("form-builder.special.autocomplete")} help={t("form-builder.special.autocompleteHelp")} value={textOf(field["autocomplete"])} placeholder={t("form-builder.special.noAutocomplete")} optional data-path={`${path}.autocomplete`}
          choices={[...new Set([...filledIn, ...(textOf(field["autocomplete"]) === "" ? [] : [textOf(field["autocomplete"])])])].map((value) => ({ value, label: t(`form-builder.special.token.${value}`, { defaultValue: value }) }))} onChange={(event) => put([...steps, "autocomplete"], event.currentTarget.value || undefined)}
        />
      )}
      {field["each"] === undefined ? null : <JsonPart name={`${name}-each`} label={t("form-builder.special.each")} help={t("form-builder.special.eachHelp")} value={field["each"]} onChange={(value) => put([...steps, "each"], value)} path={`${path}.each`} />}
    </>
  );
}
