import { useLoaderData } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { z } from "zod";

import { getAsked } from "#app/domain/identification/asked.ts";
import { returnFromBank, type ReturnOutcome } from "#app/domain/identification/return.ts";
import { isProblem, Problem } from "#app/domain/problem.ts";
import { tokenOf } from "#app/domain/access/links.ts";
import { LinkButton } from "#app/ui/button.tsx";
import { WayAlong } from "#app/ui/identification/way-along.tsx";
import { Notice, type NoticeKind } from "#app/ui/notice.tsx";
import { PublicLayout } from "#app/ui/public-layout.tsx";
import { PageTitle } from "#app/ui/section.tsx";
import { publicLoader } from "#app/web/guards.server.ts";
import type { PageHandle } from "#app/web/i18n.ts";
import { pageMeta } from "#app/web/page-meta.ts";

export const handle: PageHandle = { i18n: ["identification", "appointment"] };
export const meta = pageMeta;

const Search = z.object({ trxid: z.string().max(100).catch(""), ec: z.string().max(100).catch("") });
type Shown = "match" | "together" | "desk" | "cancelled" | "expired" | "failure" | "lost" | "over" | "before" | "unknown";

/**
 * Where the bank sends the browser: asks for the answer, once and at once (`returnFromBank`). The address says nothing about who was
 * asked, and the link back is shown only to the one caller who brought the answer in.
 */
export const loader = publicLoader({ input: Search, limit: { name: "identification.return", points: 60, perSeconds: 3600 } }, async ({ input, request, context, now, t }) => {
  if (request.method !== "GET") throw new Problem("page.method");
  const { office } = context;
  const shown = await returnFromBank(office, { broker: office.broker, secret: office.secrets.identification }, { transactionId: input.trxid, entranceCode: input.ec, now })
    .then(async (outcome): Promise<{ kind: Shown; back: string | null }> => {
      const { party } = await getAsked(office.db, outcome.linkId);
      return { kind: kindOf(outcome), back: `/identify/${tokenOf(office.secrets.link, { id: party.linkId, kind: "identification" })}` };
    })
    .catch((error: unknown): { kind: Shown; back: null } => {
      if (isProblem(error, "identification.returned-before")) return { kind: "before", back: null };
      if (isProblem(error, "identification.return-unknown")) return { kind: "unknown", back: null };
      if (isProblem(error, "identification.over")) return { kind: "over", back: null };
      throw error;
    });
  return { title: t(`identification:outcome.${shown.kind}.title`), ...shown };
});

function kindOf({ kind, completed }: ReturnOutcome): Shown {
  if (kind === "match") return completed ? "match" : "together";
  return kind === "near" || kind === "mismatch" ? "desk" : kind;
}

const LOOKS: Record<Shown, NoticeKind> = {
  match: "well", together: "well", desk: "info", cancelled: "warn", expired: "warn", failure: "warn", lost: "warn", over: "info", before: "info", unknown: "warn",
};
const MAY_TRY_AGAIN: ReadonlySet<Shown> = new Set(["cancelled", "expired", "failure", "lost"]);

export default function Return() {
  const { t } = useTranslation("identification");
  const { title, kind, back } = useLoaderData<typeof loader>();
  return (
    <PublicLayout aside={<WayAlong at={kind === "match" || kind === "together" || kind === "desk" ? "answer" : "bank"} />} asideLabel={t("way.label")}>
      <PageTitle title={title} />
      <Notice kind={LOOKS[kind]}>
        <p>{t(`outcome.${kind}.text`)}</p>
      </Notice>
      <p className="max-w-text">{t(`outcome.${kind}.next`)}</p>
      {kind === "desk" ? <p className="max-w-text">{t("appointment:offer.text")}</p> : null}
      {back === null ? null : (
        <div className="flex flex-wrap gap-3">
          <LinkButton look={MAY_TRY_AGAIN.has(kind) ? "main" : "other"} to={back}>
            {MAY_TRY_AGAIN.has(kind) ? t("outcome.again") : t("outcome.back")}
          </LinkButton>
          {kind === "failure" || kind === "desk" ? (
            <LinkButton look="other" to={`${back}/appointment`}>
              {t("appointment:offer.link")}
            </LinkButton>
          ) : null}
        </div>
      )}
    </PublicLayout>
  );
}
