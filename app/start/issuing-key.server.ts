import type { IssuerKey } from "#app/adapters/forge/index.ts";
import { openTokenKey } from "#app/adapters/pkcs11/token.ts";
import { readModuleEnv } from "#app/env.server.ts";

import type { AuthorityFiles, AuthorityInToken } from "./settings.server.ts";

type Opened = { files: { rootCertPem: string; issuerCertPem: string } & IssuerKey; close(): void };

/** The files of an issuing CA, with its key opened where that is in a token. Throws the problems of `openTokenKey`. */
export async function openIssuingKey(files: AuthorityFiles | AuthorityInToken, root: string): Promise<Opened> {
  if (!("token" in files)) return { files, close: () => undefined };
  const { token, ...certificates } = files;
  const issuerKey = await openTokenKey(token, { root, env: readModuleEnv() });
  return { files: { ...certificates, issuerKey }, close: issuerKey.close };
}
