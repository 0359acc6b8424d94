import type { enterprise } from "#db/schema/organisations.ts";
import type { Db } from "#db/types.ts";
import { system } from "#app/domain/access/actor.ts";
import { inTrail } from "#app/domain/access/in-trail.ts";
import type { PolicyValues } from "#app/domain/decisions/policies.ts";
import type { Say } from "#app/domain/correspondence/post.ts";
import type { Environment } from "#app/domain/definitions/schema/certificate-profile.ts";
import type { DeclaredEffect, RequestType } from "#app/domain/definitions/schema/request-type.ts";
import type { Office } from "#app/domain/office.ts";
import type { Registers } from "#app/domain/organisations/ports.ts";
import { answerAt, listAt, textAt, type Answers } from "#app/domain/requests/answers.ts";
import type { RequestRow } from "#app/domain/requests/move.ts";

import type { LetterOffice } from "./pin-letter.ts";

export type FulfilOffice = Office & LetterOffice & { environment: Environment; registers: Registers; say: Say };

/** What an effect is carried out for: the approved request, its type, its party, the effect as declared, and what the type mapped from the answers. */
export type Order = {
  row: RequestRow & { agbCode: string };
  type: RequestType;
  party: typeof enterprise.$inferSelect;
  policies: PolicyValues;
  declared: DeclaredEffect;
  /** For which of several people it is carried out, by their place on the form; 1 where there is one. `row` holds the answers as that one sees them. */
  position: number;
  inputs: Inputs;
  now: Date;
};

/**
 * What is done in the transaction of the fulfilment; answers the account that it was about, if any, whom the e-mails tell. `nothingToPost`: the letter
 * that this request would have waited for leaves for another one.
 */
export type CarryOut = (tx: Db) => Promise<{ userNumber?: string; nothingToPost?: true }>;

/** An act that approval causes. What takes long is made ready first, outside the transaction; then all is done at once. */
export type Effect = (office: FulfilOffice, order: Order) => Promise<CarryOut>;

/** The answers that a request type maps to the inputs of an effect. */
export type Inputs = { value(input: string): unknown; text(input: string): string; list(input: string): string[] };

/** Reads an effect's inputs; one that the type does not map is empty. */
export function inputsOf(mapped: Readonly<Record<string, string>>, answers: Answers): Inputs {
  const path = (input: string): string => mapped[input] ?? "";
  return { value: (input) => answerAt(answers, path(input)), text: (input) => textAt(answers, path(input)), list: (input) => listAt(answers, path(input)) };
}

/** Who carries out what was approved, in the trail. */
export const BY = inTrail(system("fulfilment"));
