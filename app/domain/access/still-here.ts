import { staffActor } from "./actor.ts";
import { memberOf } from "./directory.ts";
import { may, type Act } from "./permissions.ts";
import type { StaffRow } from "./staff-roles.ts";

const DAY_MS = 86_400_000;
/** A holiday of a month passes by; who stays away for longer may have left without anybody telling the office. */
const MOST_DAYS_UNSEEN = 35;

/**
 * Why somebody is sent nothing any more of what they asked to be sent; null for who is. The organisation is asked only when they sign in and while they work: of who left, the office just hears
 * nothing more. What leaves the house by itself must end by itself.
 */
export function whyNoLonger(member: StaffRow, { permission, now }: { permission: Act; now: Date }): "staff-left" | "no-permission" | "staff-unseen" | null {
  if (!member.active) return "staff-left";
  if (!may(staffActor(memberOf(member)), permission)) return "no-permission";
  return isLongUnseen(member, now) ? "staff-unseen" : null;
}

/** Demonstration people are known by no organisation, and here as long as the demonstration is. */
function isLongUnseen({ issuer, saidAt }: StaffRow, now: Date): boolean {
  return issuer !== null && (saidAt === null || now.getTime() - saidAt.getTime() > MOST_DAYS_UNSEEN * DAY_MS);
}
