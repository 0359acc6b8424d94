export type Piece = { key: string; share: number; look: string; isHatched?: boolean };

/** A bar of pieces beside each other; what it says stands in words in the same row. Told apart without colour: by their order, a gap, and hatching. */
export function Bar({ pieces, most }: { pieces: readonly Piece[]; most: number }) {
  const share = (of: readonly Piece[]) => (of.reduce((sum, one) => sum + one.share, 0) / Math.max(1, most)) * 100;
  return (
    <svg aria-hidden className="h-3 w-full" preserveAspectRatio="none" viewBox="0 0 100 10">
      {pieces.map((piece, place) => {
        const { key, look, isHatched } = piece;
        const [x, width] = [share(pieces.slice(0, place)), share([piece])];
        return width === 0 ? null : (
          <g key={key} className={look}>
            <rect x={x} y="0" height="10" width={Math.max(0.6, width - 0.4)} className={isHatched ? "opacity-35" : undefined} />
            {isHatched ? <path d={hatching(x, Math.max(0.6, width - 0.4))} className="stroke-current" strokeWidth="2" vectorEffect="non-scaling-stroke" fill="none" /> : null}
          </g>
        );
      })}
    </svg>
  );
}

/** Upright lines, so that they stay apart however wide the bar is drawn. */
function hatching(x: number, width: number): string {
  const lines: string[] = [];
  for (let at = x + 0.5; at < x + width; at += 1.5) lines.push(`M${at.toFixed(2)} 0V10`);
  return lines.join("");
}
