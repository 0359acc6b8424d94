import { useTranslation } from "react-i18next";

import { officeTexts } from "#app/domain/definitions/schema/form-texts.ts";
import type { Field } from "#app/domain/definitions/schema/form.ts";
import type { Typed } from "#app/domain/requests/form/visible.ts";
import type { ServiceChoice } from "#app/domain/requests/form/offer.ts";

import { FieldGroup } from "../choices.tsx";
import { classNames } from "../class-names.ts";
import { DateInput } from "../date-input.tsx";
import { FieldError, type FieldFace, fieldIds, TextArea, TextInput } from "../field.tsx";
import { PrefixList } from "../form/prefix-list.tsx";
import { Options } from "./office-options.tsx";
import { OfficeServices } from "./office-services.tsx";

type Props = {
  type: string;
  field: Field;
  values: Typed;
  errors: Readonly<Record<string, string>>;
  services: ServiceChoice | null;
  /** Whether the registers were asked for the practice. */
  isLookedUp: boolean;
  /** What stands above the field already: a question with the same name does not say it twice to who sees. */
  heading: string;
};

/** Kinds whose answer is short enough to stand beside another one. */
const SHORT: ReadonlySet<Field["kind"]> = new Set(["agb-code", "kvk-number", "establishment-number", "user-number", "postcode", "phone", "email", "given-name", "text"]);

/**
 * One declared field for whoever types it over from paper all day: the office's own words, without what explains the form to the public, and as low as it
 * can be. The same inputs, by the same names, as `FormField` has online.
 */
export function OfficeField(props: Props) {
  return (
    <div className={classNames("min-w-0", !SHORT.has(props.field.kind) && "@sm:col-span-2")}>
      <Control {...props} />
    </div>
  );
}

function Control({ type, field, values, errors, services, isLookedUp, heading }: Props) {
  const { t } = useTranslation(["requests", "form"]);
  const texts = officeTexts(type, field);
  const { id } = field;
  const help = t(texts.help, { defaultValue: "" });
  const face: FieldFace = { name: id, label: t(texts.label), help: help === "" ? undefined : help, error: errors[id], optional: !field.required };
  const one = { ...face, defaultValue: textOf(values, id), autoComplete: "off" };
  const chosen = [values[id] ?? []].flat();
  const options = () => ("options" in field ? field.options : []).map((option) => ({ value: option, label: t(texts.option(option)) }));

  switch (field.kind) {
    case "agb-code":
    case "kvk-number":
    case "establishment-number":
    case "user-number":
      return <TextInput {...one} inputMode="numeric" mono />;
    case "phone":
      return <TextInput {...one} type="tel" />;
    case "email":
      return <TextInput {...one} inputMode="email" autoCapitalize="off" spellCheck={false} />;
    case "postcode":
    case "given-name":
    case "text":
      return <TextInput {...one} />;
    case "ip-addresses":
    case "long-text":
      return <TextArea {...one} rows={2} />;
    case "dutch-name":
      return <NameField face={face} values={values} errors={errors} />;
    case "address":
      return <AddressField face={face} values={values} errors={errors} />;
    case "date":
      return <DateInput {...face} value={{ day: textOf(values, `${id}.day`), month: textOf(values, `${id}.month`), year: textOf(values, `${id}.year`) }} />;
    case "choice":
      return (
        <FieldGroup {...face}>
          <Options type="radio" name={id} group={id} chosen={chosen} choices={options()} />
        </FieldGroup>
      );
    case "choices":
      return (
        <FieldGroup {...face}>
          <Options type="checkbox" name={id} group={id} chosen={chosen} choices={options()} />
        </FieldGroup>
      );
    case "services":
      return services === null ? null : <OfficeServices {...face} label={face.label === heading ? <span className="sr-only">{heading}</span> : face.label} choice={services} chosen={chosen} isLookedUp={isLookedUp} />;
    case "declaration":
      return <Declaration face={face} isTicked={chosen.includes("yes")} />;
  }
}

