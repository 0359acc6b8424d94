import { useTranslation } from "react-i18next";

import type { Block } from "#app/domain/correspondence/ports.ts";

import { Card } from "../section.tsx";
import { StatusTag, type Tone } from "../status-tag.tsx";
import type { CaseShown, DeskFormat, SentLetterShown } from "./screen.ts";

const TONES: Record<SentLetterShown["status"], Tone> = { waiting: "plain", "in-batch": "soon", posted: "well", spoilt: "late", returned: "late" };

/** The letters that this request sends: to whom, where each of them is, and what stands in it. */
export function SentLetters({ screen, format }: { screen: CaseShown; format: DeskFormat }) {
  const { t } = useTranslation("desk");
  return (
    <Card title={t("letters.title")}>
      <ul id="letters" className="grid gap-4">
        {screen.sentLetters.map((letter) => (
          <li key={letter.id} className="grid gap-2 border-b border-line pb-4 last:border-0 last:pb-0">
            <div className="flex flex-wrap items-baseline justify-between gap-2">
              <h3 className="font-semibold">
                {letter.title} <span className="font-mono font-normal">{letter.reference}</span>
              </h3>
              <StatusTag tone={TONES[letter.status]}>{t(`letters.status.${letter.status}`)}</StatusTag>
            </div>
            <p className="whitespace-pre-line">{letter.addressee.join("\n")}</p>
            <p className="text-help">{whenOf(letter, t, format)}</p>
            {letter.replaces === null ? null : <p className="text-help">{t("letters.replaces", { reference: letter.replaces })}</p>}
            <details>
              <summary className="text-link">{t("letters.read")}</summary>
              <div lang={letter.language} className="mt-2 grid max-w-text gap-2 rounded-md border border-line bg-paper p-3">
                <p className="font-semibold">{letter.words.subject}</p>
                {(letter.words.blocks as readonly Block[]).map((block, index) => <Said key={index} block={block} />)}
              </div>
            </details>
          </li>
        ))}
      </ul>
    </Card>
  );
}

function whenOf({ madeAt, postedAt }: SentLetterShown, t: (key: string, values: Record<string, string>) => string, format: DeskFormat): string {
  return postedAt === null ? t("letters.made", { time: format.dateTime(madeAt) }) : t("letters.posted", { time: format.dateTime(postedAt) });
}

function Said({ block }: { block: Block }) {
  switch (block.kind) {
    case "paragraph":
      return <p className="whitespace-pre-line">{block.text}</p>;
    case "heading":
      return <p className="font-semibold">{block.text}</p>;
    case "steps":
      return <ol className="list-decimal pl-5">{block.items.map((item, index) => <li key={index}>{item}</li>)}</ol>;
    case "facts":
      return (
        <dl className="grid gap-x-4 sm:grid-cols-[auto_1fr]">
          {block.rows.map(({ label, value }, index) => (
            <div key={index} className="grid sm:col-span-2 sm:grid-cols-subgrid">
              <dt className="text-soft">{label}</dt>
              <dd className="whitespace-pre-line">{value}</dd>
            </div>
          ))}
        </dl>
      );
    case "button":
    case "pin":
      return null;
  }
}
