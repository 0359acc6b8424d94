import { issuerOf } from "#app/domain/customers/certificates/life.ts";
import { showStatus } from "#app/web/certificate.server.ts";
import { staffLoader } from "#app/web/guards.server.ts";
import { CertificateParams } from "#app/web/params.ts";

/** What OCSP and the list say of a certificate now, for the card on its page; the page itself never waits for it. */
export const loader = staffLoader({ can: "certificate:read", params: CertificateParams }, async ({ params: { serial }, db, now, context }) => showStatus(context.office.statusAsker, { serial, issuerId: await issuerOf(db, serial) }, now));
