import { kix } from "bwip-js/node";

/** One bar of a four-state code: a tracker that may reach up, down, or both. */
export type Bar = { up: boolean; down: boolean };

/** The bars of a KIX code such as "3511AB5XHS": four per character, no start, stop or check character. */
export function kixBars(text: string): Bar[] {
  const lines: Array<{ top: number; bottom: number }> = [];
  kix(
    { bcid: "kix", text },
    {
      scale: (x, y) => [x, y],
      measure: () => ({ width: 0, ascent: 0, descent: 0 }),
      init: () => undefined,
      line: (_x0, y0, _x1, y1) => void lines.push({ top: Math.min(y0, y1), bottom: Math.max(y0, y1) }),
      polygon: () => undefined,
      hexagon: () => undefined,
      ellipse: () => undefined,
      fill: () => undefined,
      text: () => undefined,
      end: () => undefined,
    },
  );
  // Every character has bars that reach up and bars that reach down, so the outermost edges are those of a full bar.
  const top = Math.min(...lines.map((line) => line.top));
  const bottom = Math.max(...lines.map((line) => line.bottom));
  return lines.map((line) => ({ up: line.top === top, down: line.bottom === bottom }));
}

/** Measures in millimetres, within the bounds of the four-state code that KIX is a kind of (20–24 bars an inch, 4.2–5.8 high). */
export const KIX = { pitch: 1.1, bar: 0.5, tracker: 1.3, reach: 1.7 } as const;
export const KIX_HEIGHT = KIX.tracker + 2 * KIX.reach;

/** Width of a drawn code in millimetres. */
export function kixWidth(bars: readonly Bar[]): number {
  return bars.length * KIX.pitch - (KIX.pitch - KIX.bar);
}
