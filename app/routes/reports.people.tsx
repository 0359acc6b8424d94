import { useLoaderData } from "@remix-run/react";

import { readPeople } from "#app/domain/dashboards/people.ts";
import { PeoplePage } from "#app/ui/reports/people-page.tsx";
import { StaffLayout } from "#app/ui/staff-layout.tsx";
import { choicesOf, figureAddress, FlowSearch, headOf } from "#app/web/figures.server.ts";
import { staffLoader } from "#app/web/guards.server.ts";
import type { PageHandle } from "#app/web/i18n.ts";
import { pageMeta } from "#app/web/page-meta.ts";
import { deskAddress, paths } from "#app/web/paths.ts";
import { useFormat } from "#app/web/use-format.ts";

export const handle: PageHandle = { i18n: ["reports", "desk-list"] };
export const meta = pageMeta;

/** Who has what in hand and has done what: `readPeople`. */
export const loader = staffLoader({ can: "report:read", input: FlowSearch }, async ({ input, db, now, t }) => {
  const { span, ...filter } = input;
  const { present, staff, waiting } = await readPeople(db, { filter, span, now });
  const to = figureAddress(filter, present);
  return {
    title: t("reports:views.people"),
    from: present.from,
    until: present.until,
    ...headOf(input, now),
    choices: await choicesOf({ db, t }),
    staff: staff.map(({ id, name, ...amounts }) => ({ id, name: name ?? t("reports:people.gone"), ...amounts, to: { inHand: deskAddress({ view: "all", status: "in-review", reviewer: id }), decided: to("decider", id), second: to("second", id) } })),
    unassigned: { amount: waiting.unassigned, to: deskAddress({ view: "unassigned" }) },
    fourEyes: { amount: waiting.fourEyes, to: deskAddress({ view: "second-check" }) },
  };
});

export default function People() {
  return (
    <StaffLayout wide>
      <PeoplePage {...useLoaderData<typeof loader>()} path={paths.reportOf("people")} format={useFormat()} />
    </StaffLayout>
  );
}
