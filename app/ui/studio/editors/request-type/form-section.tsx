import { useState } from "react";
import { useTranslation } from "react-i18next";

import { partOf } from "#app/domain/definitions/request-types/json-parts.ts";

import { classNames } from "../../../class-names.ts";
import { Outline } from "./outline.tsx";
import type { Opened } from "./place-of.ts";
import { Preview, type PreviewWidth } from "./preview/preview.tsx";
import { useEditedType } from "./type-context.ts";
import { JsonPart } from "./parts.tsx";

/** The pages and fields of a form, and beside them what somebody who fills it in would see. */
export function FormSection({ opened, onOpen }: { opened: Opened; onOpen: (opened: Opened) => void }) {
  const { t } = useTranslation("studio");
  const { type, put } = useEditedType();
  const [width, setWidth] = useState<PreviewWidth>("phone");
  if (!Array.isArray(partOf(type)["pages"])) return <JsonPart name="pages-json" label={t("form-builder.pages")} help={t("form-builder.notUnderstood")} value={type["pages"] ?? []} onChange={(value) => put(["pages"], value)} path="pages" />;
  return (
    <div className={classNames("grid min-w-0 items-start gap-5", width === "phone" && "xl:grid-cols-[minmax(0,1fr)_22.5rem]")}>
      <Outline opened={opened} onOpen={onOpen} />
      <Preview page={opened.page} width={width} onWidth={setWidth} />
    </div>
  );
}
