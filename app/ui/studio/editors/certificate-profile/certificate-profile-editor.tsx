import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

import type { CertificateProfileChoices } from "#app/domain/definitions/choices/certificate-profile.ts";
import { ENVIRONMENTS, EXTENDED_KEY_USAGES, KEY_USAGES } from "#app/domain/definitions/schema/profile-parts.ts";

import type { EditorProps } from "../editor.ts";
import { ChoiceField, LineField, NumberField, Ticks } from "../inputs/fields.tsx";
import { isObject, listOf, textOf } from "../template/blocks.ts";
import { ProfileSample } from "./profile-sample.tsx";
import { SubjectForm } from "./subject-form.tsx";

type Content = Readonly<Record<string, unknown>>;

/** A kind of certificate: for whom, with which key, in whose name and for what; and what a certificate of it would say. */
export function CertificateProfileEditor({ content, onChange, around }: EditorProps<Content, CertificateProfileChoices>) {
  const { t } = useTranslation(["studio", "certificates"]);
  const set = (name: string) => (value: unknown) => onChange({ ...content, [name]: value });
  const validity = isObject(content["validity"]) ? content["validity"] : {};
  const key = isObject(content["key"]) ? content["key"] : {};
  const words = (group: string, values: readonly string[]) => values.map((value) => ({ value, label: t(`profile-editor.${group}.${value}`) }));
  return (
    <div className="grid min-w-0 gap-6">
      <Part title={t("profile-editor.for")}>
        <div className="grid gap-4 md:grid-cols-2">
          <ChoiceField path="kind" label={t("profile-editor.kind")} value={textOf(content["kind"])} choices={words("kinds", ["personal", "system", "test"])} onChange={set("kind")} />
          <Ticks path="environments" label={t("profile-editor.environments")} chosen={listOf(content["environments"])} choices={words("environment", ENVIRONMENTS)} onChange={set("environments")} />
          <Ticks path="askedBy" label={t("profile-editor.askedBy")} chosen={listOf(content["askedBy"])} choices={around.types} onChange={set("askedBy")} />
          <Ticks path="keysFrom" label={t("profile-editor.keysFrom")} chosen={listOf(content["keysFrom"])} choices={words("keyFrom", ["browser", "supplier"])} onChange={set("keysFrom")} />
        </div>
      </Part>
      <Part title={t("profile-editor.key")}>
        <div className="flex flex-wrap gap-4">
          <NumberField path="validity.years" label={t("profile-editor.years")} value={validity["years"]} onChange={(years) => set("validity")({ ...validity, years })} />
          <NumberField path="key.minBits" label={t("profile-editor.minBits")} value={key["minBits"]} onChange={(minBits) => set("key")({ type: "RSA", ...key, minBits })} />
          <NumberField path="key.maxBits" label={t("profile-editor.maxBits")} value={key["maxBits"]} onChange={(maxBits) => set("key")({ type: "RSA", ...key, maxBits })} />
        </div>
      </Part>
      <Part title={t("profile-editor.subject")} help={t("profile-editor.subjectHelp")}>
        <SubjectForm parts={listOf(content["subject"])} onChange={set("subject")} />
      </Part>
      <Part title={t("profile-editor.usage")} help={t("profile-editor.usageHelp")}>
        <Ticks path="keyUsages" label={t("certificates:oid.keyUsage.name")} chosen={listOf(content["keyUsages"])} choices={KEY_USAGES.map((value) => ({ value, label: t(`certificates:usage.${value}`) }))} onChange={set("keyUsages")} />
        <Ticks path="extendedKeyUsages" label={t("certificates:oid.extKeyUsage.name")} chosen={listOf(content["extendedKeyUsages"])} choices={EXTENDED_KEY_USAGES.map((value) => ({ value, label: `${t(`certificates:oid.${value}.name`)} (${value})` }))} onChange={set("extendedKeyUsages")} />
        <div className="max-w-text">
          <LineField path="policyOid" label={t("profile-editor.policy")} value={content["policyOid"]} onChange={set("policyOid")} mono />
        </div>
      </Part>
      <ProfileSample content={content} />
    </div>
  );
}

function Part({ title, help, children }: { title: string; help?: string; children: ReactNode }) {
  return (
    <section aria-label={title} className="grid min-w-0 gap-3">
      <h3 className="text-lg">{title}</h3>
      {help === undefined ? null : <p className="text-help">{help}</p>}
      {children}
    </section>
  );
}
