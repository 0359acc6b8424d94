import { redirect } from "@remix-run/node";
import { useActionData } from "@remix-run/react";

import { officeDate } from "#app/domain/deadlines/calendar.ts";
import { previewCalendar, readCalendar } from "#app/domain/requests/calendar-change.ts";
import { CalendarPreview } from "#app/ui/calendar/calendar-preview.tsx";
import { StaffLayout } from "#app/ui/staff-layout.tsx";
import { useLoaderData } from "@remix-run/react";
import { cameByHand } from "#app/web/by-hand.ts";
import { ChangeForm, changeOf, differenceOf, movesShown } from "#app/web/calendar.server.ts";
import { staffAction, staffLoader } from "#app/web/guards.server.ts";
import type { PageHandle } from "#app/web/i18n.ts";
import { pageMeta } from "#app/web/page-meta.ts";
import { paths } from "#app/web/paths.ts";
import { isActionProblem } from "#app/web/problems.ts";
import { useFormat } from "#app/web/use-format.ts";

export const handle: PageHandle = { i18n: ["calendar"] };
export const meta = pageMeta;

/** What a change would do, before anybody proposes it; nothing is written: `previewCalendar`. */
export const action = staffAction({ can: "definition:edit", input: ChangeForm }, async ({ input, db, now, t, language }) => {
  const { before, after, moves } = await previewCalendar(db, changeOf(input), now);
  return { preview: { sent: input, difference: differenceOf(before, after, language), moves: movesShown(moves, t) } };
});

/** The form once more, for what was typed wrongly; who comes here by hand goes to the calendar. */
export const loader = staffLoader({ can: "definition:read" }, async ({ request, db, now, t, language }) => {
  if (cameByHand(request)) return redirect(paths.calendar());
  const { calendar } = await readCalendar(db);
  const today = officeDate(now);
  return { title: t("calendar:preview.title"), flavour: calendar.flavour, closed: calendar.closed.filter(({ on }) => on >= today).map(({ on, name }) => ({ on, name: name[language] })) };
});

export default function Preview() {
  const shown = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const problem = isActionProblem(answer) ? answer.problem : null;
  return (
    <StaffLayout>
      <CalendarPreview
        {...shown}
        preview={answer && "preview" in answer ? answer.preview : null}
        problem={problem}
        calendarPath={paths.calendar()}
        previewPath={paths.calendarPreview()}
        proposePath={paths.calendarPropose()}
        requestPath={paths.request}
        format={useFormat()}
      />
    </StaffLayout>
  );
}
