import { readdirSync, readFileSync } from "node:fs";

import { pino } from "pino";

import { agbCode, enterprise, roleHolder } from "#db/schema/organisations.ts";
import { definitionVersion, release, releaseEntry } from "#db/schema/definitions.ts";
import { request } from "#db/schema/requests.ts";
import { staff } from "#db/schema/staff.ts";
import type { Database } from "#db/client.server.ts";
import { runSql } from "#db/types.ts";
import { person, practice as castPractice } from "#db/worlds/cast.ts";
import { staffActor, type StaffActor } from "#app/domain/access/actor.ts";
import { JOBS } from "#app/domain/jobs/list.ts";
import { openQueue } from "#app/domain/jobs/queue.ts";
import type { RoleHolder } from "#app/domain/identification/open.ts";
import type { Office } from "#app/domain/office.ts";

export const NOW = new Date("2026-11-16T09:00:00.000Z");

export type Practice = {
  office: Office;
  enterpriseId: string;
  agbCode: string;
  releaseId: number;
  signatory: RoleHolder;
  mainContact: RoleHolder;
  sanne: StaffActor;
  wim: StaffActor;
  /** A request for Zoë that was approved and now waits for identification. */
  approvedRequest: () => Promise<string>;
  /** What lies on the queue: the payloads of one kind of work, oldest first. */
  jobs: (name: string) => Promise<Array<Record<string, unknown>>>;
  /** The acts in the trail, oldest first, of one request or of everything. */
  trail: (requestId?: string) => Promise<string[]>;
};

/** Tandartspraktijk De Brug with its role holders, the office's policies as they ship, and two reviewers. */
export async function openPractice(database: Database): Promise<Practice> {
  const { db } = database;
  const queue = openQueue(database, { jobs: JOBS, log: pino({ level: "silent" }) });
  await queue.prepare();
  const bridge = castPractice("de-brug");
  const { street, houseNumber, houseNumberSuffix, postcode, town } = bridge.address;
  const address = { street, houseNumber, houseNumberSuffix, postcode, town };
  const registered = { kvkNumber: bridge.kvkNumber, name: bridge.name, legalForm: bridge.legalForm, segment: "regular", registeredAt: NOW } as const;
  const enterpriseId = idOf(await db.insert(enterprise).values({ ...registered, ...address }).returning({ id: enterprise.id }));
  const code = bridge.agbCodes[0] ?? "12345678";
  await db.insert(agbCode).values({ code, enterpriseId, name: bridge.name, kind: "enterprise", careType: "12" });
  const signatory = await appoint("johanna", "signatory");
  const mainContact = await appoint("fatima", "main-contact");
  const sanne = await hire("Sanne Mulder");
  const wim = await hire("Wim Bos");
  const releaseId = await publishPolicies(database);

  async function appoint(id: string, role: "signatory" | "main-contact"): Promise<RoleHolder> {
    const { initials, prefix, surname, dateOfBirth, email, phone } = person(id);
    const holder = { enterpriseId, role, initials, prefix, surname, birthDate: dateOfBirth, email, phone, appointedAt: NOW };
    const [row] = await db.insert(roleHolder).values(holder).returning();
    if (!row) throw new Error("Nobody was appointed.");
    return row;
  }

  async function hire(name: string): Promise<StaffActor> {
    const email = `${name.toLowerCase().replace(" ", ".")}@zegel.example`;
    const id = idOf(await db.insert(staff).values({ name, email, roles: ["reviewer"], createdAt: NOW }).returning({ id: staff.id }));
    return staffActor({ id, name, roles: ["reviewer"] });
  }

  async function approvedRequest(): Promise<string> {
    const made = await db
      .insert(request)
      .values({
        type: "new-user",
        channel: "online",
        status: "identifying",
        releaseId,
        language: "nl",
        answers: {},
        termsVersion: "1",
        enterpriseId,
        agbCode: code,
        subjectName: "Z. van der Håkon",
        applicantName: "S. Jansen",
        applicantEmail: "s.jansen@debrug.example",
        submittedAt: NOW,
        confirmedAt: NOW,
        decision: "approve",
        decidedBy: sanne.id,
        decidedAt: NOW,
      })
      .returning({ id: request.id });
    return idOf(made);
  }

  async function jobs(name: string) {
    const rows = await runSql<{ data: Record<string, unknown> }>(db, "select data from pgboss.job where name = $1 order by created_on, id", [name]);
    return rows.map(({ data }) => data);
  }

  async function trail(requestId?: string) {
    const rows = await runSql<{ act: string }>(db, "select act from audit_event where $1::text is null or request_id = $1 order by id", [requestId ?? null]);
    return rows.map(({ act }) => act);
  }

  return { office: { db, queue }, enterpriseId, agbCode: code, releaseId, signatory, mainContact, sanne, wim, approvedRequest, jobs, trail };
}

/** A release with the policies, the calendar, the rules of a certificate's life and the profile of a personal one that ship; nothing else of it is needed here. */
async function publishPolicies({ db }: Database): Promise<number> {
  const folder = new URL("../../../rules/policies/", import.meta.url);
  const [made] = await db.insert(release).values({ publishedAt: NOW, publishedBy: "installation" }).returning({ id: release.id });
  if (!made) throw new Error("Nothing was published.");
  const files = [...readdirSync(folder).map((name) => ({ kind: "policy" as const, name })), { kind: "calendar" as const, name: "../calendar.json" }, { kind: "certificate-profile" as const, name: "../certificates/personal.json" }, ...lifeCycles(folder)];
  for (const { kind, name } of files) {
    const content = JSON.parse(readFileSync(new URL(name, folder), "utf8")) as { id: string };
    const version = { kind, key: content.id, version: 1, hash: name, content, status: "published", author: "installation", approver: "installation" } as const;
    const [stored] = await db.insert(definitionVersion).values({ ...version, createdAt: NOW, publishedAt: NOW }).returning({ id: definitionVersion.id });
    await db.insert(releaseEntry).values({ releaseId: made.id, kind, key: content.id, definitionId: stored?.id ?? 0 });
  }
  return made.id;
}

function lifeCycles(policies: URL) {
  return readdirSync(new URL("../decisions/", policies))
    .filter((name) => name.endsWith(".life-cycle.json"))
    .map((name) => ({ kind: "rule-set" as const, name: `../decisions/${name}` }));
}

function idOf(rows: Array<{ id: string }>): string {
  const [row] = rows;
  if (!row) throw new Error("Nothing was stored.");
  return row.id;
}
