import { redirect } from "@remix-run/node";
import { z } from "zod";

import { renewCertificate } from "#app/domain/certificates/renew.ts";
import { currentRelease, getDefinition } from "#app/domain/definitions/store.ts";
import { paths } from "#app/web/paths.ts";
import { userAction, userLoader } from "#app/web/user-guards.server.ts";

const Asked = z.object({ csr: z.string().min(1).max(8_000), notSaved: z.literal("yes").optional().catch(undefined) });

/** Makes the certificate that comes after the one in hand, for the new key that the browser made: `renewCertificate` (R36, R37). Only the signing request comes here. */
export const action = userAction({ input: Asked, largest: 20_000, limit: { name: "my.renewal", points: 20, perSeconds: 900 } }, async ({ input, entrant, context, db, now }) => {
  const { content: profile } = await getDefinition(db, await currentRelease(db), "certificate-profile", "personal");
  const issued = await renewCertificate(context.office, context.office.authority, { serial: entrant.serial, csrPem: input.csr, profile, notSaved: input.notSaved === "yes", now });
  return { issued: { certificate: issued.certificate, chain: issued.chain, notAfter: issued.notAfter.toISOString() } };
});

/** Whoever comes here by hand wants the page itself. */
export const loader = userLoader({}, async () => redirect(paths.myRenewal()));
