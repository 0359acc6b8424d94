import { useFetcher } from "@remix-run/react";
import { Hand } from "lucide-react";
import { useTranslation } from "react-i18next";

import { Button } from "../button.tsx";
import { ErrorSummary, type SummaryProblem } from "../error-summary.tsx";
import { TextInput } from "../field.tsx";
import { Card } from "../section.tsx";
import type { BatchShown } from "./batch.ts";

type Answer = { takenOver: true } | { problem: SummaryProblem };

/** A colleague's batch: only its holder opens and settles it. Whoever takes it over says why, and then holds it. */
export function TakeOverBatch({ batch, mayTakeOver, path }: { batch: BatchShown; mayTakeOver: boolean; path: string }) {
  const { t } = useTranslation("print-room");
  const taking = useFetcher<Answer>();
  const problem = taking.data && "problem" in taking.data ? taking.data.problem : null;
  return (
    <Card title={t("takeOver.title", { name: batch.heldBy })}>
      <div className="grid max-w-form gap-3">
        <p>{t("takeOver.lead", { name: batch.heldBy })}</p>
        <ErrorSummary problem={problem} labels={{ reason: t("takeOver.reason") }} />
        {mayTakeOver ? (
          <taking.Form method="post" action={`${path}/take-over`} className="grid gap-3">
            {batch.openedAt === null ? null : <p>{t("takeOver.opened")}</p>}
            <TextInput name="reason" label={t("takeOver.reason")} help={t("takeOver.help")} most={500} error={problem?.fields["reason"]} />
            <div>
              <Button size="small" look="other" icon={Hand} disabled={taking.state !== "idle"}>
                {t("takeOver.act")}
              </Button>
            </div>
          </taking.Form>
        ) : null}
      </div>
    </Card>
  );
}
