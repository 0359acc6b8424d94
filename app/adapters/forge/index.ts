export { openAuthority, type OpenAuthority } from "./authority.ts";
export { makeAuthority, type MadeAuthority } from "./ceremony.ts";
