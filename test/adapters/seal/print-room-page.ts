/** The print room's code for the browser, as one script. */
export { controlSheet } from "#app/ui/print-room/control-sheet.ts";
export { openKeyFile } from "#app/ui/print-room/key.ts";
export { mergeLetters } from "#app/ui/print-room/merge.ts";
export { openLetters } from "#app/ui/print-room/open.ts";
