import { Form, Link } from "@remix-run/react";
import { ExternalLink, EyeOff, RotateCw, Trash2, ZoomIn, ZoomOut } from "lucide-react";
import { type MouseEvent, type RefObject, useRef, useState } from "react";
import { useTranslation } from "react-i18next";

import { Button, buttonClass } from "../button.tsx";
import type { IntakeScreen, ScanShown } from "./shown.ts";

/** How wide a page is drawn; the first fits the viewer. */
const ZOOMS = [{ percent: 100, width: "w-full" }, { percent: 150, width: "w-[150%]" }, { percent: 200, width: "w-[200%]" }, { percent: 300, width: "w-[300%]" }] as const;

/** Where a page of a scan stands, so that others can lead there. */
export function pageId(file: string, page: number): string {
  return `scan-${file}-${page}`;
}

/** The scan goes to one of its pages, and whoever is typing stays where they are. */
export function showPage(event: MouseEvent, id: string): void {
  const page = document.getElementById(id);
  const view = page?.closest("[data-scan-view]");
  if (!page || !view) return;
  event.preventDefault();
  view.scrollTo({ top: page.offsetTop, behavior: "instant" });
  view.scrollIntoView({ block: "nearest", behavior: "instant" });
}

/**
 * The scan with a scroll of its own, so that the page that is typed over stays beside its questions: pages to go to, larger and smaller, and each page
 * turned as it lies. Without scripts it is a long picture, and the pages are links within it.
 */
export function ScanViewer({ screen, view }: { screen: IntakeScreen; view: RefObject<HTMLDivElement> }) {
  const { t } = useTranslation("intake");
  const [zoom, setZoom] = useState(0);
  const { percent, width } = ZOOMS[zoom] ?? ZOOMS[0];
  const pages = screen.files.flatMap((file) => file.to.map((_, index) => ({ file, page: index + 1, id: pageId(file.id, index + 1) })));
  const to = (step: 1 | -1) => {
    const box = view.current;
    const share = box === null ? 0 : box.scrollTop / box.scrollHeight;
    setZoom(zoom + step);
    // What was looked at stays in sight.
    requestAnimationFrame(() => box?.scrollTo({ top: share * box.scrollHeight, behavior: "instant" }));
  };
  return (
    <section id="scan" tabIndex={-1} aria-label={t("scan.title")} className="flex max-h-[70dvh] min-w-0 flex-col rounded-md border border-line bg-sheet lg:sticky lg:top-14 lg:max-h-[calc(100dvh-4.5rem)]">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1 border-b border-line px-3 py-1.5">
        <nav aria-label={t("scan.pages")} className="flex flex-wrap items-center gap-1">
          {pages.map(({ file, page, id }) => (
            <a
              key={id}
              href={`#${id}`}
              aria-label={t(file.kind === "id-copy" ? "scan.toCopyPage" : "scan.toPage", { page, name: file.name })}
              onClick={(event) => showPage(event, id)}
              className="inline-flex min-h-7 min-w-7 items-center justify-center rounded-md border border-line px-1.5 text-petrol hover:bg-petrol-tint"
            >
              {file.kind === "id-copy" ? t("scan.copyPage", { page }) : page}
            </a>
          ))}
        </nav>
        <div className="ml-auto flex items-center gap-1">
          <Button type="button" size="small" look="quiet" className="min-w-9" icon={ZoomOut} aria-label={t("scan.smaller")} disabled={zoom === 0} onClick={() => to(-1)}>
            {null}
          </Button>
          <output className="min-w-12 text-center">{percent}%</output>
          <Button type="button" size="small" look="quiet" className="min-w-9" icon={ZoomIn} aria-label={t("scan.larger")} disabled={zoom === ZOOMS.length - 1} onClick={() => to(1)}>
            {null}
          </Button>
        </div>
      </div>
      <div ref={view} data-scan-view className="relative min-h-0 flex-1 overflow-auto p-3">
        <div className={`grid gap-4 ${width}`}>
          {screen.files.map((file) => (
            <Scan key={file.id} file={file} screen={screen} />
          ))}
        </div>
      </div>
      <p className="hidden border-t border-line px-3 py-1 text-help lg:block">{t("scan.keys")}</p>
    </section>
  );
}

