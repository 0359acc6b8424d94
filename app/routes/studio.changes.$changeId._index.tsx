import { ChangeActs } from "#app/ui/studio/change-acts.tsx";
import { useChange } from "#app/web/use-change.ts";

/** What can be done with the change as it is now. */
export default function ChangeNow() {
  return <ChangeActs {...useChange()} />;
}
