import type { FetcherWithComponents } from "@remix-run/react";
import { useTranslation } from "react-i18next";

import { Button, buttonClass } from "#app/ui/button.tsx";
import { Notice } from "#app/ui/notice.tsx";
import { useShell } from "#app/ui/shell.tsx";

/** The `.p12` as this page holds it, and whether it was taken from the page at least once. */
export type MadeFile = { url: string; downloaded: boolean };
export type SavingAnswer = { saved: true } | { problem: { message: string } };

/** What the button that ends the installation waits for. */
const DOWNLOAD_FIRST = "download-first";

type Face = { file: MadeFile; savedAt: string | null; saving: FetcherWithComponents<SavingAnswer>; onSaid: () => void; onDownload: () => void };

/**
 * The file, and the word that it was saved. That word ends an installation for good (D5), so that it is only taken from who downloaded
 * the file: a press too early would lose the certificate. Where no address waits for it (`savedAt` is null) it only leads on.
 */
export function SaveFile({ file, savedAt, saving, onSaid, onDownload }: Face) {
  const { t } = useTranslation("installation");
  const { downloaded } = file;
  return (
    <div className="grid gap-4">
      <DownloadFile url={file.url} look={downloaded ? "other" : "main"} label={t("file.download")} onDownload={onDownload} />
      <Notice kind="warn">{t("file.warning")}</Notice>
      <saving.Form
        method="post"
        action={savedAt ?? undefined}
        className="grid gap-2"
        onSubmit={(event) => {
          if (savedAt !== null) return;
          event.preventDefault();
          onSaid();
        }}
      >
        {downloaded ? null : (
          <p id={DOWNLOAD_FIRST} className="max-w-text text-help">
            {t(savedAt === null ? "file.firstHere" : "file.first")}
          </p>
        )}
        <Button look={downloaded ? "main" : "other"} className="justify-self-start" disabled={!downloaded || saving.state !== "idle"} aria-describedby={downloaded ? undefined : DOWNLOAD_FIRST}>
          {t("file.saved")}
        </Button>
      </saving.Form>
      {saving.data !== undefined && "problem" in saving.data ? <Notice kind="late" live>{saving.data.problem.message}</Notice> : null}
    </div>
  );
}

/** A link that saves the file that this page holds; it works for as long as the page is open. */
export function DownloadFile({ url, look, label, onDownload }: { url: string; look: "main" | "other"; label: string; onDownload?: () => void }) {
  const { t } = useTranslation("installation");
  const { office } = useShell();
  return (
    <a href={url} download={t("file.name", { office: office.name.toLowerCase() })} className={`${buttonClass(look)} justify-self-start`} onClick={onDownload}>
      {label}
    </a>
  );
}
