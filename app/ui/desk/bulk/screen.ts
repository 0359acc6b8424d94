import type { BulkAct } from "#app/domain/requests/bulk/acts.ts";
import type { Exclusion } from "#app/domain/requests/bulk/eligible.ts";
import type { BulkPart, BulkStage } from "#app/domain/requests/bulk/read.ts";
import type { RequestStatus } from "#app/domain/requests/lifecycle.ts";

import type { MailShown } from "../screen.ts";

export type BulkLineShown = {
  id: string;
  reference: string;
  type: string;
  subjectName: string;
  status: RequestStatus;
  outcome: "done" | "refused" | "untouched" | null;
  /** Why it did not take part, or was not done. */
  why: string | null;
  at: string | null;
};

export type BulkCounts = Record<"done" | "refused" | "untouched" | "excluded" | "pending", number>;

/** A run as its page shows it. Moments are ISO 8601. */
export type BulkShown = {
  id: string;
  stage: BulkStage;
  act: BulkAct | null;
  plan: number;
  isMine: boolean;
  by: string;
  begunAt: string;
  plannedAt: string | null;
  isCancelled: boolean;
  reasonCode: string | null;
  reason: string | null;
  text: string | null;
  counts: BulkCounts;
  total: number;
  reasons: ReadonlyArray<{ code: string; label: string }>;
  /** What the reader may do, in order. */
  acts: readonly BulkAct[];
  exclusions: ReadonlyArray<{ why: Exclusion; count: number }>;
  lists: ReadonlyArray<{ part: BulkPart; total: number; lines: readonly BulkLineShown[] }>;
  mail: { mail: MailShown; reference: string; count: number; languages: string } | null;
  undo: { count: number; seconds: number } | null;
};
