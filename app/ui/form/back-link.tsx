import { Link } from "@remix-run/react";
import { ChevronLeft } from "lucide-react";
import type { ReactNode } from "react";

/** One step back, above the title of a page. */
export function BackLink({ to, children }: { to: string; children: ReactNode }) {
  return (
    <Link to={to} className="-ml-1 inline-flex min-h-8 items-center gap-1 justify-self-start text-base text-link">
      <ChevronLeft aria-hidden className="size-4" />
      {children}
    </Link>
  );
}
