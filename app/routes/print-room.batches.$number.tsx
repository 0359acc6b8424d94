import { useLoaderData } from "@remix-run/react";
import { useTranslation } from "react-i18next";

import { may } from "#app/domain/access/permissions.ts";
import { getBatch } from "#app/domain/print-room/batches.ts";
import { BatchWork } from "#app/ui/print-room/batch-work.tsx";
import { BackLink } from "#app/ui/navigation.tsx";
import { PageTitle } from "#app/ui/section.tsx";
import { StaffLayout } from "#app/ui/staff-layout.tsx";
import { staffLoader } from "#app/web/guards.server.ts";
import type { PageHandle } from "#app/web/i18n.ts";
import { pageMeta } from "#app/web/page-meta.ts";
import { BatchParams } from "#app/web/params.ts";
import { paths } from "#app/web/paths.ts";
import { useFormat } from "#app/web/use-format.ts";

export const handle: PageHandle = { i18n: ["print-room", "problems"] };
export const meta = pageMeta;

/** One print batch: open it with the print room's key, print, count, and say what became of each letter (R26, P10, P11). */
export const loader = staffLoader({ can: "letter:list", params: BatchParams }, async ({ params, context, actor, db, t, language }) => {
  const batch = await getBatch(db, params.number);
  const maker = await context.staff.find(batch.madeBy);
  return {
    title: t("print-room:batch.title", { number: batch.number }),
    language,
    batch: {
      number: batch.number,
      madeBy: maker?.name ?? "",
      isMine: batch.madeBy === actor.id,
      madeAt: batch.madeAt.toISOString(),
      closedAt: batch.closedAt?.toISOString() ?? null,
      keyIds: batch.keyIds,
      letters: batch.letters.map(({ id, reference, addressee, language: written, status, openedAt }) => ({ id, reference, addressee, language: written, status, isReleased: openedAt !== null })),
    },
    mayPrint: may(actor, "letter:print"),
    mayConfirm: may(actor, "letter:confirm"),
    outside: context.office.simulators,
  };
});

export default function Batch() {
  const { t } = useTranslation("print-room");
  const format = useFormat();
  const { title, language, batch, mayPrint, mayConfirm, outside } = useLoaderData<typeof loader>();
  return (
    <StaffLayout>
      <div className="grid gap-2">
        <BackLink to={paths.printRoom()}>{t("batch.back")}</BackLink>
        <PageTitle title={title} kicker={t("batch.kicker", { name: batch.madeBy, moment: format.dateTime(batch.madeAt) })} />
      </div>
      <BatchWork
        key={batch.number}
        batch={batch}
        language={language}
        mayPrint={mayPrint}
        mayConfirm={mayConfirm}
        outside={outside}
        path={`${paths.printRoom()}/batches/${batch.number}`}
        format={format}
      />
    </StaffLayout>
  );
}
