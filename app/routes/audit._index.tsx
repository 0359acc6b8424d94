import { useLoaderData } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { z } from "zod";

import { listTrail } from "#app/domain/audit/list.ts";
import { recordTrailView } from "#app/domain/customers/viewed.ts";
import { listActors, namesOf } from "#app/domain/dashboards/trail.ts";
import { latestVerification } from "#app/domain/jobs/verification.ts";
import { TrailFilterForm } from "#app/ui/audit/trail-filter.tsx";
import { TrailList } from "#app/ui/audit/trail-list.tsx";
import { Verification } from "#app/ui/audit/verification.tsx";
import { ExportForm } from "#app/ui/export-form.tsx";
import { Pagination } from "#app/ui/navigation.tsx";
import { EmptyState, PageTitle } from "#app/ui/section.tsx";
import { StaffLayout } from "#app/ui/staff-layout.tsx";
import { actChoices, ALL_LOOKS, AuditSearch, filterRecorded, OTHER_ACTORS, readFilter, showEvent } from "#app/web/audit.server.ts";
import { staffLoader } from "#app/web/guards.server.ts";
import type { PageHandle } from "#app/web/i18n.ts";
import { pageMeta } from "#app/web/page-meta.ts";
import { addressWith, paths } from "#app/web/paths.ts";
import { useFormat } from "#app/web/use-format.ts";

export const handle: PageHandle = { i18n: ["audit"] };
export const meta = pageMeta;

const Search = AuditSearch.extend({ place: z.coerce.number().int().positive().optional().catch(undefined) });

/** What happened in the office, for who checks on it (P7, P8). That the trail was read is in it too, from the next page on. */
export const loader = staffLoader({ can: "audit:read", input: Search }, async ({ input: { place, ...search }, actor, db, now, t, context }) => {
  const { filter, wrong } = await readFilter(db, search);
  const page = wrong.length > 0 ? { events: [], next: null } : await listTrail(db, { filter, place });
  const names = await namesOf(db, page.events);
  const { last, running, ...verification } = await latestVerification(db, now);
  await recordTrailView(db, { by: actor, now, correlationId: context.correlationId, filter: filterRecorded(filter), isLaterPage: place !== undefined });
  return {
    title: t("audit:title"),
    search,
    errors: Object.fromEntries(wrong.map((field) => [field, t(`audit:filter.wrong.${field}`)])),
    nothing: wrong.length > 0 ? { title: t("audit:wrong"), text: t("audit:wrongText") } : { title: t("audit:none"), text: t("audit:noneText") },
    events: page.events.map((event) => showEvent(event, names, { actor, t })),
    next: page.next,
    isLaterPage: place !== undefined,
    people: (await listActors(db)).map(({ id, name }) => ({ value: `staff:${id}`, label: name })),
    others: OTHER_ACTORS.map((kind) => ({ value: kind, label: t(`desk:actor.${kind}`) })),
    acts: actChoices(t),
    looks: { value: ALL_LOOKS, label: t("audit:filter.looks") },
    verification: {
      ...verification,
      last: last && { ...last, sealedUntil: last.sealedUntil?.toISOString() ?? null, endedAt: last.endedAt.toISOString() },
      running: running && { ...running, begunAt: running.begunAt.toISOString() },
    },
  };
});

export default function Audit() {
  const { t } = useTranslation("audit");
  const format = useFormat();
  const { title, search, errors, nothing, events, next, isLaterPage, people, others, acts, looks, verification } = useLoaderData<typeof loader>();
  const verified = <Verification verification={verification} format={format} />;
  const isWell = verification.state === "sound" || verification.state === "never";
  const here = (change: Record<string, string>) => addressWith(paths.audit(), { ...search, ...change });
  return (
    <StaffLayout>
      <PageTitle title={title} lead={t("lead")} acts={events.length > 0 ? <ExportForm action={paths.auditExports()} fields={search} /> : undefined} />
      {isWell ? null : verified}
      <TrailFilterForm key={here({})} action={paths.audit()} values={search} errors={errors} people={people} others={others} acts={acts} looks={looks} />
      {events.length === 0 ? <EmptyState title={nothing.title}>{nothing.text}</EmptyState> : <TrailList events={events} format={format} narrowed={here} />}
      {next === null && !isLaterPage ? null : (
        <Pagination previous={isLaterPage ? here({}) : null} next={next === null ? null : here({ place: String(next) })}>
          <span className="text-soft">{t("onPage", { count: events.length })}</span>
        </Pagination>
      )}
      {isWell ? verified : null}
    </StaffLayout>
  );
}
