import { Form } from "@remix-run/react";
import { Plus, Trash2 } from "lucide-react";
import { type KeyboardEvent, type PointerEvent, useRef, useState } from "react";
import { useTranslation } from "react-i18next";

import { Button } from "../button.tsx";

type Box = { x: number; y: number; width: number; height: number };
type Props = { src: string; alt: string; width: number; height: number };

/** Smaller than this is a slip of the pointer. */
const LEAST = 8;

/**
 * Black boxes over a picture: drawn with pointer or finger, or added with a button and moved with the arrow keys (with Shift: made larger or smaller), so that
 * nothing needs a drag. What is sent are rectangles in the picture's pixels; the server burns them in.
 */
export function Masking({ src, alt, width, height }: Props) {
  const { t } = useTranslation("intake");
  const [boxes, setBoxes] = useState<Box[]>([]);
  const [drawing, setDrawing] = useState<{ from: { x: number; y: number }; box: Box } | null>(null);
  const svg = useRef<SVGSVGElement>(null);
  const step = Math.round(Math.max(width, height) / 100);
  const at = (event: PointerEvent) => {
    const edge = svg.current?.getBoundingClientRect();
    if (!edge) return { x: 0, y: 0 };
    const inside = (value: number, most: number) => Math.round(Math.min(most, Math.max(0, value)));
    return { x: inside(((event.clientX - edge.left) / edge.width) * width, width), y: inside(((event.clientY - edge.top) / edge.height) * height, height) };
  };
  const begin = (event: PointerEvent) => {
    const from = at(event);
    svg.current?.setPointerCapture(event.pointerId);
    setDrawing({ from, box: { ...from, width: 0, height: 0 } });
  };
  const draw = (event: PointerEvent) => {
    if (!drawing) return;
    const to = at(event);
    const { from } = drawing;
    setDrawing({ from, box: { x: Math.min(from.x, to.x), y: Math.min(from.y, to.y), width: Math.abs(to.x - from.x), height: Math.abs(to.y - from.y) } });
  };
  const end = () => {
    if (drawing && drawing.box.width >= LEAST && drawing.box.height >= LEAST) setBoxes([...boxes, drawing.box]);
    setDrawing(null);
  };
  const add = () => setBoxes([...boxes, { x: Math.round(width / 4), y: Math.round(height / 4), width: Math.round(width / 3), height: Math.round(height / 8) }]);
  const change = (index: number, box: Box) => setBoxes(boxes.map((one, place) => (place === index ? box : one)));
  const move = (index: number) => (event: KeyboardEvent) => {
    const way = { ArrowLeft: [-step, 0], ArrowRight: [step, 0], ArrowUp: [0, -step], ArrowDown: [0, step] }[event.key];
    const box = boxes[index];
    if (!way || !box) return;
    event.preventDefault();
    const [dx = 0, dy = 0] = way;
    const size = event.shiftKey ? { width: Math.max(LEAST, box.width + dx), height: Math.max(LEAST, box.height + dy) } : { width: box.width, height: box.height };
    const place = event.shiftKey ? { x: box.x, y: box.y } : { x: Math.min(width - LEAST, Math.max(0, box.x + dx)), y: Math.min(height - LEAST, Math.max(0, box.y + dy)) };
    change(index, { ...place, ...size });
  };
  return (
    <div className="grid items-start gap-4 lg:grid-cols-[minmax(0,3fr)_minmax(16rem,1fr)]">
      <svg ref={svg} viewBox={`0 0 ${width} ${height}`} className="w-full touch-none rounded-sm border border-line select-none" role="img" aria-label={alt} onPointerDown={begin} onPointerMove={draw} onPointerUp={end} onPointerCancel={end}>
        <image href={src} width={width} height={height} />
        {[...boxes, ...(drawing ? [drawing.box] : [])].map((box, index) => (
          <rect key={index} {...box} />
        ))}
      </svg>
      <Form method="post" className="grid gap-3">
        {boxes.map(({ x, y, width: wide, height: high }, index) => (
          <input key={index} type="hidden" name="boxes[]" value={[x, y, wide, high].join(",")} />
        ))}
        <p className="text-soft">{t("masking.how")}</p>
        <div>
          <Button type="button" size="small" look="other" icon={Plus} onClick={add}>
            {t("masking.add")}
          </Button>
        </div>
        <ul className="grid gap-2" aria-label={t("masking.boxes")}>
          {boxes.map((_, index) => (
            <li key={index} className="flex flex-wrap items-center gap-2">
              <Button type="button" size="small" look="quiet" onKeyDown={move(index)} aria-label={t("masking.moveLabel", { number: index + 1 })}>
                {t("masking.box", { number: index + 1 })}
              </Button>
              <Button type="button" size="small" look="quiet" icon={Trash2} onClick={() => setBoxes(boxes.filter((_one, place) => place !== index))} aria-label={t("masking.removeLabel", { number: index + 1 })}>
                {t("masking.remove")}
              </Button>
            </li>
          ))}
        </ul>
        <p role="status" className="text-help">{t("masking.count", { count: boxes.length })}</p>
        <div>
          <Button size="small" disabled={boxes.length === 0}>
            {t("masking.act")}
          </Button>
        </div>
      </Form>
    </div>
  );
}