function Scan({ file, screen }: { file: ScanShown; screen: IntakeScreen }) {
  const { t } = useTranslation("intake");
  const isCopy = file.kind === "id-copy";
  return (
    <section aria-label={file.name} className="grid gap-3">
      {file.destroyed ? <p className="text-soft">{t("scan.destroyed")}</p> : null}
      {file.to.map((to, index) => (
        <Page key={to} src={to} file={file} page={index + 1} mask={isCopy && screen.isOpen ? (file.masking[index] ?? null) : null} />
      ))}
      {isCopy && file.format === "pdf" && screen.isOpen && !file.destroyed ? (
        <Form method="post" action={`${screen.at}/refused-copy`} className="grid gap-2">
          <input type="hidden" name="fileId" value={file.id} />
          <p className="text-help">{t("scan.refuseHelp")}</p>
          <div>
            <Button size="small" look="danger" icon={Trash2}>
              {t("scan.refuse")}
            </Button>
          </div>
        </Form>
      ) : null}
    </section>
  );
}

/** One page with its name, turned as often as it needs to stand upright. */
function Page({ src, file, page, mask }: { src: string; file: ScanShown; page: number; mask: string | null }) {
  const { t } = useTranslation("intake");
  const [{ turns, width, height }, setTurned] = useState({ turns: 0, width: 1, height: 1 });
  const image = useRef<HTMLImageElement>(null);
  const turn = () => {
    const { naturalWidth = 0, naturalHeight = 0 } = image.current ?? {};
    // One that has not come yet cannot be turned.
    if (naturalWidth > 0) setTurned({ turns: (turns + 1) % 4, width: naturalWidth, height: naturalHeight });
  };
  const isOnSide = turns % 2 === 1;
  return (
    <figure id={pageId(file.id, page)} className="grid scroll-mt-3 gap-1">
      <figcaption className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <span className="min-w-0 text-help wrap-anywhere">{t("scan.pageOf", { kind: t(`files.kind.${file.kind}`), page, pages: file.pages, name: file.name })}</span>
        <span className="ml-auto flex flex-wrap items-center gap-1">
          {mask === null ? null : (
            <Link to={mask} className={buttonClass("other", "small")}>
              <EyeOff aria-hidden className="size-4 shrink-0" />
              {t("scan.mask", { page })}
            </Link>
          )}
          <Button type="button" size="small" look="quiet" className="min-w-9" icon={RotateCw} aria-label={t("scan.turn", { page, name: file.name })} onClick={turn}>
            {null}
          </Button>
          <a href={src} target="_blank" rel="noreferrer" className={`${buttonClass("quiet", "small")} min-w-9`} aria-label={t("files.openLabel", { page, name: file.name })}>
            <ExternalLink aria-hidden className="size-4 shrink-0" />
          </a>
        </span>
      </figcaption>
      {/* Set by script and not in the markup, where our policy refuses a style. */}
      <div className="relative overflow-hidden rounded-sm border border-line" style={isOnSide ? { aspectRatio: `${height} / ${width}` } : undefined}>
        <img
          ref={image}
          src={src}
          alt={t("scan.alt", { page, name: file.name })}
          loading="lazy"
          className={isOnSide ? "absolute top-1/2 left-1/2 max-w-none" : "min-h-40 w-full"}
          style={turns === 0 ? undefined : isOnSide ? { width: `${(width / height) * 100}%`, transform: `translate(-50%, -50%) rotate(${turns * 90}deg)` } : { transform: "rotate(180deg)" }}
        />
      </div>
    </figure>
  );
}
