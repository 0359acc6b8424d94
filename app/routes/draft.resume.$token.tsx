import { redirect } from "@remix-run/node";
import { z } from "zod";

import { readForm } from "#app/domain/requests/form/fill-in.ts";
import { visiblePages } from "#app/domain/requests/form/visible.ts";
import { draftBehind } from "#app/web/counter.server.ts";
import { publicLoader } from "#app/web/guards.server.ts";
import { pageMeta } from "#app/web/page-meta.ts";

export const meta = pageMeta;

/** The link in the e-mail: goes on where the applicant left. */
export const loader = publicLoader({ params: z.object({ token: z.string() }) }, async ({ params, context, db, now }) => {
  const { row, form } = await draftBehind(context.office, params.token, now);
  if (row.submittedAt) return redirect(`/draft/${params.token}/sent`);
  const { unfinished } = await readForm(db, form, now);
  const pages = visiblePages(form.type.pages, form.content.typed).map((page) => page.id);
  const left = pages.indexOf(form.content.from ?? "");
  const first = unfinished[0] === undefined ? pages.length : pages.indexOf(unfinished[0]);
  return redirect(`/draft/${params.token}/${pages[left < 0 ? first : Math.min(left, first)] ?? "review"}`);
});

/** Never drawn: the loader sends everybody on. Without a page of its own a bad link would be answered as data and not by our error page. */
export default function Resume() {
  return null;
}
