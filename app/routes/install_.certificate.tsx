import { redirect } from "@remix-run/node";
import { z } from "zod";

import { authorityFor } from "#app/domain/certificates/authorities.ts";
import { findLeave } from "#app/domain/certificates/install.ts";
import { installCertificate } from "#app/domain/certificates/pipeline.ts";
import { currentRelease, getDefinition } from "#app/domain/definitions/store.ts";
import { Problem } from "#app/domain/problem.ts";
import { publicAction, publicLoader } from "#app/web/guards.server.ts";
import { readLeave } from "#app/web/install-leave.server.ts";
import { paths } from "#app/web/paths.ts";

const Asked = z.object({ csr: z.string().min(1).max(8_000) });

/** Makes the one certificate of a leave, for the key that the browser made: `installCertificate`. Only the signing request comes here. */
export const action = publicAction(
  { input: Asked, largest: 20_000, limit: { name: "install.certificate", points: 20, perSeconds: 900 } },
  async ({ input, request, context, db, now }) => {
    const installationId = await readLeave(request, context);
    if (installationId === null) throw new Problem("install.leave-unknown");
    const kind = (await findLeave(db, { installationId, now }))?.kind ?? "personal";
    const { content: profile } = await getDefinition(db, await currentRelease(db), "certificate-profile", kind);
    const issued = await installCertificate(context.office, authorityFor(context.office, kind), { installationId, csrPem: input.csr, profile, now });
    return { issued: { certificate: issued.certificate, chain: issued.chain, notAfter: issued.notAfter.toISOString() } };
  },
);

/** Whoever comes here by hand wants the page itself. */
export const loader = publicLoader({}, async () => redirect(paths.install()));
