import { redirect } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { z } from "zod";

import { REVOCATION_REASONS, reasonsByHand } from "#app/domain/certificates/reasons.ts";
import { revokeByHand } from "#app/domain/certificates/revoke-by-hand.ts";
import { whatStops } from "#app/domain/customers/certificates/life.ts";
import { recordView } from "#app/domain/customers/viewed.ts";
import { RevocationPage } from "#app/ui/certificates/revocation-page.tsx";
import { StaffLayout } from "#app/ui/staff-layout.tsx";
import { showCertificatePage } from "#app/web/certificate.server.ts";
import { staffAction, staffLoader } from "#app/web/guards.server.ts";
import type { PageHandle } from "#app/web/i18n.ts";
import { pageMeta } from "#app/web/page-meta.ts";
import { CertificateParams } from "#app/web/params.ts";
import { paths } from "#app/web/paths.ts";
import { isActionProblem } from "#app/web/problems.ts";
import { useFormat } from "#app/web/use-format.ts";

export const handle: PageHandle = { i18n: ["certificates", "customers", "desk"] };
export const meta = pageMeta;

/** Whose certificate it is and what stops working, before somebody revokes it: it cannot be taken back. */
export const loader = staffLoader({ can: "certificate:revoke", params: CertificateParams }, async ({ params: { serial }, actor, db, now, t, language, context }) => {
  const { name, practice, owner, kind, state, notAfter, revoked, profile } = await showCertificatePage({ db, actor, now, t, reader: context.office.reader }, serial);
  const services = await whatStops(db, owner.userNumber, language);
  await recordView(db, { kind: "certificate", id: serial, by: actor, now, correlationId: context.correlationId });
  const reasons = reasonsByHand(kind, actor);
  const form = reasons.length === REVOCATION_REASONS.length ? null : paths.apply("revocation");
  return { title: t("certificates:revoke.title", { name }), shown: { serial, name, practice, userNumber: owner.userNumber, isSoftware: kind === "system", form, state, notAfter, revoked, profile, services, reasons } };
});

const Revocation = z.object({ reason: z.enum(REVOCATION_REASONS, "certificate.reason-missing"), note: z.string().trim().max(500).default("") });

/** Revokes it, for good: `revokeByHand`. */
export const action = staffAction({ can: "certificate:revoke", params: CertificateParams, input: Revocation }, async ({ params: { serial }, input, context, actor, now }) => {
  await revokeByHand(context.office, { serial, ...input, by: actor, now });
  return redirect(`${paths.certificate(serial)}?revoked=yes`, 303);
});

export default function Revoke() {
  const { title, shown } = useLoaderData<typeof loader>();
  const answer: unknown = useActionData();
  return (
    <StaffLayout>
      <RevocationPage title={title} shown={shown} problem={isActionProblem(answer) ? answer.problem : null} back={paths.certificate(shown.serial)} format={useFormat()} />
    </StaffLayout>
  );
}
