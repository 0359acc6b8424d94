import { type ReactNode, useRef } from "react";
import { useTranslation } from "react-i18next";

import { Button, buttonClass, type ButtonLook, type ButtonSize } from "./button.tsx";

type Confirmation = {
  /** The act, on the button and in the dialog's own button. */
  act: ReactNode;
  question: string;
  /** What will happen, in a sentence. */
  children?: ReactNode;
  look?: ButtonLook;
  size?: ButtonSize;
  name?: string;
  value?: string;
};

/**
 * A submit button inside a form that asks once more. Without scripts the button submits at once, so that what it does must be able to be
 * put right, or the route must show a page that asks.
 */
export function ConfirmSubmit({ act, question, children, look = "danger", size, name, value }: Confirmation) {
  const { t } = useTranslation("common");
  const dialog = useRef<HTMLDialogElement>(null);
  return (
    <>
      <Button
        look={look}
        size={size}
        name={name}
        value={value}
        onClick={(event) => {
          if (dialog.current === null || event.currentTarget.form?.checkValidity() === false) return;
          event.preventDefault();
          dialog.current.showModal();
        }}
      >
        {act}
      </Button>
      <dialog ref={dialog} aria-label={question} className="m-auto max-w-form rounded-md border border-line bg-sheet p-6 text-ink shadow-float backdrop:bg-ink/50">
        <p className="mb-2 text-xl font-semibold">{question}</p>
        {children}
        <div className="mt-5 flex flex-wrap gap-x-5 gap-y-3">
          <button type="submit" name={name} value={value} className={buttonClass(look, size)} onClick={() => dialog.current?.close()}>
            {act}
          </button>
          <button type="button" className={buttonClass("quiet", size)} onClick={() => dialog.current?.close()}>
            {t("cancel")}
          </button>
        </div>
      </dialog>
    </>
  );
}
