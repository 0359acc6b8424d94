import { useTranslation } from "react-i18next";

import { Card } from "../section.tsx";
import { StatusTag, type Tone } from "../status-tag.tsx";
import type { BatchLetter, ParcelShown } from "./batch.ts";

const TONES: Record<BatchLetter["status"], Tone> = { waiting: "plain", "in-batch": "soon", posted: "well", spoilt: "late", returned: "late" };

/** The letters of a batch, to whom they go, and what became of each once somebody said so. */
export function LetterList({ letters }: { letters: readonly BatchLetter[] }) {
  const { t } = useTranslation("print-room");
  return (
    <Card title={t("settle.listTitle")}>
      <ul className="grid">
        {letters.map((letter) => (
          <li key={letter.id} className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1 border-b border-line py-1.5 last:border-0">
            <LetterName letter={letter} />
            {letter.status === "in-batch" ? null : <StatusTag tone={TONES[letter.status]}>{t(letter.isDead ? "status.dead" : `status.${letter.status}`)}</StatusTag>}
          </li>
        ))}
      </ul>
    </Card>
  );
}

/** The number on a letter with its addressee: what somebody who holds the envelope compares. */
export function LetterName({ letter }: { letter: BatchLetter }) {
  return (
    <span className="flex min-w-0 flex-wrap gap-x-3">
      <span className="font-mono">{letter.reference}</span>
      <span className="min-w-0">{[letter.addressee[0], letter.addressee.at(-1)].join(", ")}</span>
      {letter.title === null ? null : <span className="min-w-0 text-soft">{letter.title}</span>}
      <ParcelMark parcel={letter.parcel} />
    </span>
  );
}

/** Says which letters go into one parcel. Renders nothing for a letter by itself. */
export function ParcelMark({ parcel }: { parcel: ParcelShown | null }) {
  const { t } = useTranslation("print-room");
  return parcel === null ? null : <StatusTag tone="waiting">{t("parcel", parcel)}</StatusTag>;
}
