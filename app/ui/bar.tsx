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

/** Lying lines: how far apart they are is the same however wide the bar is drawn. */
function hatching(x: number, width: number): string {
  return [1.5, 5, 8.5].map((y) => `M${x} ${y}H${x + width}`).join("");
}
