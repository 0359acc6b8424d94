export { openAuthority, type OpenAuthority } from "./authority.ts";
export type { IssuerKey } from "./issuer.ts";
export { makeAuthority, makeAuthorityFor, type MadeAuthority, type MadeCertificates } from "./ceremony.ts";
