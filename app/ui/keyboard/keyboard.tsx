import { Keyboard as KeyboardIcon } from "lucide-react";
import { type ReactNode, useCallback, useRef, useState, useSyncExternalStore } from "react";
import { useTranslation } from "react-i18next";

import { buttonClass } from "../button.tsx";
import { KeyList } from "./key-list.tsx";
import { Palette } from "./palette.tsx";
import { useKeys } from "./use-keys.ts";

const never = () => () => undefined;

/** The keyboard of the desk, with the button that explains it and what unfolds from it. Without scripts no key does anything, and none of it is there. */
export function Keyboard({ singleKeys, paths, here }: { singleKeys: boolean; paths: { keys: string; find: string }; here: string }) {
  const { t } = useTranslation("keyboard");
  const works = useSyncExternalStore(never, () => true, () => false);
  const help = useRef<HTMLDialogElement>(null);
  const palette = useRef<HTMLDialogElement>(null);
  const [isPaletteOpen, setPaletteOpen] = useState(false);
  const openHelp = useCallback(() => help.current?.showModal(), []);
  const openPalette = useCallback(() => {
    setPaletteOpen(true);
    palette.current?.showModal();
  }, []);
  const closePalette = useCallback(() => palette.current?.close(), []);
  useKeys({ singleKeys, openHelp, openPalette });
  if (!works) return null;
  return (
    <>
      <button type="button" className="inline-flex min-h-9 min-w-9 items-center justify-center rounded-md hover:bg-line" aria-label={t("help.open")} aria-keyshortcuts="?" onClick={openHelp}>
        <KeyboardIcon aria-hidden className="size-5" />
      </button>
      <Sheet label={t("help.title")} box={help}>
        <div className="mb-3 flex items-center justify-between gap-4">
          <p className="text-lg font-semibold">{t("help.title")}</p>
          <button type="button" className={buttonClass("quiet", "small")} onClick={() => help.current?.close()}>
            {t("help.close")}
          </button>
        </div>
        <KeyList singleKeys={singleKeys} action={paths.keys} here={here} />
      </Sheet>
      <Sheet label={t("palette.title")} box={palette} onClose={() => setPaletteOpen(false)}>
        {isPaletteOpen ? <Palette path={paths.find} close={closePalette} /> : null}
      </Sheet>
    </>
  );
}

function Sheet({ label, box, onClose, children }: { label: string; box: React.RefObject<HTMLDialogElement>; onClose?: () => void; children: ReactNode }) {
  return (
    <dialog ref={box} aria-label={label} onClose={onClose} className="m-auto mt-16 w-[min(36rem,calc(100vw-2rem))] rounded-md border border-line bg-sheet p-4 text-sm text-ink shadow-float backdrop:bg-ink/50">
      {children}
    </dialog>
  );
}
