import { Link } from "@remix-run/react";
import type { LucideIcon } from "lucide-react";
import type { ReactNode } from "react";

/** One of the sentences with which a page of figures begins: what it means is said by its words and its picture, never by its colour alone. */
export function Sentence({ icon: Icon, look, to, children, aside }: { icon: LucideIcon; look: string; to: string | null; children: ReactNode; /** What it was before. */ aside?: ReactNode }) {
  return (
    <li className={`flex items-start gap-3 rounded-md border border-l-4 bg-sheet p-4 ${look}`}>
      <Icon aria-hidden className="mt-0.5 size-6 shrink-0" />
      <div className="grid gap-1">
        {to === null ? (
          <p className="text-lg text-ink">{children}</p>
        ) : (
          <Link to={to} className="text-lg text-ink underline decoration-1 underline-offset-4 hover:decoration-2">
            {children}
          </Link>
        )}
        {aside ? <p className="text-sm text-soft">{aside}</p> : null}
      </div>
    </li>
  );
}
