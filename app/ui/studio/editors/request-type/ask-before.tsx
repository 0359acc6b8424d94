import { type ReactNode, useRef } from "react";
import { useTranslation } from "react-i18next";

import { Button } from "../../../button.tsx";

/** A button that asks once more, in the page itself: nothing is sent by it. */
export function AskBefore({ name, act, question, onAct, children }: { name: string; act: string; question: string; onAct: () => void; children?: ReactNode }) {
  const { t } = useTranslation("studio");
  const dialog = useRef<HTMLDialogElement>(null);
  return (
    <>
      <span>
        <Button type="button" id={name} look="danger" size="small" onClick={() => dialog.current?.showModal()}>{act}</Button>
      </span>
      <dialog ref={dialog} aria-label={question} className="m-auto max-w-form rounded-md border border-line bg-sheet p-6 text-ink shadow-float backdrop:bg-ink/50">
        <p className="mb-2 text-xl font-semibold">{question}</p>
        <div className="grid gap-3">{children}</div>
        <div className="mt-5 flex flex-wrap gap-x-5 gap-y-3">
          <Button
            type="button" id={`${name}-yes`} look="danger" size="small"
            onClick={() => {
              dialog.current?.close();
              onAct();
            }}
          >
            {act}
          </Button>
          <Button type="button" look="quiet" size="small" onClick={() => dialog.current?.close()}>{t("form-builder.cancel")}</Button>
        </div>
      </dialog>
    </>
  );
}
