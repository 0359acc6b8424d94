import type { ReactNode } from "react";

import type { InstallStep } from "./install-steps.tsx";

/** One picture for each step: the e-mail with the number and the letter with the PIN, the key, the lock, the file, the device. */
export function StepPicture({ step, label }: { step: InstallStep; label: string }) {
  return (
    <svg viewBox="0 0 320 120" role="img" aria-label={label} className="h-auto w-full max-w-sm text-petrol" fill="none" stroke="currentColor" strokeWidth="2.5" strokeLinecap="round" strokeLinejoin="round">
      <rect x="1.5" y="1.5" width="317" height="117" rx="6" className="fill-petrol-tint stroke-line" />
      {PICTURES[step]}
    </svg>
  );
}

const PICTURES: Record<InstallStep, ReactNode> = {
  0: (
    <>
      <rect x="40" y="34" width="92" height="56" rx="4" className="fill-sheet" />
      <path d="m40 40 46 28 46-28M64 102h44" />
      <path d="M160 50v20M150 60h20" />
      <path d="M190 24h62l22 22v54h-84z" className="fill-sheet" />
      <path d="M252 24v22h22M204 42h32M204 56h24" />
      <path d="M204 78h56" strokeWidth="9" strokeDasharray="0.1 14" />
    </>
  ),
  1: (
    <>
      <rect x="70" y="24" width="180" height="72" rx="5" className="fill-sheet" />
      <path d="M70 40h180M80 32h.1M90 32h.1M100 32h.1" />
      <circle cx="132" cy="68" r="15" />
      <path d="M147 68h56M187 68v11M201 68v14" />
      <circle cx="127" cy="68" r="2.5" />
    </>
  ),
  2: (
    <>
      <rect x="128" y="56" width="64" height="46" rx="5" className="fill-sheet" />
      <path d="M140 56V40a20 20 0 0 1 40 0v16" />
      <path d="M160 74v12" />
      <circle cx="160" cy="72" r="4" />
      <path d="M54 79h46M220 79h46" strokeWidth="9" strokeDasharray="0.1 15" />
    </>
  ),
  3: (
    <>
      <path d="M126 18h46l22 22v40h-68z" className="fill-sheet" />
      <path d="M172 18v22h22" />
      <circle cx="160" cy="56" r="9" />
      <path d="m153 63-3 13 10-5 10 5-3-13" />
      <path d="M96 92v10h128V92M160 86v10" />
      <path d="m153 90 7 7 7-7" />
    </>
  ),
  4: (
    <>
      <rect x="66" y="28" width="110" height="66" rx="5" className="fill-sheet" />
      <path d="M52 104h138M106 94l-3 10M136 94l3 10" />
      <path d="m106 60 11 11 21-22" />
      <rect x="216" y="34" width="42" height="70" rx="6" className="fill-sheet" />
      <path d="M232 96h10M228 66l7 7 12-13" />
    </>
  ),
};
