import type { Db } from "#db/types.ts";
import { isDelivered, type RequestType } from "#app/domain/definitions/schema/request-type.ts";
import { currentRelease, findDefinition, listDefinitions } from "#app/domain/definitions/store.ts";
import { Problem } from "#app/domain/problem.ts";

/** Whether everybody may fill it in on the website. */
export function isAppliedOnline({ audience, channels }: Pick<RequestType, "audience" | "channels">): boolean {
  return audience === "public" && channels.includes("online");
}

/** What everybody can ask for on the website, by key: whatever the office published, be it ours or its own. */
export async function listAppliedOnline(db: Db): Promise<RequestType[]> {
  return (await listDefinitions(db, await currentRelease(db), "request-type")).map(({ content }) => content).filter(isAppliedOnline);
}

/** One of them. Throws `page.not-found` for what nobody can ask for there. */
export async function getAppliedOnline(db: Db, key: string): Promise<RequestType> {
  const found = await findDefinition(db, await currentRelease(db), "request-type", key);
  if (!found || !isAppliedOnline(found.content)) throw new Problem("page.not-found");
  return found.content;
}

/** What comes of such a request, as far as whoever is about to ask has to know: whether an account is made, somebody identifies, and number or PIN are sent. */
export function whatComesOf(type: RequestType): { makesAccount: boolean; identifies: boolean; delivers: boolean } {
  return { makesAccount: type.effects.some(({ effect }) => effect === "create-account"), identifies: type.plan.identification, delivers: isDelivered(type) };
}