function Declaration({ face, isTicked }: { face: FieldFace; isTicked: boolean }) {
  const ids = fieldIds(face.name);
  return (
    <div className="grid gap-1">
      <FieldError id={ids.error} error={face.error} />
      <label className="inline-flex min-h-7 items-start gap-2 py-0.5">
        <input type="checkbox" id={face.name} name={face.name} value="yes" defaultChecked={isTicked} aria-describedby={face.error === undefined ? undefined : ids.error} aria-invalid={face.error === undefined ? undefined : true} className="mt-[calc((1lh-1rem)/2)] size-4 shrink-0 accent-petrol" />
        {face.label}
      </label>
    </div>
  );
}

type GroupProps = { face: FieldFace; values: Typed; errors: Readonly<Record<string, string>> };

/** A Dutch name in its three parts on one line; what is wrong with one stands above all of them, where there is room for a sentence. */
function NameField({ face, values, errors }: GroupProps) {
  const { t } = useTranslation("form");
  const list = `${face.name}--prefixes`;
  const part = (name: "initials" | "prefix" | "surname") => {
    const id = `${face.name}.${name}`;
    return { name: id, label: <span className="font-normal">{t(`name.${name}`)}</span>, defaultValue: textOf(values, id), optional: name === "prefix" || face.optional, autoComplete: "off", isWrong: errors[id] !== undefined };
  };
  return (
    <FieldGroup {...face}>
      <PartErrors names={["initials", "prefix", "surname"].map((name) => `${face.name}.${name}`)} errors={errors} />
      <div className="grid grid-cols-[5rem_1fr] items-end gap-x-3 gap-y-2 @sm:grid-cols-[5rem_12rem_1fr]">
        <Part {...part("initials")} />
        <Part {...part("prefix")} list={list} autoCapitalize="off" />
        <div className="col-span-2 @sm:col-span-1">
          <Part {...part("surname")} />
        </div>
      </div>
      <PrefixList id={list} />
    </FieldGroup>
  );
}

/** An address on two lines, as it is written. */
function AddressField({ face, values, errors }: GroupProps) {
  const { t } = useTranslation("form");
  const part = (name: "street" | "houseNumber" | "houseNumberSuffix" | "postcode" | "town") => {
    const id = `${face.name}.${name}`;
    return { name: id, label: <span className="font-normal">{t(`address.${name}`)}</span>, defaultValue: textOf(values, id), optional: name === "houseNumberSuffix" || face.optional, autoComplete: "off", isWrong: errors[id] !== undefined };
  };
  return (
    <FieldGroup {...face}>
      <PartErrors names={["street", "houseNumber", "houseNumberSuffix", "postcode", "town"].map((name) => `${face.name}.${name}`)} errors={errors} />
      <div className="grid grid-cols-2 items-end gap-x-3 gap-y-2 @sm:grid-cols-[7rem_1fr_11rem]">
        <div className="col-span-2 @sm:col-span-3">
          <Part {...part("street")} />
        </div>
        <Part {...part("houseNumber")} inputMode="numeric" />
        <div className="@sm:col-span-2">
          <Part {...part("houseNumberSuffix")} />
        </div>
        <Part {...part("postcode")} />
        <div className="@sm:col-span-2">
          <Part {...part("town")} />
        </div>
      </div>
    </FieldGroup>
  );
}

function PartErrors({ names, errors }: { names: readonly string[]; errors: Readonly<Record<string, string>> }) {
  return (
    <>
      {names.map((name) => (
        <FieldError key={name} id={fieldIds(name).error} error={errors[name]} />
      ))}
    </>
  );
}

/** One part of an answer; its sentence stands with the others of the group, so that only the mark is here. */
function Part({ isWrong, ...rest }: { isWrong: boolean } & Parameters<typeof TextInput>[0]) {
  return <TextInput {...rest} aria-invalid={isWrong || undefined} aria-describedby={isWrong ? fieldIds(rest.name).error : undefined} />;
}

function textOf(values: Typed, name: string): string {
  return [values[name] ?? ""].flat()[0] ?? "";
}
