import { useLoaderData } from "@remix-run/react";
import { z } from "zod";

import { may } from "#app/domain/access/permissions.ts";
import { currentRelease } from "#app/domain/definitions/store.ts";
import { officeDay } from "#app/domain/requests/policy.ts";
import { countQueue, listQueue, MOST_COUNTED, QUEUE_VIEWS, searchRequests, urgencyOf } from "#app/domain/requests/queue.ts";
import { DeskSearch } from "#app/ui/desk/desk-search.tsx";
import { QueuePage } from "#app/ui/desk/queue.tsx";
import { useDeskKeys } from "#app/ui/desk/use-desk-keys.ts";
import { StaffLayout } from "#app/ui/staff-layout.tsx";
import { staffLoader } from "#app/web/guards.server.ts";
import type { PageHandle } from "#app/web/i18n.ts";
import { pageMeta } from "#app/web/page-meta.ts";
import { paths } from "#app/web/paths.ts";
import { useFormat } from "#app/web/use-format.ts";

export const handle: PageHandle = { i18n: ["desk", "requests"] };
export const meta = pageMeta;

/** The address holds everything: a link to the list can be shared, and Back returns to the same place. */
const Search = z.object({
  view: z.enum(QUEUE_VIEWS).optional().catch(undefined),
  q: z.string().trim().max(100).catch(""),
  cursor: z.string().max(100).optional().catch(undefined),
  next: z.literal("none").optional().catch(undefined),
});

/** Opens on one's own work; whoever has nothing in hand sees what waits for anybody. */
export const loader = staffLoader({ can: "request:list", input: Search }, async ({ actor, input, db, now, t }) => {
  const { q, cursor } = input;
  const counts = await countQueue(db, actor);
  const view = input.view ?? (counts.mine > 0 ? "mine" : "unassigned");
  const page = q === "" ? await listQueue(db, { view, by: actor, cursor }) : await searchRequests(db, { text: q, cursor });
  const office = await officeDay(db, await currentRelease(db), now);
  return {
    title: t(`desk:queue.title.${view}`),
    view,
    q,
    tabs: QUEUE_VIEWS.map((key) => ({ key, label: t(`desk:queue.view.${key}`), count: Math.min(counts[key], MOST_COUNTED), isMore: counts[key] > MOST_COUNTED })),
    rows: [...page.first, ...page.lines].map(({ claim, dueAt, isUrgent, ...line }) => ({
      ...line,
      ...urgencyOf({ dueAt, isUrgent, status: line.status }, now, office),
      claim: claim && { name: claim.name.split(" ")[0] ?? claim.name, minutes: Math.max(0, Math.floor((now.getTime() - claim.since.getTime()) / 60_000)), isMine: claim.staffId === actor.id },
    })),
    next: page.next,
    isLaterPage: cursor !== undefined,
    nobodyWaits: input.next === "none",
    mayClaim: may(actor, "request:claim"),
  };
});

export default function Desk() {
  const { title, view, q, tabs, rows, next, isLaterPage, nobodyWaits, mayClaim } = useLoaderData<typeof loader>();
  const format = useFormat();
  useDeskKeys();
  const here = (search: Record<string, string>) => `${paths.desk()}?${new URLSearchParams(search).toString()}`;
  const list: Record<string, string> = q === "" ? { view } : { q };
  return (
    <StaffLayout search={<DeskSearch action={paths.desk()} text={q} />}>
      <QueuePage
        title={title}
        view={view}
        searched={q}
        tabs={tabs.map(({ key, label, count, isMore }) => ({ key, label, to: here({ view: key }), count: `${format.number(count)}${isMore ? "+" : ""}` }))}
        rows={rows}
        next={next === null ? null : here({ ...list, cursor: next })}
        first={isLaterPage ? here(list) : null}
        nobodyWaits={nobodyWaits}
        mayClaim={mayClaim}
        nextAction={`${paths.desk()}/next`}
        requestPath={paths.request}
        format={format}
      />
    </StaffLayout>
  );
}
