import type { Logger } from "pino";

import type { Db } from "#db/types.ts";
import type { Actor } from "#app/domain/access/actor.ts";
import type { StaffMember } from "#app/domain/access/roles.ts";
import type { Clock } from "#app/domain/deadlines/ports.ts";

import type { Branding } from "./branding.ts";

export type Mode = "demonstration" | "production";

/** How many points a key may spend in how many seconds. */
export type Allowance = { points: number; perSeconds: number };

/** Counts attempts across all processes. `allowed` is false once the allowance is spent; then `retryAfterSeconds` says how long. */
export interface Limits {
  consume(name: string, key: string, allowance: Allowance): Promise<{ allowed: boolean; retryAfterSeconds: number }>;
}

/** Who works here. `find` answers null for somebody who left: their session ends with it. */
export interface StaffDirectory {
  list(): Promise<StaffMember[]>;
  find(id: string): Promise<StaffMember | null>;
}

/** An act that was not allowed. `reason` is a problem code, never free text. */
export type Refusal = { actor: Actor; act: string; reason: string; correlationId: string };

/** What every route gets from the server besides the request itself. */
export interface OfficeContext {
  db: Db;
  clock: Clock;
  mode: Mode;
  log: Logger;
  /** Fresh for every request, and the only inline scripts that run carry it. */
  cspNonce: string;
  /** Fresh for every request; in every log line, and shown where something went wrong. */
  correlationId: string;
  /** The address of the caller, for limits only. */
  clientAddress: string;
  /** "https://office.example", without a slash at the end. */
  baseUrl: string;
  branding: Branding;
  /** The first signs; the others are still read, so that a secret can be replaced without signing everybody out. */
  sessionSecrets: readonly string[];
  staff: StaffDirectory;
  limits: Limits;
  recordRefusal(refusal: Refusal): Promise<void>;
}

declare module "@remix-run/node" {
  interface AppLoadContext extends OfficeContext {
    /** What the composition wires: signer, mailer, registers and so on. */
    office: unknown;
  }
}
