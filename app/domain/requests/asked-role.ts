import type { RequestType } from "#app/domain/definitions/schema/request-type.ts";
import { SEAT_CHANGES, SEATS, type Seat, type SeatChange } from "#app/domain/organisations/roles.ts";
import { PersonName } from "#app/domain/people.ts";

import { answerAt, textAt, type Answers } from "./answers.ts";
import { inputOf } from "./mapped.ts";

/** What a form says of who holds a role: the seat, what is to become of it, who goes and who comes. */
export type AskedRole = {
  seat: Seat;
  change: SeatChange;
  former: PersonName | null;
  /** Who goes has left or died, so that nothing is asked of them any more (D16, R99). */
  isGone: boolean;
  appointed: { name: PersonName; email: string; phone: string | null; birthDate: string | null } | null;
};

/** The change of a role that a request asks for; null for a type that changes none, or a form that does not say which yet. */
export function askedRole(type: RequestType, answers: Answers): AskedRole | null {
  if (!type.effects.some(({ effect }) => effect === "change-role-holder")) return null;
  const text = (input: string) => textAt(answers, inputOf(type, input));
  const seat = SEATS.find((one) => one === text("role"));
  const change = SEAT_CHANGES.find((one) => one === text("change"));
  if (seat === undefined || change === undefined) return null;
  const former = change === "add" ? null : nameAt(answers, inputOf(type, "formerName"));
  const name = change === "remove" ? null : nameAt(answers, inputOf(type, "newName"));
  return {
    seat,
    change,
    former,
    isGone: former !== null && ["left", "deceased"].includes(text("situation")),
    appointed: name && { name, email: text("newEmail"), phone: text("newPhone") || null, birthDate: text("newBirthDate") || null },
  };
}

function nameAt(answers: Answers, path: string): PersonName | null {
  const name = PersonName.safeParse(answerAt(answers, path));
  return name.success ? name.data : null;
}
