import { useNavigation } from "@remix-run/react";
import { CircleCheck } from "lucide-react";
import { useTranslation } from "react-i18next";

import { Button } from "../button.tsx";
import { goTo, goToPart } from "../go-to.ts";

/** A question that is still open, with the input to go to. */
export type ToDo = { label: string; input: string };

/**
 * Save and send, always in sight below what is typed over, with what is still missing before it can become a request. What has the focus is never under
 * it: the page scrolls further than its height (`theme.css`).
 */
export function SaveBar({ at, todo, isSaved }: { at: string; todo: readonly ToDo[]; isSaved: boolean }) {
  const { t } = useTranslation("intake");
  const busy = useBusy(at);
  return (
    <div data-sticky-bar className="sticky bottom-0 z-10 -mx-4 -mb-4 flex flex-wrap items-center gap-x-4 gap-y-1 rounded-b-md border-t border-line bg-sheet px-4 py-2 sm:-mx-5 sm:-mb-5 sm:px-5">
      {todo.length === 0 ? (
        <span>{t("over.complete")}</span>
      ) : (
        <details className="group relative">
          <summary className="inline-flex min-h-6 items-center text-link">{t("over.todo", { count: todo.length })}</summary>
          <div className="absolute bottom-full left-0 mb-2 grid max-h-72 w-72 max-w-[80vw] gap-1 overflow-y-auto rounded-md border border-line bg-sheet p-3 shadow-float">
            <p>{t("over.todoHelp")}</p>
            <ul className="grid">
              {todo.map(({ label, input }) => (
                <li key={input}>
                  <a
                    href={`#${input}`}
                    onClick={(event) => {
                      event.currentTarget.closest("details")?.removeAttribute("open");
                      goTo(event, input);
                    }}
                    className="inline-flex min-h-6 items-center text-link"
                  >
                    {label}
                  </a>
                </li>
              ))}
            </ul>
          </div>
        </details>
      )}
      <a href="#scan" onClick={(event) => goToPart(event, "scan")} className="inline-flex min-h-6 items-center text-link lg:hidden">
        {t("over.toScan")}
      </a>
      <span role="status" className="inline-flex items-center gap-1 text-soft">
        {busy !== null ? (
          t(`over.busy.${busy}`)
        ) : isSaved ? (
          <>
            <CircleCheck aria-hidden className="size-4 text-well" />
            {t("over.saved")}
          </>
        ) : null}
      </span>
      <div className="ml-auto flex flex-wrap gap-2">
        <Button size="small" look="other" name="_intent" value="save" aria-disabled={busy !== null || undefined}>
          {t("over.save")}
        </Button>
        <Button size="small" name="_intent" value="register" aria-disabled={busy !== null || undefined}>
          {t("over.register")}
        </Button>
      </div>
    </div>
  );
}

/** What is being done with the form at this address now; null when nothing is. */
export function useBusy(at: string): "save" | "register" | null {
  const { state, formAction, formData } = useNavigation();
  if (state === "idle" || formAction !== `${at}/form` || formData === undefined) return null;
  return formData.get("_intent") === "register" ? "register" : "save";
}
