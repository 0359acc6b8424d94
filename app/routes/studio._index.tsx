import { useLoaderData } from "@remix-run/react";
import { z } from "zod";

import { DEFINITION_KINDS } from "#app/domain/definitions/kinds.ts";
import { StudioPage } from "#app/ui/studio/studio-page.tsx";
import { StaffLayout } from "#app/ui/staff-layout.tsx";
import { staffLoader } from "#app/web/guards.server.ts";
import type { PageHandle } from "#app/web/i18n.ts";
import { pageMeta } from "#app/web/page-meta.ts";
import { paths } from "#app/web/paths.ts";
import { showStudio } from "#app/web/studio-overview.server.ts";
import { useFormat } from "#app/web/use-format.ts";

export const handle: PageHandle = { i18n: ["studio"] };
export const meta = pageMeta;

const Search = z.object({ text: z.string().max(200).catch("").default(""), kind: z.enum([...DEFINITION_KINDS, ""]).catch("").default(""), unused: z.enum(["yes", ""]).catch("").default("") });

/** What the office may change by itself, and the changes under way (D15). */
export const loader = staffLoader({ can: "definition:read", input: Search }, async ({ actor, input, db, now, t, language, context }) => ({
  title: t("studio:title"),
  asked: input,
  kinds: [...DEFINITION_KINDS],
  ...(await showStudio({ db, actor, now, t, language, texts: context.office.texts }, input)),
}));

export default function Studio() {
  return (
    <StaffLayout>
      <StudioPage {...useLoaderData<typeof loader>()} path={paths.studio()} newChangePath={paths.studioNewChange()} bundlePath={paths.studioBundle()} format={useFormat()} />
    </StaffLayout>
  );
}
