import type { StaffActor } from "#app/domain/access/actor.ts";
import type { Db } from "#db/types.ts";

import type { DeskSort, QueueView } from "./desk-list.ts";
import type { Narrowing } from "./narrow.ts";
import { namesOfPersons } from "./persons.ts";
import { listQueue, type QueueLine, type QueuePage } from "./queue.ts";
import { searchRequests } from "./search.ts";

type Asked = { view: QueueView; text: string; narrowing?: Narrowing; sort?: DeskSort; by: StaffActor; batch?: number };

/** Every request of a view, or that a text fits, as far as a filter leaves it, in the order of the list and in batches: what an export is made of, with never more than one batch in memory. */
export async function* everyRequest(db: Db, input: Asked): AsyncGenerator<QueueLine[]> {
  const { view, text, narrowing, sort, by, batch: limit = 500 } = input;
  let cursor: string | null = null;
  do {
    const page: QueuePage = text === "" ? await listQueue(db, { view, narrowing, sort, by, cursor, limit }) : await searchRequests(db, { text, narrowing, cursor, limit });
    yield page.lines;
    cursor = page.next;
  } while (cursor !== null);
}

/**
 * The same lines, each with everybody whom its request is about (R108): in a list "A + 2" leaves room for the rest, in a file who filters on a name has to find it. One line
 * stays one request, so that whoever counts the lines counts requests; asked for once for each batch.
 */
export async function* namingEverybody<Line extends { subjectName: string }>(db: Db, batches: AsyncIterable<readonly Line[]>, idOf: (line: Line) => string): AsyncGenerator<Array<Line & { everybody: string }>> {
  for await (const lines of batches) {
    const names = await namesOfPersons(db, lines.map(idOf));
    yield lines.map((line) => ({ ...line, everybody: names.get(idOf(line))?.join("; ") ?? line.subjectName }));
  }
}
