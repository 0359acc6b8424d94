import { Link, type LinkProps } from "@remix-run/react";
import type { LucideIcon } from "lucide-react";
import type { ButtonHTMLAttributes, ReactNode } from "react";

import { classNames } from "./class-names.ts";

/** main: the one act of the page; other: what may also be done; danger: what cannot be undone; quiet: looks like a link. */
export type ButtonLook = "main" | "other" | "danger" | "quiet";
/** large on public pages (48 high), small at the desk (36). */
export type ButtonSize = "large" | "small";

type Face = { look?: ButtonLook; size?: ButtonSize; icon?: LucideIcon; children: ReactNode };

const looks: Record<ButtonLook, string> = {
  main: "bg-petrol text-on-petrol border-petrol hover:bg-petrol-deep hover:border-petrol-deep font-semibold",
  other: "bg-sheet text-petrol border-petrol hover:bg-petrol-tint font-semibold",
  danger: "bg-sheet text-late border-late hover:bg-late-tint font-semibold",
  quiet: "bg-transparent text-petrol border-transparent underline underline-offset-4 hover:text-petrol-deep hover:decoration-2",
};
const sizes: Record<ButtonSize, string> = {
  large: "min-h-12 py-2 text-lg",
  small: "min-h-9 py-1 text-sm",
};
/** What looks like a link has no room of its own beside its words, so that they stand in line with the text around them. */
const rooms: Record<ButtonSize, string> = { large: "px-5", small: "px-3" };

/** The classes of a button, for what is not one of these two. */
export function buttonClass(look: ButtonLook = "main", size: ButtonSize = "large"): string {
  return classNames(
    "inline-flex items-center justify-center gap-2 rounded-md border text-center leading-tight transition-colors",
    "disabled:border-line disabled:bg-line disabled:text-soft",
    looks[look],
    sizes[size],
    look !== "quiet" && rooms[size],
  );
}

/** A button; it submits unless told otherwise, and says the act ("Aanvraag versturen"). */
export function Button({ look, size, icon: Icon, children, className, type = "submit", ...rest }: Face & ButtonHTMLAttributes<HTMLButtonElement>) {
  return (
    <button type={type} className={classNames(buttonClass(look, size), className)} {...rest}>
      {Icon ? <Icon aria-hidden className="size-4 shrink-0" /> : null}
      {children}
    </button>
  );
}

/** A link that looks like a button: it goes somewhere and changes nothing. */
export function LinkButton({ look, size, icon: Icon, children, className, ...rest }: Face & LinkProps) {
  return (
    <Link className={classNames(buttonClass(look, size), className)} {...rest}>
      {Icon ? <Icon aria-hidden className="size-4 shrink-0" /> : null}
      {children}
    </Link>
  );
}
