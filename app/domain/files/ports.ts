/** What may be handed in, judged by its first octets and never by its name. */
export const FILE_FORMATS = ["pdf", "jpeg", "png"] as const;
export type FileFormat = (typeof FILE_FORMATS)[number];

/** One page as it is kept: a baseline JPEG of our own making, upright, without anything but pixels. */
export type Picture = { jpeg: Uint8Array; width: number; height: number };

export type ReadScan = {
  format: FileFormat;
  pages: Picture[];
  /** The texts of the QR codes on the pages, as they stand there: whatever somebody put in them. */
  codes: string[];
};

/** A rectangle of a picture, in its pixels. */
export type Box = { x: number; y: number; width: number; height: number };

/** Where files from outside are looked at: nothing of what was sent in leaves it but pixels. */
export interface ScanRoom {
  /**
   * Makes pictures of what was handed in. Throws a Problem that says what to do instead: `file.type`, `file.broken`, `file.encrypted`,
   * `file.attachments`, `file.dynamic`, `file.too-many-pages`, `file.too-many-pixels`, `file.too-complex`.
   */
  read(bytes: Uint8Array): Promise<ReadScan>;
  /** The picture with these boxes black for good. Throws `file.broken`. */
  blacken(picture: Picture, boxes: readonly Box[]): Promise<Picture>;
}
