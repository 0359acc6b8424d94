/** The little that we ask of fontkit, which pdfkit draws its own fonts with and which brings no types. */
declare module "fontkit" {
  export interface Font {
    readonly postscriptName: string;
    readonly unitsPerEm: number;
    hasGlyphForCodePoint(codePoint: number): boolean;
    layout(text: string, features?: unknown): GlyphRun;
  }
  export interface GlyphRun {
    readonly glyphs: unknown[];
    readonly positions: Array<Record<string, number>>;
    readonly advanceWidth: number;
  }
  export function openSync(path: string): Font;
}
