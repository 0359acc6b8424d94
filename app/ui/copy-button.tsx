import { Check, Copy } from "lucide-react";
import { useState, useSyncExternalStore } from "react";
import { useTranslation } from "react-i18next";

import { buttonClass } from "./button.tsx";

const never = () => () => undefined;

/** Copies a text and says that it did. Without scripts it is not there, for then it could do nothing. */
export function CopyButton({ text, label }: { text: string; label?: string }) {
  const { t } = useTranslation("common");
  const [copied, setCopied] = useState(false);
  const works = useSyncExternalStore(never, () => "clipboard" in navigator, () => false);
  if (!works) return null;
  const copy = async () => {
    await navigator.clipboard.writeText(text).then(
      () => setCopied(true),
      () => setCopied(false),
    );
  };
  return (
    <button type="button" className={buttonClass("quiet", "small")} onClick={() => void copy()}>
      {copied ? <Check aria-hidden className="size-4" /> : <Copy aria-hidden className="size-4" />}
      <span aria-live="polite">{copied ? t("copy.done") : (label ?? t("copy.act"))}</span>
    </button>
  );
}
