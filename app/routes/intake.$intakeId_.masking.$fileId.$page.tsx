import { redirect } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { z } from "zod";

import { maskPicture } from "#app/domain/intake/copies.ts";
import { getIntake } from "#app/domain/intake/list.ts";
import { openPicture } from "#app/domain/files/store.ts";
import { Problem } from "#app/domain/problem.ts";
import { ErrorSummary } from "#app/ui/error-summary.tsx";
import { Masking } from "#app/ui/intake/masking.tsx";
import { BackLink } from "#app/ui/navigation.tsx";
import { PageTitle } from "#app/ui/section.tsx";
import { StaffLayout } from "#app/ui/staff-layout.tsx";
import { staffAction, staffLoader } from "#app/web/guards.server.ts";
import type { PageHandle } from "#app/web/i18n.ts";
import { pageMeta } from "#app/web/page-meta.ts";
import { MaskingParams } from "#app/web/params.ts";
import { paths } from "#app/web/paths.ts";
import { isActionProblem } from "#app/web/problems.ts";

export const handle: PageHandle = { i18n: ["intake"] };
export const meta = pageMeta;

/** A page of a copy, to blacken what may not be seen (D17). */
export const loader = staffLoader({ can: "request:register", params: MaskingParams }, async ({ params, context, db, t }) => {
  const { intakeId, fileId, page } = params;
  await getIntake(db, intakeId);
  const { file, picture } = await openPicture(db, context.office.files.cipher, { fileId, page });
  if (file.intakeId !== intakeId || file.format === "pdf") throw new Problem("file.unknown");
  const { width, height } = picture;
  return { title: t("intake:masking.title"), src: paths.file(fileId, page), alt: t("intake:scan.alt", { page, name: file.name }), width, height, back: paths.intake(intakeId) };
});

/** "x,y,width,height" in whole pixels. */
const Box = z
  .string()
  .regex(/^\d{1,5}(,\d{1,5}){3}$/)
  .transform((text) => {
    const [x = 0, y = 0, width = 0, height = 0] = text.split(",").map(Number);
    return { x, y, width, height };
  });

/** Burns the boxes in: `maskPicture`. */
export const action = staffAction({ can: "request:register", params: MaskingParams, input: z.object({ boxes: z.array(Box).max(50).default([]) }) }, async ({ params, input, context, actor, now }) => {
  await maskPicture(context.office, context.office.files, { ...params, ...input, by: actor, now });
  return redirect(paths.intake(params.intakeId), 303);
});

export default function MaskingPage() {
  const { title, back, ...picture } = useLoaderData<typeof loader>();
  const answer: unknown = useActionData();
  const { t } = useTranslation("intake");
  return (
    <StaffLayout>
      <BackLink to={back}>{t("masking.back")}</BackLink>
      <PageTitle title={title} lead={t("masking.lead")} />
      <ErrorSummary problem={isActionProblem(answer) ? answer.problem : null} />
      <Masking {...picture} />
    </StaffLayout>
  );
}
