import { Link } from "@remix-run/react";
import type { ReactNode } from "react";

import { Bar, type Piece } from "../bar.tsx";
import { classNames } from "../class-names.ts";

/** An amount that opens the requests behind it; none opens nothing. */
export function Figure({ amount, to, label, children, className }: { amount: number; to: string; /** What is counted, for whoever hears it alone. */ label: string; children: ReactNode; className?: string }) {
  if (amount === 0) return <span className={classNames("text-soft", className)}>{children}</span>;
  return (
    <Link to={to} aria-label={label} className={classNames("inline-flex min-h-6 min-w-6 items-center justify-end text-link", className)}>
      {children}
    </Link>
  );
}

/** A bar with its amount behind it, which opens the requests; on a phone the amount alone. */
export function BarredFigure({ most, piece, to, label, children }: { most: number; piece: Piece; to: string; label: string; children: ReactNode }) {
  return (
    <span className="items-center gap-2 sm:grid sm:grid-cols-[minmax(0,1fr)_3.25rem]">
      <span className="max-sm:hidden">
        <Bar most={most} pieces={[piece]} />
      </span>
      <span className="sm:text-right">
        <Figure amount={piece.share} to={to} label={label}>
          {children}
        </Figure>
      </span>
    </span>
  );
}

/** Below a picture: what is counted in it. */
export function Counted({ children }: { children: ReactNode }) {
  return <p className="mt-2 text-help">{children}</p>;
}
