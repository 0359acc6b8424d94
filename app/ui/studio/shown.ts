import type { Texts } from "#app/domain/decisions/texts.ts";
import type { DefinitionKind } from "#app/domain/definitions/kinds.ts";
import type { ChangeAct, ChangeStatus } from "#app/domain/definitions/changes/lifecycle.ts";
import type { Language } from "#app/domain/people.ts";

/** What the pages of the studio show. Moments are ISO 8601. */
export type DefinitionShown = { kind: DefinitionKind; key: string; title: string; version: number; by: string | null; at: string | null; users: number; path: string };
export type FindingShown = { message: string; path: string; line: number | null };
export type DifferenceShown = { where: string; was: string | null; is: string | null; isMoved: boolean };
export type MoreShown = { findings: number; doubts: number; differences: number };
/** How a worked example went; what was expected and what came of it are empty where that needs no telling. */
export type ExampleShown = { title: string; passed: boolean; expected: string; got: string };

export type EntryShown = {
  kind: DefinitionKind;
  key: string;
  title: string;
  revision: number;
  editedBy: string;
  editedAt: string;
  isNew: boolean;
  isRemoved: boolean;
  /** Another version was published since it was taken in. */
  isBehind: boolean;
  text: string;
  differences: readonly DifferenceShown[];
  findings: readonly FindingShown[];
  /** What somebody may not have meant; it keeps nothing from being published. */
  doubts: readonly FindingShown[];
  /** How many there are besides those that are shown. */
  more: MoreShown;
  examples: readonly ExampleShown[];
  path: string;
};

/** What the office says of a definition that is not saved yet. */
export type EntryChecked = Pick<EntryShown, "differences" | "findings" | "doubts" | "more" | "examples">;

/** What an editor chooses from, by kind of definition, and the texts of the screens as they would be said. */
export type AroundShown = { texts: Record<Language, Readonly<Record<string, Texts>>>; choices: unknown };

export type ChangeShown = {
  id: string;
  title: string;
  reason: string | null;
  status: ChangeStatus;
  revision: number;
  madeBy: string;
  createdAt: string;
  proposedBy: string | null;
  proposedAt: string | null;
  publishFrom: string | null;
  approver: string | null;
  approvedAt: string | null;
  stoppedBy: string | null;
  /** Who handed it back last and what should be otherwise, while it is a draft. */
  handedBack: { by: string | null; note: string; at: string } | null;
  editors: readonly string[];
  entries: ReadonlyArray<Omit<EntryShown, "text">>;
  /** What the change breaks in definitions that are not in it. */
  elsewhere: ReadonlyArray<FindingShown & { definition: string }>;
  /** How many there are besides those. */
  moreElsewhere: number;
  /** Of which rule sets that are not in it an example comes out otherwise because of the change. */
  examplesElsewhere: ReadonlyArray<{ title: string; path: string; examples: readonly ExampleShown[] }>;
  isSound: boolean;
  addable: ReadonlyArray<{ value: string; label: string }>;
  kinds: readonly DefinitionKind[];
  may: Record<ChangeAct, boolean>;
  isOwn: boolean;
  /** Where it is tried on requests of the past. */
  backtestPath: string;
};

export type ChangeLine = { id: string; title: string; status: ChangeStatus; madeBy: string; createdAt: string; proposedBy: string | null; publishFrom: string | null; approver: string | null; stoppedBy: string | null; path: string };
