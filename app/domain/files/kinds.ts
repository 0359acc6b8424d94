/** What a file shows: the form itself, a copy of somebody's identity document (D17), or something else that belongs to the request. */
export const FILE_KINDS = ["form", "id-copy", "other"] as const;
export type FileKind = (typeof FILE_KINDS)[number];
