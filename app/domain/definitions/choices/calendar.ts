import { NO_TEXTS, type Choices, type Edited } from "./edited.ts";

/** The day that it is, "YYYY-MM-DD": which years the editor shows. */
export type CalendarChoices = { today: string };

export function calendarChoices({ today }: Edited): Choices<CalendarChoices> {
  return { choices: { today }, texts: NO_TEXTS };
}
