import { IntakeWork } from "#app/ui/intake/intake-work.tsx";
import { useIntake } from "#app/web/use-intake.ts";

/** What can be done with what came in, as it is now. */
export default function IntakeNow() {
  return <IntakeWork {...useIntake()} />;
}
