import type { Sides } from "./sides.ts";
import type { Tally } from "./tally.ts";

/** One kept judgement: of which request, and what the rules of its point read of its facts, as JSON text in the order of `readsOf`. */
export type Snapshot = { request: string; type: string; point: string; channel: string; segment: string; week: string; facts: string };

/** Where snapshots are judged by both sides, away from who serves pages. */
export type JudgingRoom = { open(sides: Sides): Promise<OpenJudgingRoom> };

/** Answers for each batch what it adds. It throws when the room is gone; whoever asked begins again where it was. */
export type OpenJudgingRoom = { judge(snapshots: readonly Snapshot[]): Promise<Tally>; close(): Promise<void> };
