import { approve, identify, received } from "./journey.ts";
import type { TestOffice } from "./office.ts";

/** A request that has come as far as its approval, which has left the house: the main contact is asked to identify. Answers its id. */
export async function asked(office: TestOffice, answers?: Record<string, unknown>): Promise<string> {
  const requestId = await received(office, answers);
  await approve(office, requestId);
  await office.letDecisionsLeave();
  return requestId;
}

/** A request that has come as far as the letter that waits in the print room. Answers its id. */
export async function fulfilled(office: TestOffice): Promise<string> {
  const requestId = await asked(office);
  await identify(office, requestId, { holder: "johanna" });
  await office.work();
  return requestId;
}
