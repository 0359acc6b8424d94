import type { AppLoadContext } from "@remix-run/node";
import pino from "pino";

import type { StaffMember } from "#app/domain/access/roles.ts";
import { shippedBranding } from "#app/web/branding.ts";
import type { Refusal } from "#app/web/context.ts";
import type { Db } from "#db/types.ts";

export const SANNE: StaffMember = { id: "sanne", name: "Sanne Mulder", roles: ["reviewer"] };
export const NOOR: StaffMember = { id: "noor", name: "Noor Visser", roles: ["print-room"] };

/** An office with two people, whose refusals and log lines can be read back. The wrappers only hand `db` on, so that none is needed. */
export function makeOffice(change: Partial<AppLoadContext> = {}) {
  const refusals: Refusal[] = [];
  const lines: string[] = [];
  const people = new Map([SANNE, NOOR].map((member) => [member.id, member]));
  const open = new Map<string, StaffMember>();
  const spent = new Map<string, number>();
  const context: AppLoadContext = {
    db: {} as Db,
    clock: { now: () => new Date("2026-11-16T09:00:00Z") },
    mode: "demonstration",
    log: pino({ level: "debug" }, { write: (line: string) => void lines.push(line) }),
    cspNonce: "nonce",
    correlationId: "c-1",
    clientAddress: "192.0.2.1",
    presented: null,
    worded: { release: 1, namespaces: [] },
    baseUrl: "http://office.example",
    loginUrl: "https://login.office.example",
    branding: shippedBranding,
    sessionSecrets: ["a secret of the test office"],
    sessions: { find: async (id) => open.get(id) ?? null },
    staff: { list: async () => [...people.values()], find: async (id) => people.get(id) ?? null },
    limits: {
      consume: async (name, key, { points, perSeconds }) => {
        const count = (spent.get(`${name} ${key}`) ?? 0) + 1;
        spent.set(`${name} ${key}`, count);
        return { allowed: count <= points, isFirstRefusal: count === points + 1, retryAfterSeconds: perSeconds };
      },
    },
    recordRefusal: async (refusal) => void refusals.push(refusal),
    office: {} as AppLoadContext["office"],
    ...change,
  };
  return { context, refusals, lines, people, open };
}
