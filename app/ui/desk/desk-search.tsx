import { Form } from "@remix-run/react";
import { Search } from "lucide-react";
import { useTranslation } from "react-i18next";

/** Searches all requests, or what its label says; an ordinary form, so that the result has an address of its own. The key "/" brings the reader here. */
export function DeskSearch({ action, text = "", label, placeholder }: { action: string; text?: string; label?: string; placeholder?: string }) {
  const { t } = useTranslation("desk");
  return (
    <Form role="search" action={action} className="relative">
      <Search aria-hidden className="pointer-events-none absolute top-2.5 left-2.5 size-4 text-soft" />
      <input key={text} type="search" name="q" defaultValue={text} maxLength={100} aria-label={label ?? t("search.label")} aria-keyshortcuts="/" placeholder={placeholder ?? t("search.placeholder")} className="control pl-8!" data-desk-search />
    </Form>
  );
}
