import { eq } from "drizzle-orm";

import { practiceMove } from "#db/schema/moves.ts";
import { agbCode, enterprise } from "#db/schema/organisations.ts";
import { registerEnding } from "#db/schema/registers.ts";
import type { Db } from "#db/types.ts";
import { currentRelease, getDefinition } from "#app/domain/definitions/store.ts";
import type { Happening } from "#app/domain/jobs/list.ts";
import type { Holder } from "#app/domain/organisations/roles.ts";
import { fullName, type Language } from "#app/domain/people.ts";
import { listPresentHolders } from "#app/domain/requests/holders.ts";

import { postMail, type TellOffice } from "./post.ts";
import type { TemplateValues } from "./values.ts";

export type ToHolders = {
  /** What happened, to what: the same is told once. */
  occasion: string;
  template: string;
  enterpriseId: string;
  agbCode: string | null;
  to: ReadonlyArray<Holder["role"]>;
  values(language: Language): TemplateValues;
  now: Date;
};

/** Tells those who hold a role at a practice of something that no request is about, each address once. As the templates are now. */
export async function tellHolders(tx: Db, office: TellOffice, of: ToHolders): Promise<void> {
  const { occasion, enterpriseId, agbCode: code, to, values, now } = of;
  const template = await getDefinition(tx, await currentRelease(tx), "mail", of.template);
  const told = new Set<string>();
  for (const holder of (await listPresentHolders(tx, enterpriseId, code)).filter(({ role }) => to.includes(role))) {
    const address = holder.email.toLowerCase();
    if (told.has(address)) continue;
    told.add(address);
    const person = { as: holder.role, name: fullName(holder), email: holder.email, language: holder.language, holder };
    await postMail(tx, office, { occasion: `${occasion} ${address}`, template, person, values: { recipientName: person.name, ...values(holder.language) }, links: [], requestId: null, userNumber: null, now });
  }
}

const TEMPLATES: Partial<Record<Happening, string>> = { "register.ending": "register-ending", "register.ended": "register-ended", "register.cleared": "register-cleared" };

/** Tells a practice what a register says of its AGB code or KvK registration, and what follows from it. */
export async function tellOfEnding(office: TellOffice, telling: { happening: Happening; endingId: string }, now: Date): Promise<void> {
  const template = TEMPLATES[telling.happening];
  if (template === undefined) return;
  await office.db.transaction(async (tx) => {
    const [found] = await tx
      .select({ ending: registerEnding, party: enterprise, code: agbCode.name })
      .from(registerEnding)
      .innerJoin(enterprise, eq(enterprise.id, registerEnding.enterpriseId))
      .leftJoin(agbCode, eq(agbCode.code, registerEnding.agbCode))
      .where(eq(registerEnding.id, telling.endingId));
    if (!found?.ending.endsOn || !found.ending.blockOn) return;
    const { ending, party, code } = found;
    const [endsOn, blockOn] = [noon(found.ending.endsOn), noon(found.ending.blockOn)];
    await tellHolders(tx, office, {
      occasion: `${telling.happening} ${ending.id} ${ending.endsOn ?? ""}`,
      template,
      enterpriseId: party.id,
      agbCode: ending.agbCode,
      to: ending.agbCode === null ? ["main-contact", "signatory"] : ["main-contact", "contact"],
      values: (language) => ({
        practice: code ?? party.name,
        what: ending.agbCode === null ? `${office.say(language, "common:registeredAs.kvk")} ${party.kvkNumber}` : `${office.say(language, "common:registeredAs.agb")} ${ending.agbCode}`,
        endsOn,
        blockOn,
      }),
      now,
    });
  });
}

const MOVE_TEMPLATES: Partial<Record<Happening, string>> = { "practice.moves": "practice-moves", "practice.moved": "practice-moved" };

/** Tells those who speak for an AGB code, and for either enterprise, that it goes or has gone to the other one. */
export async function tellOfMove(office: TellOffice, telling: { happening: Happening; moveId: string }, now: Date): Promise<void> {
  const template = MOVE_TEMPLATES[telling.happening];
  if (template === undefined) return;
  await office.db.transaction(async (tx) => {
    const [move] = await tx.select().from(practiceMove).where(eq(practiceMove.id, telling.moveId));
    const [to] = move ? await tx.select().from(enterprise).where(eq(enterprise.id, move.toEnterpriseId)) : [];
    const [code] = move ? await tx.select().from(agbCode).where(eq(agbCode.code, move.agbCode)) : [];
    if (!move || !to || !code) return;
    const values = (language: Language) => ({ practice: code.name, what: `${office.say(language, "common:registeredAs.agb")} ${code.code}`, newPractice: to.name, movesOn: noon(move.movesOn) });
    for (const enterpriseId of [move.fromEnterpriseId, move.toEnterpriseId]) {
      await tellHolders(tx, office, { occasion: `${telling.happening} ${move.id}`, template, enterpriseId, agbCode: code.code, to: ["main-contact", "contact"], values, now });
    }
  });
}

function noon(date: string): Date {
  return new Date(`${date}T12:00:00Z`);
}
