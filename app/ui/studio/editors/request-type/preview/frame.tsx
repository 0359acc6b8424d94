import { type ReactNode, useEffect, useRef, useState } from "react";
import { createPortal } from "react-dom";

import { classNames } from "../../../../class-names.ts";

/** An empty document in which the page's own styles apply; not "about:blank", which browsers lay out by the rules of the nineties. */
const EMPTY = "<!doctype html><html><head></head><body></body></html>";

/**
 * A document of its own inside the page, drawn by the page itself. What is in it answers to its width as to that of a screen; its forms and fields are none of the page's, share no id
 * with it, and are sent nowhere. Nothing is fetched for it, and no address has to let itself be framed.
 */
export function Frame({ title, language, className, children }: { title: string; language: string; className: string; children: ReactNode }) {
  const frame = useRef<HTMLIFrameElement>(null);
  const [body, setBody] = useState<HTMLElement | null>(null);
  useEffect(() => {
    const inside = frame.current?.contentDocument;
    if (!body || !inside) return;
    inside.documentElement.lang = language;
    inside.title = title;
  }, [body, language, title]);
  const begin = () => {
    const inside = frame.current?.contentDocument;
    if (!inside?.body) return;
    const styles = document.querySelectorAll('link[rel="stylesheet"], style');
    inside.head.append(...[...styles].map((one) => inside.importNode(one, true)));
    setBody(inside.body);
  };
  return (
    <>
      <iframe ref={frame} title={title} srcDoc={EMPTY} onLoad={begin} className={classNames("border border-edge bg-paper", className)} />
      {body === null ? null : createPortal(children, body)}
    </>
  );
}
