import { findChain } from "#app/domain/certificates/supplied.ts";
import { Problem } from "#app/domain/problem.ts";
import { publicLoader } from "#app/web/guards.server.ts";
import { readLeave } from "#app/web/install-leave.server.ts";

/** The certificate that this browser's leave made, with those above it, as a PEM file: nothing in it is secret. */
export const loader = publicLoader({}, async ({ request, context, db }) => {
  const installationId = await readLeave(request, context);
  const chain = installationId === null ? null : await findChain(db, context.office, installationId);
  if (chain === null) throw new Problem("page.not-found");
  return new Response(chain, { headers: { "content-type": "application/x-pem-file", "content-disposition": 'attachment; filename="certificaat.pem"', "cache-control": "no-store" } });
});
