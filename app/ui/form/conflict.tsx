import { useTranslation } from "react-i18next";

import { fieldTexts } from "#app/domain/definitions/schema/form-texts.ts";
import type { Field } from "#app/domain/definitions/schema/form.ts";
import type { Typed } from "#app/domain/requests/form/visible.ts";

import { Notice } from "../notice.tsx";
import { DefinitionList } from "../section.tsx";
import { Answer } from "./answers.tsx";

type Props = { type: string; fields: readonly Field[]; saved: Typed; services: Readonly<Record<string, string>> };

/** Another tab changed the same page meanwhile: what it saved in the fields that differ, so that both can be compared, and how to decide. */
export function Conflict({ type, fields, saved, services }: Props) {
  const { t } = useTranslation(["form", "requests"]);
  return (
    <Notice kind="warn" title={t("form:conflict.title")} live>
      <p>{t("form:conflict.text")}</p>
      <DefinitionList facts={fields.map((field) => ({ key: field.id, label: t(fieldTexts(type, field).label), value: <Answer type={type} field={field} typed={saved} services={services} /> }))} />
      <p>{t("form:conflict.go")}</p>
    </Notice>
  );
}
