import { redirect } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { z } from "zod";

import { addEntry, contentOfVersion } from "#app/domain/definitions/changes/entries.ts";
import { beginChange } from "#app/domain/definitions/changes/begin.ts";
import { Problem } from "#app/domain/problem.ts";
import { ErrorPage } from "#app/ui/error-page.tsx";
import { DefinitionPage } from "#app/ui/studio/definition-page.tsx";
import { StaffLayout } from "#app/ui/staff-layout.tsx";
import { staffAction, staffLoader } from "#app/web/guards.server.ts";
import type { PageHandle } from "#app/web/i18n.ts";
import { pageMeta } from "#app/web/page-meta.ts";
import { DefinitionParams } from "#app/web/params.ts";
import { paths } from "#app/web/paths.ts";
import { isActionProblem, refusalShown } from "#app/web/problems.ts";
import { listPartsUsed } from "#app/web/studio-parts.server.ts";
import { findDefinitionPage } from "#app/web/studio.server.ts";
import { useFormat } from "#app/web/use-format.ts";

export const handle: PageHandle = { i18n: ["studio"] };
export const meta = pageMeta;

/** One definition as it holds now, its versions and who uses it. */
export const loader = staffLoader({ can: "definition:read", params: DefinitionParams }, async ({ params: { kind, key }, actor, db, now, t, language, context }) => {
  const shown = await findDefinitionPage({ db, actor, now, t, language, texts: context.office.texts }, kind, key);
  if (!shown) throw new Problem("page.not-found");
  return { title: shown.title, shown: { ...shown, parts: await listPartsUsed({ db, t, language }, { kind, key }) } };
});

const Into = z.object({ change: z.union([z.literal(""), z.uuid()]).default(""), version: z.coerce.number().int().positive().optional() });

/** Takes it into a draft, or into a new one, as it is published or as a version has it that nobody published: `addEntry`. */
export const action = staffAction({ can: "definition:edit", params: DefinitionParams, input: Into }, async ({ params, input, actor, db, now, t, context }) => {
  const by = { by: actor, now, correlationId: context.correlationId };
  const id = await db.transaction(async (tx) => {
    const changeId = input.change === "" ? await beginChange(tx, { title: t("studio:definition.newTitle", { title: params.key }), ...by }) : input.change;
    await addEntry(tx, { changeId, ...params, ...by, ...(input.version !== undefined && { content: await contentOfVersion(tx, { ...params, version: input.version }) }) });
    return changeId;
  });
  return redirect(paths.studioEntry(id, params.kind, params.key), 303);
});

export default function Definition() {
  const { shown } = useLoaderData<typeof loader>();
  const answer: unknown = useActionData();
  const format = useFormat();
  if (isActionProblem(answer)) return <ErrorPage {...refusalShown(answer)} />;
  return (
    <StaffLayout>
      <DefinitionPage shown={shown} studioPath={paths.studio()} newChangePath={paths.studioNewChange()} logicPath={shown.kind === "request-type" ? paths.studioLogic(shown.key) : null} format={format} />
    </StaffLayout>
  );
}
