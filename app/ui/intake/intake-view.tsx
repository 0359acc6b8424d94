import { Link } from "@remix-run/react";
import { type ReactNode, type RefObject, useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";

import type { DeskFormat } from "../desk/screen.ts";
import { goToPart } from "../go-to.ts";
import { BackLink } from "../navigation.tsx";
import { Notice } from "../notice.tsx";
import { PageTitle } from "../section.tsx";
import { ScanViewer } from "./scan-viewer.tsx";
import type { IntakeScreen } from "./shown.ts";

type View = { screen: IntakeScreen; format: DeskFormat; back: string; children: ReactNode };

/** The scan at the left, what is typed over from it at the right; on a phone one below the other, each a touch away from the other. */
export function IntakeView({ screen, format, back, children }: View) {
  const { t } = useTranslation("intake");
  const view = useRef<HTMLDivElement>(null);
  useLeafing(view);
  return (
    <>
      <div className="grid gap-1">
        <BackLink to={back}>{t("one.back")}</BackLink>
        <PageTitle
          kicker={[t("one.kicker", { channel: t(`channel.${screen.channel}`), received: screen.hasTime ? format.dateTime(screen.receivedAt) : format.date(screen.receivedAt) }), screen.senderEmail].filter(Boolean).join(" · ")}
          title={screen.title}
          acts={
            <a href="#work" onClick={(event) => goToPart(event, "work")} className="inline-flex min-h-6 items-center text-link lg:hidden">
              {t("one.toForm")}
            </a>
          }
        />
      </div>
      {screen.namesRequest && screen.isOpen ? (
        <Notice kind="info">
          {t("one.namesRequest")}{" "}
          <Link to={screen.namesRequest.to} className="font-mono text-link">
            {screen.namesRequest.reference}
          </Link>
        </Notice>
      ) : null}
      <div className="grid items-start gap-4 lg:grid-cols-2">
        <ScanViewer screen={screen} view={view} />
        <div id="work" tabIndex={-1} className="grid min-w-0 gap-3 outline-none">
          {children}
        </div>
      </div>
    </>
  );
}

/** The scan is leafed through from any field, so that nobody leaves what they are typing. */
function useLeafing(view: RefObject<HTMLDivElement>) {
  useEffect(() => {
    const leaf = (event: KeyboardEvent) => {
      const box = view.current;
      if (!event.altKey || box === null || (event.key !== "PageDown" && event.key !== "PageUp")) return;
      event.preventDefault();
      box.scrollBy({ top: (event.key === "PageDown" ? 0.8 : -0.8) * box.clientHeight, behavior: "instant" });
    };
    document.addEventListener("keydown", leaf);
    return () => document.removeEventListener("keydown", leaf);
  }, [view]);
}
