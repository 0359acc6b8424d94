import type { StaffActor } from "#app/domain/access/actor.ts";
import { type Act, may } from "#app/domain/access/permissions.ts";

import { paths } from "./paths.ts";

type MenuItem = { key: string; to: string; can: Act; /** Left out for who comes there from another page. */ unless?: Act };

/** What the menu can show: pages that exist, in the order of a day's work. */
const MENU: readonly MenuItem[] = [
  { key: "requests", to: paths.desk(), can: "request:list" },
  { key: "intake", to: paths.intakes(), can: "request:register" },
  { key: "printRoom", to: paths.printRoom(), can: "letter:list" },
  { key: "printRoomKeys", to: paths.printRoomKeys(), can: "print-room-key:list", unless: "letter:list" },
  { key: "returnedPost", to: paths.returnedPost(), can: "letter:return" },
  { key: "forms", to: paths.forms(), can: "form:print" },
  { key: "undelivered", to: paths.undelivered(), can: "number:send-again" },
  { key: "urgentBlock", to: paths.urgentBlock(), can: "account:block" },
  { key: "certificates", to: paths.certificates(), can: "certificate:list" },
  { key: "customers", to: paths.customers(), can: "organisation:list" },
  { key: "moves", to: paths.moves(), can: "practice:move" },
  { key: "registerEndings", to: paths.registerEndings(), can: "register:list" },
  { key: "reports", to: paths.reports(), can: "report:read" },
  { key: "studio", to: paths.studio(), can: "definition:read" },
  { key: "calendar", to: paths.calendar(), can: "definition:read" },
  { key: "authority", to: paths.authority(), can: "authority:read" },
  { key: "jobs", to: paths.jobs(), can: "job:list" },
  { key: "retention", to: paths.retention(), can: "retention:read" },
  { key: "personReport", to: paths.personReport(), can: "person:report" },
  { key: "incidents", to: paths.incidents(), can: "incident:read" },
  { key: "audit", to: paths.audit(), can: "audit:read" },
  { key: "staff", to: paths.staff(), can: "staff:list" },
];

/** The pages that somebody may see. */
export function menuOf(actor: StaffActor): MenuItem[] {
  return MENU.filter(({ can, unless }) => may(actor, can) && !(unless && may(actor, unless)));
}

/** Where somebody begins: the first page that they may see. */
export function firstPageOf(actor: StaffActor): string {
  return menuOf(actor)[0]?.to ?? paths.home();
}
