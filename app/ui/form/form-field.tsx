import { useTranslation } from "react-i18next";

import { fieldTexts } from "#app/domain/definitions/schema/form-texts.ts";
import type { Field } from "#app/domain/definitions/schema/form.ts";
import type { Typed } from "#app/domain/requests/form/visible.ts";
import type { ServiceChoice } from "#app/domain/requests/form/offer.ts";

import { Checkbox, CheckboxGroup, FieldGroup, RadioGroup } from "../choices.tsx";
import { DateInput } from "../date-input.tsx";
import { FieldError, type FieldFace, fieldIds, OptionalMark, TextArea, TextInput, wiring } from "../field.tsx";
import { PrefixList } from "./prefix-list.tsx";
import { ServicesField } from "./services-field.tsx";

type Props = {
  type: string;
  field: Field;
  /** Another label than the field's own, where it is asked of one of several: with no more about it than they need. */
  label?: string | undefined;
  values: Typed;
  errors: Readonly<Record<string, string>>;
  services: ServiceChoice | null;
};

/** One declared field, drawn by its kind. What stands in it is what was typed; what is wrong stands between help and field. */
export function FormField({ type, field, label, values, errors, services }: Props) {
  const { t } = useTranslation(["form", "requests"]);
  const texts = fieldTexts(type, field);
  const { id } = field;
  const text = textOf(values, id);
  const face: FieldFace = { name: id, label: label ?? t(texts.label), help: field.help && label === undefined ? t(texts.help) : undefined, error: errors[id], optional: !field.required };
  const one = { ...face, defaultValue: text, autoComplete: field.autocomplete ?? "off" };
  const options = () => ("options" in field ? field.options : []).map((option) => ({ value: option, label: t(texts.option(option)) }));

  switch (field.kind) {
    case "agb-code":
    case "kvk-number":
      return <TextInput {...one} inputMode="numeric" mono width="short" />;
    case "establishment-number":
    case "user-number":
      return <TextInput {...one} inputMode="numeric" mono width="half" />;
    case "postcode":
      return <TextInput {...one} width="tiny" />;
    case "phone":
      return <TextInput {...one} type="tel" width="half" />;
    case "email":
      // Not type="email": browsers refuse what we can put right, in their own words and not at the field.
      return <TextInput {...one} inputMode="email" autoCapitalize="off" spellCheck={false} />;
    case "given-name":
      return <TextInput {...one} width="half" />;
    case "text":
      return <TextInput {...one} />;
    case "ip-addresses":
      return <TextArea {...one} rows={4} spellCheck={false} autoCapitalize="off" className="font-mono" />;
    case "long-text":
      return <TextArea {...one} help={<>{face.help} {t("form:count", { most: field.maxLength })}</>} />;
    case "dutch-name":
      return <NameField face={face} values={values} errors={errors} own={field.autocomplete === "name"} />;
    case "address":
      return <AddressField face={face} values={values} errors={errors} />;
    case "date":
      return <DateInput {...face} value={{ day: textOf(values, `${id}.day`), month: textOf(values, `${id}.month`), year: textOf(values, `${id}.year`) }} />;
    case "choice":
      return <RadioGroup {...face} value={text} choices={options()} />;
    case "choices":
      return <CheckboxGroup {...face} values={[values[id] ?? []].flat()} choices={options()} />;
    case "services":
      return services === null ? null : <ServicesField {...face} choice={services} chosen={[values[id] ?? []].flat()} isBrief={label !== undefined} />;
    case "declaration":
      return <Checkbox {...face} checked={text === "yes"} />;
  }
}

type GroupProps = { face: FieldFace; values: Typed; errors: Readonly<Record<string, string>> };

/** A Dutch name in its three parts, with what is wrong above them: beside each other there is no room for a sentence. */
function NameField({ face, values, errors, own }: GroupProps & { own: boolean }) {
  const { t } = useTranslation("form");
  const list = `${face.name}--prefixes`;
  const parts = (["initials", "prefix", "surname"] as const).map((name) => ({ name, id: `${face.name}.${name}` }));
  return (
    <FieldGroup {...face}>
      {parts.map(({ id }) => (
        <FieldError key={id} id={fieldIds(id).error} error={errors[id]} />
      ))}
      <div className="grid items-end gap-4 sm:grid-cols-[6rem_15rem_1fr]">
        {parts.map(({ name, id }) => (
          <div key={id} className="grid gap-1">
            <label htmlFor={id}>
              {t(`name.${name}`)}
              <OptionalMark optional={name === "prefix"} />
            </label>
            <input
              {...wiring({ name: id, label: "", error: errors[id], optional: name === "prefix" || face.optional })}
              className="control"
              defaultValue={textOf(values, id)}
              list={name === "prefix" ? list : undefined}
              autoCapitalize={name === "prefix" ? "off" : "words"}
              // Browsers can fill in the surname of the reader, never somebody else's.
              autoComplete={own && name === "surname" ? "family-name" : "off"}
            />
          </div>
        ))}
      </div>
      <PrefixList id={list} />
    </FieldGroup>
  );
}

function AddressField({ face, values, errors }: GroupProps) {
  const { t } = useTranslation("form");
  const part = (name: string) => {
    const id = `${face.name}.${name}`;
    return { name: id, label: t(`address.${name}`), error: errors[id], defaultValue: textOf(values, id), autoComplete: "off" };
  };
  return (
    <FieldGroup {...face}>
      <TextInput {...part("street")} />
      <div className="grid grid-cols-2 items-end gap-4">
        <TextInput {...part("houseNumber")} inputMode="numeric" />
        <TextInput {...part("houseNumberSuffix")} optional />
      </div>
      <div className="grid grid-cols-[8rem_1fr] items-end gap-4">
        <TextInput {...part("postcode")} />
        <TextInput {...part("town")} />
      </div>
    </FieldGroup>
  );
}

function textOf(values: Typed, name: string): string {
  return [values[name] ?? ""].flat()[0] ?? "";
}
