import { z } from "zod";

/** What a member of staff may be; one person may hold several. */
export const STAFF_ROLES = [
  "reviewer",
  "print-room",
  "administrator",
  "manager",
  "auditor",
  "security-officer",
  "on-call",
] as const;
export const StaffRole = z.enum(STAFF_ROLES);
export type StaffRole = z.infer<typeof StaffRole>;

/** A person who works at the office, as the session finds them on every request: roles are never kept in the session itself. */
export const StaffMember = z.object({
  id: z.string().min(1),
  name: z.string().min(1),
  roles: z.array(StaffRole),
});
export type StaffMember = z.infer<typeof StaffMember>;
