import { useTranslation } from "react-i18next";

import { partOf, textOf, wordsOf } from "#app/domain/definitions/request-types/json-parts.ts";

import { Select, TextInput } from "../../../field.tsx";
import { Ticks } from "./parts.tsx";
import { SectionFrame } from "./section-frame.tsx";
import { useEditedType } from "./type-context.ts";
import { WordingInput } from "./wording.tsx";

const AUDIENCES = ["public", "portal", "staff"] as const;
const CHANNELS = ["online", "paper", "email", "phone", "portal"] as const;

/** What it is called, who may ask it and how it may come in. */
export function GeneralSection() {
  const { t } = useTranslation("studio");
  const { id, type, put } = useEditedType();
  return (
    <SectionFrame title={t("form-builder.part.general")} about={t("form-builder.general.about")}>
      <WordingInput name="rt-title" label={t("form-builder.general.title")} textKey={`requests:${id}.title`} />
      <WordingInput name="rt-intro" label={t("form-builder.general.intro")} help={t("form-builder.general.introHelp")} textKey={`requests:${id}.intro`} rows={3} />
      <Select name="rt-audience" label={t("form-builder.general.audience")} value={textOf(type["audience"])} data-path="audience" placeholder={t("form-builder.choose")} choices={AUDIENCES.map((value) => ({ value, label: t(`form-builder.audience.${value}`) }))} onChange={(event) => put(["audience"], event.currentTarget.value)} />
      <Ticks name="rt-channels" label={t("form-builder.general.channels")} help={t("form-builder.general.channelsHelp")} values={wordsOf(type["channels"])} choices={CHANNELS.map((value) => ({ value, label: t(`form-builder.channel.${value}`) }))} onChange={(value) => put(["channels"], value)} path="channels" />
      <TextInput name="rt-terms" label={t("form-builder.general.terms")} help={t("form-builder.general.termsHelp")} width="tiny" value={textOf(partOf(type["terms"])["version"])} data-path="terms.version" onChange={(event) => put(["terms", "version"], event.currentTarget.value)} />
    </SectionFrame>
  );
}
