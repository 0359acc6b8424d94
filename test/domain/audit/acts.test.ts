import { fileURLToPath } from "node:url";

import { describe, expect, it } from "vitest";

import { ACTS } from "#app/domain/access/permissions.ts";
import { TRAIL_ACTS } from "#app/domain/audit/acts.ts";
import { SYSTEM_NAMES, TRAIL_WHYS } from "#app/domain/audit/names.ts";
import { ACTOR_KINDS } from "#app/domain/audit/record.ts";
import { STAFF_ROLES } from "#app/domain/access/roles.ts";
import { REVOCATION_REASONS } from "#app/domain/certificates/reasons.ts";
import { SCHEMAS } from "#app/domain/definitions/kinds.ts";
import { JOBS } from "#app/domain/jobs/list.ts";
import { RETURN_REASONS } from "#app/domain/print-room/returns.ts";
import { actName, jobName, reasonName, systemName } from "#app/web/audit.server.ts";
import { i18nFor, translator } from "#app/web/i18n.server.ts";
import { readSources } from "#test/support/architecture.ts";

const root = fileURLToPath(new URL("../../..", import.meta.url));

describe("every act that can stand in the trail", () => {
  it.each(["nl", "en"] as const)("has its words and its group (%s)", (language) => {
    const i18n = i18nFor(language);
    expect(TRAIL_ACTS.filter((act) => !i18n.exists(`desk:acts.${act}`))).toEqual([]);
    expect(TRAIL_ACTS.filter((act) => !i18n.exists(`audit:group.${act.split(".")[0]}`))).toEqual([]);
    expect(STAFF_ROLES.filter((role) => !i18n.exists(`common:role.${role}`))).toEqual([]);
  });

  it("is one that the office does: no word is kept for what nobody writes", () => {
    // A made-up history tells of what the office does elsewhere.
    const written = readSources(root, ["app"]).filter(({ path }) => path !== "app/domain/audit/acts.ts" && !path.startsWith("app/start/history/")).map(({ text }) => text).join("\n");
    expect(TRAIL_ACTS.filter((act) => !written.includes(`"${act}"`))).toEqual([]);
  });
});

describe.each(["nl", "en"] as const)("whatever can stand in the trail besides (%s)", (language) => {
  const i18n = i18nFor(language);
  const t = translator(language);
  const app = readSources(root, ["app"]);
  /** What a table has no words for: then the word of the machine is all that a reader sees. */
  const unnamed = (names: readonly string[], say: (name: string) => string) => names.filter((name) => say(name) === name);

  it("has a name: who acts by themselves, whoever else acts, and the roles of staff", () => {
    expect(unnamed(SYSTEM_NAMES, (name) => systemName(t, name))).toEqual([]);
    expect(ACTOR_KINDS.filter((kind) => !i18n.exists(`desk:actor.${kind}`))).toEqual([]);
    expect(STAFF_ROLES.filter((role) => !i18n.exists(`common:role.${role}`))).toEqual([]);
  });

  it("has a name: each permission, and each act of which there can be too many", () => {
    const limits = app.flatMap(({ path, text }) => (path.startsWith("app/routes/") || path === "app/web/exports.server.ts" ? [...text.matchAll(/(?:limit|LIMIT)\b[^;]{0,20}\{ ?name: "([a-z.-]+)"/g)].map(([, name]) => name ?? "") : []));
    expect(limits.length).toBeGreaterThan(10);
    expect(unnamed([...ACTS, ...limits, "sign-in", "POST"], (name) => actName(t, name))).toEqual([]);
  });

  it("has a name: each kind of work", () => {
    expect(unnamed(JOBS.map(({ name }) => name), (name) => jobName(t, name))).toEqual([]);
  });

  it("has a name: each kind of thing that an event is about, and each list that leaves the office", () => {
    const kinds = app.flatMap(({ text }) => [...text.matchAll(/kind: "([a-z-]+)"(?: as const)?, id\b/g)].map(([, kind]) => kind ?? ""));
    const about = [...new Set([...kinds, ...Object.keys(SCHEMAS)])].filter((kind) => kind !== "system" && kind !== "public");
    expect(about.length).toBeGreaterThan(25);
    expect(about.filter((kind) => !i18n.exists(`audit:subject.${kind}`))).toEqual([]);
    const lists = app.flatMap(({ path, text }) => (path.startsWith("app/routes/") ? [...text.matchAll(/^ {4}list: "([a-z-]+)",$/gm)].map(([, list]) => list ?? "") : []));
    expect(lists.length).toBeGreaterThan(3);
    expect(lists.filter((list) => !i18n.exists(`audit:list.${list}`))).toEqual([]);
  });

  it("has a sentence: each reason that nobody typed", () => {
    expect(unnamed(TRAIL_WHYS, (why) => reasonName(t, "why", why))).toEqual([]);
    const given = [...RETURN_REASONS, ...REVOCATION_REASONS, "access.refused", "access.foreign-form", "access.too-often", "sign-in.no-role", "sign-in.left"];
    expect(unnamed(given, (reason) => reasonName(t, "reason", reason))).toEqual([]);
  });
});
