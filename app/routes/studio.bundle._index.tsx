import { redirect } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { z } from "zod";

import { takeBundle } from "#app/domain/definitions/changes/take-bundle.ts";
import { Problem } from "#app/domain/problem.ts";
import { BundlePage } from "#app/ui/studio/bundle-page.tsx";
import { StaffLayout } from "#app/ui/staff-layout.tsx";
import { unpackFiles } from "#app/web/archive.server.ts";
import { staffAction, staffLoader } from "#app/web/guards.server.ts";
import type { PageHandle } from "#app/web/i18n.ts";
import { pageMeta } from "#app/web/page-meta.ts";
import { paths } from "#app/web/paths.ts";
import { isActionProblem } from "#app/web/problems.ts";
import { showParts } from "#app/web/studio.server.ts";
import { UPLOAD_LIMITS } from "#app/web/upload.server.ts";

export const handle: PageHandle = { i18n: ["studio"] };
export const meta = pageMeta;

/** Which are ticked to begin with: everything, nothing, or the one named. */
const Chosen = z.object({ chosen: z.string().max(200).catch("all").default("all") });

/** What can be taken to another installation, and where what came from one is taken in. */
export const loader = staffLoader({ can: "definition:edit", input: Chosen }, async ({ input: { chosen }, db, t, language }) => ({ title: t("studio:bundle.title"), chosen, parts: await showParts({ db, t, language }) }));

/** Takes a bundle in as a draft: `takeBundle`. */
export const action = staffAction({ can: "definition:edit", input: z.object({ title: z.string().trim().min(1, "change.title").max(120, "change.title") }), files: { ...UPLOAD_LIMITS, files: 1 } }, async ({ input: { title }, files: [file], actor, db, now, context }) => {
  if (file === undefined) throw new Problem("bundle.no-file", { field: "bundle" });
  return redirect(paths.studioChange(await takeBundle(db, { files: unpackFiles(file.bytes), title, by: actor, now, correlationId: context.correlationId })), 303);
});

export default function Bundle() {
  const answer: unknown = useActionData();
  return (
    <StaffLayout>
      <BundlePage {...useLoaderData<typeof loader>()} problem={isActionProblem(answer) ? answer.problem : null} path={paths.studioBundle()} filePath={paths.studioBundleFile()} studioPath={paths.studio()} />
    </StaffLayout>
  );
}
