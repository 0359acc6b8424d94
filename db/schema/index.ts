export * from "./accounts.ts";
export * from "./audit.ts";
export * from "./correspondence.ts";
export * from "./definitions.ts";
export * from "./identification.ts";
export * from "./organisations.ts";
export * from "./requests.ts";
export * from "./staff.ts";
