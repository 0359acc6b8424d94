import { Outlet, useLoaderData } from "@remix-run/react";
import { useTranslation } from "react-i18next";

import { may } from "#app/domain/access/permissions.ts";
import { keyMark } from "#app/domain/correspondence/key-mark.ts";
import { getBatch, holderOf } from "#app/domain/print-room/batches.ts";
import { getKey } from "#app/domain/print-room/keys.ts";
import { BatchWork } from "#app/ui/print-room/batch-work.tsx";
import { BackLink } from "#app/ui/navigation.tsx";
import { Notice } from "#app/ui/notice.tsx";
import { PageTitle } from "#app/ui/section.tsx";
import { StaffLayout } from "#app/ui/staff-layout.tsx";
import { staffLoader } from "#app/web/guards.server.ts";
import type { PageHandle } from "#app/web/i18n.ts";
import { pageMeta } from "#app/web/page-meta.ts";
import { BatchParams } from "#app/web/params.ts";
import { paths } from "#app/web/paths.ts";
import { letterTitles } from "#app/web/print-room-letters.server.ts";
import { useFormat } from "#app/web/use-format.ts";

export const handle: PageHandle = { i18n: ["print-room", "problems"] };
export const meta = pageMeta;

/** One print batch: open it with the print room's key, print, count, and say what became of each letter (R26, P10, P11). */
export const loader = staffLoader({ can: "letter:list", params: BatchParams }, async ({ params, context, actor, db, t, language }) => {
  const batch = await getBatch(db, params.number);
  const [maker, holder] = [await context.staff.find(batch.madeBy), await context.staff.find(holderOf(batch))];
  const [openedAt] = batch.letters.flatMap((letter) => letter.openedAt ?? []).sort((a, b) => a.getTime() - b.getTime());
  const titleOf = await letterTitles(db, language);
  return {
    title: t("print-room:batch.title", { number: batch.number }),
    language,
    batch: {
      number: batch.number,
      madeBy: maker?.name ?? "",
      heldBy: holder?.name ?? "",
      isMine: holderOf(batch) === actor.id,
      madeAt: batch.madeAt.toISOString(),
      takenOverAt: batch.takenOverAt?.toISOString() ?? null,
      openedAt: openedAt?.toISOString() ?? null,
      closedAt: batch.closedAt?.toISOString() ?? null,
      key: { id: batch.keyId, mark: keyMark(batch.keyId), isFormer: batch.keyId !== context.office.printRoomKeyId },
      letters: batch.letters.map(({ id, reference, addressee, language: written, status, isDead, parcel, template, hasPin }) => ({ id, reference, addressee, language: written, status, isDead, parcel, title: titleOf({ template, hasPin }) })),
    },
    // Nobody can open it any more, and nobody has.
    isKeyLost: openedAt === undefined && (await getKey(db, batch.keyId)).lost !== null,
    mayPrint: may(actor, "letter:print"),
    mayConfirm: may(actor, "letter:confirm"),
    outside: context.office.simulators,
  };
});

export default function Batch() {
  const { t } = useTranslation("print-room");
  const format = useFormat();
  const { title, language, batch, isKeyLost, mayPrint, mayConfirm, outside } = useLoaderData<typeof loader>();
  return (
    <StaffLayout>
      <div className="grid gap-2">
        <BackLink to={paths.printRoom()}>{t("batch.back")}</BackLink>
        <PageTitle
          title={title}
          kicker={
            <>
              {t("batch.kicker", { name: batch.madeBy, moment: format.dateTime(batch.madeAt) })}
              {batch.takenOverAt === null ? null : `; ${t("batch.takenOver", { name: batch.heldBy, moment: format.dateTime(batch.takenOverAt) })}`}
            </>
          }
        />
      </div>
      {isKeyLost ? <Notice kind="warn">{t("batch.keyLost", { key: batch.key.mark })}</Notice> : null}
      {/* What was refused without scripts comes back here. */}
      <Outlet />
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
