import { approveChange, publishDueChanges, type Then } from "#app/domain/definitions/changes/publish.ts";
import { recountTermsJob } from "#app/domain/jobs/list.ts";
import type { Office } from "#app/domain/office.ts";

type Approval = Parameters<typeof approveChange>[1];

/** A colleague approves a change of definitions; with another calendar every term that runs is counted anew (D10). Throws as `approveChange` does. */
export async function publishChange(office: Office, input: Approval): Promise<"published" | "scheduled"> {
  return approveChange(office.db, input, countAnew(office));
}

/** Publishes the changes whose day has come. */
export async function publishChangesOfToday(office: Office, input: Parameters<typeof publishDueChanges>[1]): Promise<void> {
  await publishDueChanges(office.db, input, countAnew(office));
}

function countAnew(office: Office): Then {
  return async (tx, published) => {
    const calendar = published.find(({ kind }) => kind === "calendar");
    if (calendar?.version != null) await office.queue.enqueue(tx, recountTermsJob, { calendarVersion: calendar.version });
  };
}
