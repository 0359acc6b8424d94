import { CaseActs } from "#app/ui/desk/case-acts.tsx";
import { useCase } from "#app/web/use-case.ts";

/** What can be done with the request as it is now. */
export default function CaseNow() {
  return <CaseActs {...useCase()} />;
}
