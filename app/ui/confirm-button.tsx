import { type ReactNode, useRef } from "react";
import { useTranslation } from "react-i18next";

import { Button, buttonClass, type ButtonLook } from "./button.tsx";

/** A button that asks once more before it does something on the page itself; nothing is sent. */
export function ConfirmButton({ act, about, question, look = "danger", onConfirm, children }: { act: ReactNode; /** What it is done to, for who hears the button. */ about?: string; question: string; look?: ButtonLook; onConfirm: () => void; children?: ReactNode }) {
  const { t } = useTranslation("common");
  const dialog = useRef<HTMLDialogElement>(null);
  return (
    <>
      <Button type="button" look={look} size="small" onClick={() => dialog.current?.showModal()}>
        {act}
        {about === undefined ? null : <span className="sr-only"> {about}</span>}
      </Button>
      <dialog ref={dialog} aria-label={question} className="m-auto max-w-form rounded-md border border-line bg-sheet p-6 text-ink shadow-float backdrop:bg-ink/50">
        <p className="mb-2 text-xl font-semibold">{question}</p>
        {children}
        <div className="mt-5 flex flex-wrap gap-x-5 gap-y-3">
          <button
            type="button"
            className={buttonClass(look, "small")}
            onClick={() => {
              dialog.current?.close();
              onConfirm();
            }}
          >
            {act}
          </button>
          <button type="button" className={buttonClass("quiet", "small")} onClick={() => dialog.current?.close()}>
            {t("cancel")}
          </button>
        </div>
      </dialog>
    </>
  );
}
