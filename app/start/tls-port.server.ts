import { constants } from "node:crypto";
import type { RequestListener } from "node:http";
import { createServer, type Server } from "node:https";

import type { ServerKey } from "#app/adapters/tls/server-key.ts";

/**
 * How users are asked for their certificate. TLS proves that they have its key and judges nothing else: the machine's clock is not the office's, and what was
 * revoked is known only here (`judgeCertificate`). No session is taken up again and no certificate changed midway, so that each connection shows its own.
 */
const TLS = {
  minVersion: "TLSv1.2",
  secureOptions: constants.SSL_OP_NO_TICKET | constants.SSL_OP_NO_RENEGOTIATION,
} as const;

/** The demonstration's port with TLS. It may listen before its key is there; until `openTls` it shakes no hands. */
export function makeTlsServer(listener: RequestListener): Server {
  return createServer({ ...TLS, requestCert: true, rejectUnauthorized: false }, listener);
}

/** `authorities` are PEM: by their names a browser offers the certificates that may do, and no others. */
export function openTls(server: Server, { keyPem, certPem, authorityPem }: ServerKey, authorities: readonly string[]): void {
  server.setSecureContext({ ...TLS, key: keyPem, cert: `${certPem}${authorityPem}`, ca: [...authorities] });
}
