import { redirect } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { z } from "zod";

import { may } from "#app/domain/access/permissions.ts";
import { readDeskList, writeDeskList } from "#app/domain/requests/desk-list.ts";
import { OPTIONAL_COLUMNS, readArrangement } from "#app/domain/requests/desk-views.ts";
import { DeskSearch } from "#app/ui/desk/desk-search.tsx";
import { ArrangeDesk, SavedViews } from "#app/ui/desk/list/arrange.tsx";
import { Filters } from "#app/ui/desk/list/filters.tsx";
import { Views } from "#app/ui/desk/list/views.tsx";
import { QueuePage } from "#app/ui/desk/queue.tsx";
import { UndoBar } from "#app/ui/desk/undo-bar.tsx";
import { StaffLayout } from "#app/ui/staff-layout.tsx";
import { caseAddress } from "#app/web/case-place.ts";
import { DeskPlace, isPicked, writePicks } from "#app/web/desk-place.ts";
import { capped, openList, showBeside, showErrors, showRows, showSorts } from "#app/web/desk-list.server.ts";
import { staffLoader } from "#app/web/guards.server.ts";
import type { PageHandle } from "#app/web/i18n.ts";
import { showUndo } from "#app/web/next.server.ts";
import { pageMeta } from "#app/web/page-meta.ts";
import { deskAddress, paths } from "#app/web/paths.ts";
import { useFormat } from "#app/web/use-format.ts";

export const handle: PageHandle = { i18n: ["desk", "desk-list", "requests", "bulk"] };
export const meta = pageMeta;

/** The address holds everything: a link to the list can be shared, and Back returns to the same place. */
const Search = z.looseObject({
  ...DeskPlace.shape,
  /** Ticked without scripts, to be kept with the list: they come as they stand in its form. */
  request: z.union([z.uuid().transform((id) => [id]), z.array(z.uuid()).max(100)]).optional().catch(undefined),
  next: z.literal("none").optional().catch(undefined),
  decided: z.uuid().optional().catch(undefined),
});

/** Opens on what this person chose; else on their own work, and for whoever has nothing in hand on what waits for anybody. */
export const loader = staffLoader({ can: "request:list", input: Search }, async ({ actor, input: { cursor, picked, request: ticked, next: came, decided, ...search }, db, now, t, context }) => {
  const arrangement = await readArrangement(db, actor.id);
  const list = await openList(db, actor, readDeskList(search), arrangement.opensOn);
  const reader = { db, actor, now, t };
  const [{ saved, total, office, choices, chips }, { rows, next }] = await Promise.all([showBeside(reader, list), showRows(reader, list, cursor || undefined)]);
  if (ticked) throw redirect(deskAddress({ ...writeDeskList(list), cursor, picked: writePicks(rows.filter(({ id }) => ticked.includes(id)).map(({ reference }) => reference)) }));
  const name = saved.find(({ isHere }) => isHere)?.name;
  return {
    title: name ?? t(`desk:queue.title.${list.view}`),
    view: list.view,
    list: writeDeskList(list),
    values: { type: "", channel: "", status: "", urgency: "", term: "", segment: "", customer: "", reviewer: "", ...list.filter, q: list.text },
    errors: showErrors(reader, list),
    isByTime: list.sort === "time",
    sorted: showSorts(list),
    office: office.map((one) => ({ ...one, ...capped(one.count) })),
    saved: saved.map((one) => ({ ...one, ...capped(one.count ?? 0), isCounted: one.count !== null })),
    total: capped(total),
    choices,
    chips,
    rows: rows.map((row) => ({ ...row, isPicked: isPicked(picked, row.reference) })),
    next,
    arrangement,
    columns: OPTIONAL_COLUMNS,
    address: `${context.baseUrl}${deskAddress(writeDeskList(list))}`,
    cursor,
    picked: writePicks(rows.filter(({ reference }) => isPicked(picked, reference)).map(({ reference }) => reference)),
    nobodyWaits: came === "none",
    undo: await showUndo({ db, actor, now }, decided, { list: "" }),
    mayClaim: may(actor, "request:claim"),
    mayBulk: may(actor, "request:bulk"),
    maySeeCustomers: may(actor, "organisation:list"),
  };
});

export default function Desk() {
  const { title, view, list, values, errors, isByTime, sorted, office, saved, total, choices, chips, rows, next, arrangement, columns, address, cursor, picked, nobodyWaits, undo, mayClaim, mayBulk, maySeeCustomers } = useLoaderData<typeof loader>();
  const format = useFormat();
  const number = ({ count, isMore }: { count: number; isMore: boolean }) => `${format.number(count)}${isMore ? "+" : ""}`;
  const search = new URLSearchParams(list).toString();
  const place = (ticked: string) => ({ list: new URLSearchParams(deskAddress({ ...list, cursor, picked: ticked }).split("?")[1]).toString() });
  const link = (one: (typeof saved)[number]) => ({ key: one.id, label: one.name, to: one.to, isHere: one.isHere, count: one.isCounted ? number(one) : "…" });
  return (
    <StaffLayout search={<DeskSearch action={paths.desk()} text={values.q} />}>
      <QueuePage
        title={title}
        view={view}
        searched={values.q}
        chips={chips}
        list={list}
        total={number(total)}
        totalNumber={total.count}
        isByTime={isByTime}
        sorted={sorted}
        rows={rows}
        next={next === null ? null : deskAddress({ ...list, cursor: next })}
        first={cursor === "" ? null : deskAddress(list)}
        hidden={arrangement.hidden}
        density={arrangement.density}
        nobodyWaits={nobodyWaits}
        mayClaim={mayClaim}
        nextAction={paths.deskNext()}
        requestPath={(id, ticked) => caseAddress(id, place(ticked))}
        picked={picked}
        cursor={cursor}
        bulk={mayBulk ? { action: paths.newBulk(), runs: paths.bulk(), list: paths.desk() } : null}
        exportAction={paths.deskExports()}
        customerSearch={maySeeCustomers && values.q !== "" ? paths.customers(values.q) : null}
        isBesideOpen={errors.customer !== undefined}
        undo={<UndoBar undo={undo} />}
        beside={
          <>
            <Views office={office.map((one) => ({ ...one, count: number(one) }))} team={saved.filter(({ ofTeam }) => ofTeam).map(link)} own={saved.filter(({ ofTeam }) => !ofTeam).map(link)} />
            <Filters action={paths.desk()} view={view} values={values} errors={errors} choices={choices} clear={chips.length > 0 || values.q !== "" ? deskAddress({ view }) : null} />
            <div className="grid gap-1">
              <SavedViews action={paths.deskViews()} search={search} address={address} saved={saved} mayShare={mayClaim} problem={null} />
              <ArrangeDesk action={paths.deskArrangement()} search={search} arrangement={arrangement} columns={columns} saved={saved} />
            </div>
          </>
        }
        format={format}
      />
    </StaffLayout>
  );
}
