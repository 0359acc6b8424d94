import { Form, useRevalidator } from "@remix-run/react";
import { Undo2 } from "lucide-react";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";

import { Button } from "../button.tsx";

/** Takes a decision back while nothing has left the house. The seconds run here; the office's own clock decides. */
export function UndoForm({ action, seconds }: { action: string; seconds: number }) {
  const { t } = useTranslation("desk");
  const [left, setLeft] = useState(seconds);
  const { revalidate } = useRevalidator();
  useEffect(() => {
    if (left <= 0) {
      // The decision has left by now, or will within moments: the screen then says so by itself.
      const later = setTimeout(() => revalidate(), 1500);
      return () => clearTimeout(later);
    }
    const tick = setTimeout(() => setLeft(left - 1), 1000);
    return () => clearTimeout(tick);
  }, [left, revalidate]);
  if (left <= 0) return <p className="text-soft">{t("undo.over")}</p>;
  return (
    <Form method="post" action={action} className="flex flex-wrap items-center gap-3">
      <Button size="small" look="other" icon={Undo2} aria-keyshortcuts="u" data-act-key="u">
        {t("undo.act")}
      </Button>
      {/* Read aloud once, not every second. */}
      <span className="text-soft tabular-nums">{t("undo.left", { count: left })}</span>
    </Form>
  );
}
