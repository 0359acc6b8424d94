import { type ReactNode, useSyncExternalStore } from "react";
import { useTranslation } from "react-i18next";

import { Notice } from "#app/ui/notice.tsx";
import { Section } from "#app/ui/section.tsx";

import { DownloadFile } from "./save-file.tsx";

const DEVICES = ["windows", "macos", "firefox", "ios", "android"] as const;
type Device = (typeof DEVICES)[number];

/** How to open the file: on the device in hand first, the others below. While the page that made the file is open, it can be saved again. */
export function OpenOnDevice({ fileUrl, afterwards }: { fileUrl: string | null; /** What comes after it was opened. */ afterwards?: ReactNode }) {
  const { t } = useTranslation("installation");
  const here = useSyncExternalStore(never, deviceHere, () => null);
  return (
    <div className="grid gap-6">
      <Notice kind="well" live title={t("open.doneTitle")}>
        <p>{t("open.done")}</p>
      </Notice>
      {fileUrl === null ? null : (
        <div className="grid gap-2">
          <DownloadFile url={fileUrl} look="other" label={t("open.saveAgain")} />
          <p className="max-w-text text-help">{t("open.whileOpen")}</p>
        </div>
      )}
      <Section title={t("open.title")}>
        <div className="grid max-w-text gap-2">
          {DEVICES.map((device) => (
            <details key={`${device}-${device === here}`} open={device === here} className="rounded-md border border-line bg-sheet px-4 py-3">
              <summary className="cursor-pointer font-semibold">
                {t(`open.${device}.title`)}
                {device === here ? ` (${t("open.here")})` : ""}
              </summary>
              <ol className="mt-2 grid list-decimal gap-1 pl-6">
                {[1, 2, 3].map((nr) => (
                  <li key={nr}>{t(`open.${device}.${nr}`)}</li>
                ))}
              </ol>
            </details>
          ))}
        </div>
      </Section>
      {afterwards}
      <p className="max-w-text text-help">{t("open.told")}</p>
    </div>
  );
}

const never = () => () => undefined;

/** A guess from how the browser names itself; it only decides which explanation is open. */
function deviceHere(): Device {
  const agent = navigator.userAgent;
  if (/iPhone|iPad|iPod/.test(agent)) return "ios";
  if (/Android/.test(agent)) return "android";
  if (/Firefox\//.test(agent)) return "firefox";
  return /Macintosh/.test(agent) ? "macos" : "windows";
}
