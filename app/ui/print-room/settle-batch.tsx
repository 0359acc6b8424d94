import { useFetcher } from "@remix-run/react";
import { type FormEvent, useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";

import { Button } from "../button.tsx";
import { FieldGroup, RadioGroup } from "../choices.tsx";
import { ErrorSummary, type SummaryProblem } from "../error-summary.tsx";
import { TextInput } from "../field.tsx";
import { Notice } from "../notice.tsx";
import { Card } from "../section.tsx";
import type { BatchLetter, BatchShown, Printable } from "./batch.ts";
import { LetterName } from "./letter-list.tsx";

type Settled = { settled: true; posted: string[] } | { problem: SummaryProblem };
type Settling = { batch: BatchShown; isSettled: boolean; opened: Printable | null; doormat: string | null; path: string };

const OUTCOMES = ["all", "except", "none"] as const;
type Outcome = (typeof OUTCOMES)[number];

/**
 * What became of the letters: nothing is chosen until somebody does. Whoever settles counts the envelopes as well, and the two must say the
 * same (P11).
 */
export function SettleBatch({ batch, isSettled, opened, doormat, path }: Settling) {
  const { t } = useTranslation("print-room");
  const settle = useFetcher<Settled>();
  const [chosen, setChosen] = useState<{ outcome: Outcome | null; spoilt: number }>({ outcome: null, spoilt: 0 });
  const delivered = useDoormat(settle.data, { batch, opened, doormat });
  const problem = settle.data && "problem" in settle.data ? settle.data.problem : null;
  const letters = batch.letters.filter(({ status }) => status === "in-batch");
  const arrived = delivered > 0 ? <Notice kind="info" live>{t("settle.delivered", { count: delivered })}</Notice> : null;
  if (isSettled) return arrived;

  const read = ({ currentTarget }: FormEvent<HTMLFormElement>) => {
    const form = new FormData(currentTarget);
    setChosen({ outcome: OUTCOMES.find((one) => one === form.get("outcome")) ?? null, spoilt: form.getAll("spoilt[]").length });
  };
  const { outcome } = chosen;
  const spoilt = outcome === "none" ? letters.length : outcome === "except" ? chosen.spoilt : 0;
  const labels = { "counted.posted": t("settle.countedPosted"), "counted.spoilt": t("settle.countedSpoilt") };

  return (
    <Card title={t("settle.title")}>
      <settle.Form method="post" action={`${path}/settlement`} onChange={read} className="grid gap-4">
        <ErrorSummary problem={problem} labels={labels} />
        {letters.map(({ id }) => <input key={id} type="hidden" name="letters[]" value={id} />)}
        <RadioGroup
          name="outcome"
          label={t("settle.question")}
          help={t("settle.questionHelp")}
          error={problem?.fields["outcome"]}
          choices={OUTCOMES.filter((value) => value !== "except" || letters.length > 1).map((value) => ({ value, label: t(`settle.outcome.${value}`, { count: letters.length }) }))}
        />
        {outcome === "except" ? (
          <FieldGroup name="spoilt" label={t("settle.which")} error={problem?.fields["spoilt"]}>
            <ul className="grid rounded-md border border-line">
              {letters.map((letter) => <SpoiltOption key={letter.id} letter={letter} />)}
            </ul>
          </FieldGroup>
        ) : (
          <ul className="grid max-w-form rounded-md border border-line">
            {letters.map((letter) => (
              <li key={letter.id} className="border-b border-line px-3 py-1.5 last:border-0">
                <LetterName letter={letter} />
              </li>
            ))}
          </ul>
        )}
        <p aria-live="polite" className="text-soft">{outcome === null ? null : t("settle.chosen", { posted: letters.length - spoilt, spoilt })}</p>
        <div className="flex flex-wrap items-end gap-4">
          <TextInput name="counted.posted" label={labels["counted.posted"]} error={problem?.fields["counted.posted"]} inputMode="numeric" width="tiny" autoComplete="off" />
          <TextInput name="counted.spoilt" label={labels["counted.spoilt"]} error={problem?.fields["counted.spoilt"]} inputMode="numeric" width="tiny" autoComplete="off" />
          <Button size="small" disabled={settle.state !== "idle"}>{t("settle.act")}</Button>
        </div>
        <p className="text-help">{t("settle.spoiltHelp")}</p>
      </settle.Form>
    </Card>
  );
}

function SpoiltOption({ letter }: { letter: BatchLetter }) {
  const id = `spoilt-${letter.id}`;
  return (
    <li className="flex items-start gap-3 border-b border-line px-3 py-1.5 last:border-0 has-checked:bg-late-tint">
      <input type="checkbox" id={id} name="spoilt[]" value={letter.id} className="mt-0.5 size-5 shrink-0 accent-petrol" />
      <label htmlFor={id} className="min-w-0 flex-1">
        <LetterName letter={letter} />
      </label>
    </li>
  );
}

/**
 * In the demonstration, what was posted falls on the doormat: this browser brings it there, for the office itself has no letter that it
 * could open. Answers how many arrived.
 */
function useDoormat(answer: Settled | undefined, { batch, opened, doormat }: Pick<Settling, "batch" | "opened" | "doormat">): number {
  const [arrived, setArrived] = useState(0);
  const work = useRef({ letters: batch.letters, opened, doormat });
  useEffect(() => {
    work.current = { letters: batch.letters, opened, doormat };
  });
  useEffect(() => {
    const { letters, opened: pdfs, doormat: address } = work.current;
    if (answer === undefined || !("settled" in answer) || pdfs === null || address === null) return;
    const bring = async () => {
      for (const letter of letters.filter(({ id }) => answer.posted.includes(id))) {
        const pdf = pdfs.letters.get(letter.id);
        if (pdf) await deliver(address, letter, pdf);
        setArrived((before) => before + 1);
      }
    };
    // A doormat that does not answer takes nothing away: the letters were posted.
    bring().catch(() => undefined);
  }, [answer]);
  return arrived;
}

async function deliver(address: string, { reference, addressee }: BatchLetter, pdf: Uint8Array): Promise<void> {
  await fetch(address, {
    method: "POST",
    headers: { "Content-Type": "application/pdf", "X-Letter": encodeURIComponent(JSON.stringify({ reference, addressee })) },
    body: new Blob([new Uint8Array(pdf)]),
  });
}
