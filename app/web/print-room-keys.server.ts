import type { StaffActor } from "#app/domain/access/actor.ts";
import { may } from "#app/domain/access/permissions.ts";
import { keyMark } from "#app/domain/correspondence/key-mark.ts";
import type { KeyLine } from "#app/domain/print-room/keys.ts";

import { paths } from "./paths.ts";

/** A key of the print room for the page, dates as ISO 8601; `toLoss` for who may say that it is lost, when that can be said of it. */
export function showKey({ id, since, letters, lost }: KeyLine, inUse: string, actor: StaffActor) {
  const state = id === inUse ? ("in-use" as const) : lost ? ("lost" as const) : ("former" as const);
  return {
    id,
    mark: keyMark(id),
    state,
    since: since.toISOString(),
    letters,
    lost: lost && { ...lost, at: lost.at.toISOString() },
    toLoss: state === "former" && may(actor, "print-room-key:lose") ? paths.printRoomKeyLoss(id) : null,
  };
}
