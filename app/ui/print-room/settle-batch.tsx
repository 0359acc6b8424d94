import { useFetcher } from "@remix-run/react";
import { type FormEvent, useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";

import { Button } from "../button.tsx";
import { ErrorSummary, type SummaryProblem } from "../error-summary.tsx";
import { TextInput } from "../field.tsx";
import { Notice } from "../notice.tsx";
import { Card } from "../section.tsx";
import { StatusTag, type Tone } from "../status-tag.tsx";
import type { BatchLetter, BatchShown, Printable } from "./batch.ts";

type Settled = { settled: true; posted: string[] } | { problem: SummaryProblem };
type Settling = { batch: BatchShown; mayConfirm: boolean; opened: Printable | null; doormat: string | null; path: string };

const TONES: Record<BatchLetter["status"], Tone> = { waiting: "plain", "in-batch": "soon", posted: "well", spoilt: "late", returned: "late" };

/** What became of each letter. Whoever settles counts the envelopes as well: the two must say the same (P11). */
export function SettleBatch({ batch, mayConfirm, opened, doormat, path }: Settling) {
  const { t } = useTranslation("print-room");
  const settle = useFetcher<Settled>();
  const [ticked, setTicked] = useState(batch.letters.length);
  const delivered = useDoormat(settle.data, { batch, opened, doormat });
  const problem = settle.data && "problem" in settle.data ? settle.data.problem : null;
  const count = (event: FormEvent<HTMLFormElement>) => setTicked(event.currentTarget.querySelectorAll("input[value=posted]:checked").length);

  return (
    <Card title={t(mayConfirm ? "settle.title" : "settle.listTitle")}>
      {delivered > 0 ? <Notice kind="info" live>{t("settle.delivered", { count: delivered })}</Notice> : null}
      <settle.Form method="post" action={`${path}/settlement`} onChange={count} className="grid gap-4">
        <ErrorSummary problem={problem} labels={{ "counted.posted": t("settle.countedPosted"), "counted.spoilt": t("settle.countedSpoilt") }} />
        {mayConfirm ? <p>{t("settle.lead")}</p> : null}
        <div className="overflow-x-auto rounded-md border border-line">
          <table className="w-full border-collapse text-left">
            <caption className="sr-only">{t("settle.caption")}</caption>
            <thead className="border-b border-edge text-soft">
              <tr>
                <th scope="col" className="px-3 py-1.5">{t("column.reference")}</th>
                <th scope="col" className="px-3 py-1.5 max-sm:hidden">{t("column.addressee")}</th>
                <th scope="col" className="px-3 py-1.5">{t("column.fate")}</th>
              </tr>
            </thead>
            <tbody>
              {batch.letters.map((letter) => (
                <tr key={letter.id} className="h-9 border-b border-line last:border-0">
                  <th scope="row" className="px-3 py-1 font-mono font-normal">{letter.reference}</th>
                  <td className="px-3 py-1 max-sm:hidden">{[letter.addressee[0], letter.addressee.at(-1)].join(", ")}</td>
                  <td className="px-3 py-1">
                    {mayConfirm && letter.status === "in-batch" ? <Fate letter={letter} /> : <StatusTag tone={TONES[letter.status]}>{t(`status.${letter.status}`)}</StatusTag>}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
        {mayConfirm ? (
          <>
            <p aria-live="polite" className="text-soft">{t("settle.ticked", { posted: ticked, spoilt: batch.letters.length - ticked })}</p>
            <div className="flex flex-wrap items-end gap-4">
              <TextInput name="counted.posted" label={t("settle.countedPosted")} error={problem?.fields["counted.posted"]} inputMode="numeric" width="tiny" autoComplete="off" />
              <TextInput name="counted.spoilt" label={t("settle.countedSpoilt")} error={problem?.fields["counted.spoilt"]} inputMode="numeric" width="tiny" autoComplete="off" />
              <Button size="small" disabled={settle.state !== "idle"}>{t("settle.act")}</Button>
            </div>
            <p className="text-help">{t("settle.spoiltHelp")}</p>
          </>
        ) : null}
      </settle.Form>
    </Card>
  );
}

function Fate({ letter }: { letter: BatchLetter }) {
  const { t } = useTranslation("print-room");
  return (
    <fieldset className="flex flex-wrap gap-x-4 gap-y-1">
      <legend className="sr-only">{letter.reference}</legend>
      {(["posted", "spoilt"] as const).map((fate) => {
        const id = `fate-${letter.id}-${fate}`;
        return (
          <span key={fate} className="inline-flex min-h-6 items-center gap-1.5">
            <input type="radio" id={id} name={`fate.${letter.id}`} value={fate} defaultChecked={fate === "posted"} className="size-4 accent-petrol" />
            <label htmlFor={id}>{t(`status.${fate}`)}</label>
          </span>
        );
      })}
    </fieldset>
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
