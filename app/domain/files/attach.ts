import type { StaffActor } from "#app/domain/access/actor.ts";
import type { Office } from "#app/domain/office.ts";
import { getRequest } from "#app/domain/requests/decide.ts";

import type { FileKind } from "./kinds.ts";
import { keepFile, lookAtFiles, type FileRoom, type StoredFile, type Upload } from "./store.ts";

/** Adds files to a request that there is: all of them or none. Throws `request.unknown`, and what `lookAtFiles` throws. */
export async function attachFiles(
  office: Pick<Office, "db">,
  room: FileRoom,
  input: { requestId: string; uploads: readonly Upload[]; kind: FileKind; by: StaffActor; now: Date },
): Promise<StoredFile[]> {
  const { requestId, uploads, kind, by, now } = input;
  await getRequest(office.db, requestId);
  const taken = await lookAtFiles(room, uploads);
  return office.db.transaction(async (tx) => {
    const kept: StoredFile[] = [];
    for (const file of taken) kept.push(await keepFile(tx, room, { file, kind, requestId, by, now }));
    return kept;
  });
}
