import { useLoaderData } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { z } from "zod";

import { may } from "#app/domain/access/permissions.ts";
import { keyMark } from "#app/domain/correspondence/key-mark.ts";
import { listKeys } from "#app/domain/print-room/keys.ts";
import { BackLink } from "#app/ui/navigation.tsx";
import { Notice } from "#app/ui/notice.tsx";
import { KeyCard } from "#app/ui/print-room/key-card.tsx";
import { PageTitle } from "#app/ui/section.tsx";
import { StaffLayout } from "#app/ui/staff-layout.tsx";
import { staffLoader } from "#app/web/guards.server.ts";
import type { PageHandle } from "#app/web/i18n.ts";
import { pageMeta } from "#app/web/page-meta.ts";
import { KeyId } from "#app/web/params.ts";
import { paths } from "#app/web/paths.ts";
import { showKey } from "#app/web/print-room-keys.server.ts";
import { useFormat } from "#app/web/use-format.ts";

export const handle: PageHandle = { i18n: ["print-room"] };
export const meta = pageMeta;

const Search = z.object({ lost: KeyId.optional().catch(undefined) });

/** Which key letters are sealed for, which former key is still needed for how many, and which is lost. Only their names: no key is here. */
export const loader = staffLoader({ can: "print-room-key:list", input: Search }, async ({ input, actor, context, db, t }) => ({
  title: t("print-room:keys.title"),
  keys: (await listKeys(db)).map((key) => showKey(key, context.office.printRoomKeyId, actor)).reverse(),
  lost: input.lost === undefined ? null : keyMark(input.lost),
  maySeeTray: may(actor, "letter:list"),
}));

export default function PrintRoomKeys() {
  const { t } = useTranslation("print-room");
  const format = useFormat();
  const { title, keys, lost, maySeeTray } = useLoaderData<typeof loader>();
  return (
    <StaffLayout>
      <div className="grid gap-2">
        {maySeeTray ? <BackLink to={paths.printRoom()}>{t("batch.back")}</BackLink> : null}
        <PageTitle title={title} lead={t("keys.lead")} />
      </div>
      {lost === null ? null : (
        <Notice kind="well" live>
          {t("keys.done", { key: lost })}
        </Notice>
      )}
      <div className="grid max-w-page gap-4">
        {keys.map((key) => (
          <KeyCard key={key.id} shown={key} format={format} />
        ))}
      </div>
    </StaffLayout>
  );
}
