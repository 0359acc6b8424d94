import { useLoaderData } from "@remix-run/react";
import { z } from "zod";

import { issuerOf } from "#app/domain/customers/certificates/life.ts";
import { recordView } from "#app/domain/customers/viewed.ts";
import { CertificatePage } from "#app/ui/certificates/certificate-page.tsx";
import { CertificateSearchBar } from "#app/ui/certificates/certificate-search.tsx";
import { StaffLayout } from "#app/ui/staff-layout.tsx";
import { showCertificatePage, showStatus } from "#app/web/certificate.server.ts";
import { staffLoader } from "#app/web/guards.server.ts";
import type { PageHandle } from "#app/web/i18n.ts";
import { pageMeta } from "#app/web/page-meta.ts";
import { CertificateParams } from "#app/web/params.ts";
import { paths } from "#app/web/paths.ts";
import { useFormat } from "#app/web/use-format.ts";

export const handle: PageHandle = { i18n: ["certificates", "customers", "desk", "authority"] };
export const meta = pageMeta;

/** Without scripts nobody asks how it stands but the page itself, when its reader wants that. */
const Search = z.object({ ask: z.literal("now").optional().catch(undefined), revoked: z.literal("yes").optional().catch(undefined) });

/** Everything that is known of one certificate; that somebody looked is in the trail. */
export const loader = staffLoader({ can: "certificate:read", params: CertificateParams, input: Search }, async ({ params: { serial }, input, actor, db, now, t, context }) => {
  const { reader, statusAsker } = context.office;
  const screen = await showCertificatePage({ db, actor, now, t, reader }, serial);
  await recordView(db, { kind: "certificate", id: serial, by: actor, now, correlationId: context.correlationId });
  const status = input.ask ? await showStatus(statusAsker, { serial, issuerId: await issuerOf(db, serial) }, now) : null;
  return { title: t("certificates:page.title", { name: screen.name }), screen, status, isJustRevoked: input.revoked !== undefined };
});

export default function Certificate() {
  const { screen, status, isJustRevoked } = useLoaderData<typeof loader>();
  const here = paths.certificate(screen.serial);
  return (
    <StaffLayout search={<CertificateSearchBar action={paths.certificates()} />}>
      <CertificatePage key={screen.serial} screen={screen} isJustRevoked={isJustRevoked} asked={status} back={paths.certificates()} status={{ path: paths.certificateStatus(screen.serial), page: `${here}?ask=now` }} format={useFormat()} />
    </StaffLayout>
  );
}
