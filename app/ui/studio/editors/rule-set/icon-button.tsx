import type { LucideIcon } from "lucide-react";

type Props = { icon: LucideIcon; label: string; act?: string; disabled?: boolean | undefined; onClick: () => void };

/** A button that is an icon for who sees, and says what it does to who hears or hovers. */
export function IconButton({ icon: Icon, label, act, disabled = false, onClick }: Props) {
  return (
    <button
      type="button" aria-label={label} title={label} data-act={act} disabled={disabled} onClick={onClick}
      className="inline-flex size-9 items-center justify-center rounded-md border border-edge bg-sheet text-petrol hover:bg-petrol-tint disabled:border-line disabled:bg-paper disabled:text-soft"
    >
      <Icon aria-hidden className="size-4" />
    </button>
  );
}
