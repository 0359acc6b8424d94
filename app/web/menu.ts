import type { StaffActor } from "#app/domain/access/actor.ts";
import { type Act, may } from "#app/domain/access/permissions.ts";

import { paths } from "./paths.ts";

type MenuItem = { key: string; to: string; can: Act };

/** What the menu can show: pages that exist, in the order of a day's work. */
const MENU: readonly MenuItem[] = [
  { key: "requests", to: paths.desk(), can: "request:list" },
  { key: "printRoom", to: paths.printRoom(), can: "letter:list" },
  { key: "jobs", to: paths.jobs(), can: "job:list" },
];

/** The pages that somebody may see. */
export function menuOf(actor: StaffActor): MenuItem[] {
  return MENU.filter(({ can }) => may(actor, can));
}

/** Where somebody begins: the first page that they may see. */
export function firstPageOf(actor: StaffActor): string {
  return menuOf(actor)[0]?.to ?? paths.home();
}
