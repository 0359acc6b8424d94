import { BulkActs } from "#app/ui/desk/bulk/acts.tsx";
import { useBulk } from "#app/web/use-bulk.ts";

/** What can be done with a run as it is now. */
export default function BulkNow() {
  return <BulkActs {...useBulk()} />;
}
