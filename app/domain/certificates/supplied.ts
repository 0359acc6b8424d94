import { eq } from "drizzle-orm";

import { certificate, installation } from "#db/schema/accounts.ts";
import type { Db } from "#db/types.ts";
import type { CertificateProfile } from "#app/domain/definitions/schema/certificate-profile.ts";
import { isProblem, Problem } from "#app/domain/problem.ts";

import { authorityFor, type Authorities } from "./authorities.ts";
import { asPem } from "./pipeline.ts";

/** Whether the key of a certificate may be made by somebody else, who sends a signing request: by the supplier of software, and never a person's (D5). */
export function mayBeSupplied({ keysFrom }: Pick<CertificateProfile, "keysFrom">): boolean {
  return keysFrom.includes("supplier");
}

/** The certificate that a leave made, with those above it, as one PEM file (RFC 7468): its own first. Null where there is none, or it was revoked. */
export async function findChain(db: Db, authorities: Authorities, installationId: string): Promise<string | null> {
  const [made] = await db
    .select({ der: certificate.der, kind: certificate.kind, status: certificate.status })
    .from(installation)
    .innerJoin(certificate, eq(certificate.installationId, installation.id))
    .where(eq(installation.id, installationId));
  if (!made?.der || made.status !== "issued") return null;
  return [asPem(made.der), ...authorityFor(authorities, made.kind).chain()].join("");
}

/**
 * The problem of a signing request that came from a supplier: the same as of one that the browser made, in words for whoever has the file in hand and may have to ask for another.
 * Whatever is no problem of the request goes on as it is.
 */
export function ofSupplier(problem: unknown): unknown {
  const code = isProblem(problem) ? /^csr\.(.+)$/.exec(problem.code)?.[1] : undefined;
  return isProblem(problem) && code !== undefined ? new Problem(`csr-file.${code}`, { ...problem.details, field: "csr" }, { cause: problem }) : problem;
}

/** The one signing request in what somebody pasted: files of suppliers come with words around it, and with the line ends of any system. As it came where there is none. */
export function requestIn(text: string): string {
  return /-----BEGIN (NEW )?CERTIFICATE REQUEST-----[\s\S]+?-----END \1?CERTIFICATE REQUEST-----/.exec(text)?.[0] ?? text;
}
