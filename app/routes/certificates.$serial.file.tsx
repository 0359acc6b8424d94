import { readCertificate } from "#app/domain/customers/certificates/life.ts";
import { Problem } from "#app/domain/problem.ts";
import { staffLoader } from "#app/web/guards.server.ts";
import { CertificateParams } from "#app/web/params.ts";

/** The certificate as its user has it: nothing in it is secret. */
export const loader = staffLoader({ can: "certificate:read", params: CertificateParams }, async ({ params: { serial }, db, context }) => {
  const { row } = await readCertificate(db, serial);
  const read = row.der && context.office.reader.read(row.der);
  if (!read) throw new Problem("certificate.unknown");
  return new Response(read.pem, { headers: { "content-type": "application/x-pem-file", "content-disposition": `attachment; filename="${serial}.pem"` } });
});
