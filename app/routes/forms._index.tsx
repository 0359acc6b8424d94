import { useLoaderData } from "@remix-run/react";
import { z } from "zod";

import { typedFormCode } from "#app/domain/requests/form-code.ts";
import { findPrintedForm, listPaperTypes } from "#app/domain/requests/paper/print.ts";
import { FormLookup } from "#app/ui/paper/form-lookup.tsx";
import { PaperTypes } from "#app/ui/paper/paper-types.tsx";
import { Notice } from "#app/ui/notice.tsx";
import { PageTitle } from "#app/ui/section.tsx";
import { StaffLayout } from "#app/ui/staff-layout.tsx";
import { staffLoader } from "#app/web/guards.server.ts";
import type { PageHandle } from "#app/web/i18n.ts";
import { pageMeta } from "#app/web/page-meta.ts";
import { paths } from "#app/web/paths.ts";
import { refusedSentence } from "#app/web/refused.server.ts";
import { useFormat } from "#app/web/use-format.ts";

export const handle: PageHandle = { i18n: ["forms", "requests"] };
export const meta = pageMeta;

/** The address holds the code that is looked up: it says nothing of anybody. */
const Search = z.object({ code: z.string().trim().max(60).catch("") });

/** The forms that there are to print, and of a printed one which it is. */
export const loader = staffLoader({ can: "form:print", input: Search }, async ({ input, db, request, language, t }) => {
  const types = await listPaperTypes(db);
  const code = typedFormCode(input.code);
  const found = code === null ? null : await findPrintedForm(db, code);
  return {
    title: t("forms:staff.title"),
    typed: input.code,
    isCode: code !== null,
    found: found && { ...found, printedAt: found.printedAt.toISOString() },
    types: types.map(({ type, version }) => ({ id: type.id, version, byPost: type.channels.includes("paper"), byMail: type.channels.includes("email") })),
    refused: refusedSentence(request, language),
  };
});

export default function Forms() {
  const { title, types, typed, isCode, found, refused } = useLoaderData<typeof loader>();
  return (
    <StaffLayout>
      <PaperTypes title={<PageTitle title={title} />} types={types} action={paths.form}>
        {refused === null ? null : <Notice kind="late">{refused}</Notice>}
      </PaperTypes>
      <FormLookup action={paths.forms()} typed={typed} isCode={isCode} found={found} format={useFormat()} />
    </StaffLayout>
  );
}
