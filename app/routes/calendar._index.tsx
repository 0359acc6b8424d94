import { useLoaderData } from "@remix-run/react";
import { z } from "zod";

import { may } from "#app/domain/access/permissions.ts";
import { officeDate } from "#app/domain/deadlines/calendar.ts";
import { namedDays, yearShown } from "#app/domain/deadlines/year.ts";
import { readCalendar } from "#app/domain/requests/calendar-change.ts";
import { previewRecount } from "#app/domain/requests/recount.ts";
import { CalendarPage } from "#app/ui/calendar/calendar-page.tsx";
import { StaffLayout } from "#app/ui/staff-layout.tsx";
import { differenceOf, movesShown } from "#app/web/calendar.server.ts";
import { staffLoader } from "#app/web/guards.server.ts";
import type { PageHandle } from "#app/web/i18n.ts";
import { pageMeta } from "#app/web/page-meta.ts";
import { paths } from "#app/web/paths.ts";
import { useFormat } from "#app/web/use-format.ts";

export const handle: PageHandle = { i18n: ["calendar"] };
export const meta = pageMeta;

const Search = z.object({ year: z.coerce.number().int().min(2000).max(2199).optional().catch(undefined) });

/** The working days of a year (D10), the change that waits for a colleague, and the form to make one. */
export const loader = staffLoader({ can: "definition:read", input: Search }, async ({ actor, input, db, now, t, language }) => {
  const { calendar, version, proposal } = await readCalendar(db);
  const today = officeDate(now);
  const year = input.year ?? Number(today.slice(0, 4));
  const months = yearShown(calendar, year, language);
  return {
    title: t("calendar:title"),
    year,
    today,
    version,
    flavour: calendar.flavour,
    months,
    named: namedDays(months),
    closed: calendar.closed.filter(({ on }) => on >= today).map(({ on, name }) => ({ on, name: name[language] })),
    proposal: proposal && {
      id: proposal.id,
      by: proposal.author.name,
      at: proposal.proposedAt.toISOString(),
      reason: proposal.reason,
      difference: differenceOf(calendar, proposal.content, language),
      moves: movesShown(await previewRecount(db, { calendar: proposal.content, version: proposal.version, now }), t),
      mayPublish: may(actor, "definition:publish") && proposal.author.id !== actor.id,
      mayWithdraw: may(actor, "definition:edit"),
    },
    mayPropose: may(actor, "definition:edit") && proposal === null,
  };
});

export default function CalendarRoute() {
  const shown = useLoaderData<typeof loader>();
  return (
    <StaffLayout>
      <CalendarPage {...shown} yearPath={paths.calendar} previewPath={paths.calendarPreview()} decisionPath={paths.calendarProposal} requestPath={paths.request} format={useFormat()} />
    </StaffLayout>
  );
}
