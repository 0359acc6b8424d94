import { eq } from "drizzle-orm";

import { agbCode, enterprise } from "#db/schema/organisations.ts";
import { runSql, type Db } from "#db/types.ts";

import type { OwnerOfList } from "./meant.ts";
import { soonUntil } from "./states.ts";

/** How the certificates of one AGB code stand, in numbers (R90). */
export type CodeOverview = { code: string; name: string; valid: number; expiresSoon: number; expired: number; revoked: number; toInstall: number };

/** How the certificates of an enterprise stand under each of its AGB codes, those without any as well. Costs what hangs from that enterprise. */
export async function overviewByCode(db: Db, { enterpriseId, now }: { enterpriseId: string; now: Date }): Promise<CodeOverview[]> {
  const rows = await runSql<Record<string, string | number>>(db, BY_CODE, [enterpriseId, new Date(Math.floor(now.getTime() / 1000) * 1000), soonUntil(now)]);
  return rows.map(({ code, name, valid, soon, expired, revoked, to_install: toInstall }) => ({
    code: String(code), name: String(name), valid: Number(valid), expiresSoon: Number(soon), expired: Number(expired), revoked: Number(revoked), toInstall: Number(toInstall),
  }));
}

const BY_CODE = `select g.code, g.name,
    count(c.serial) filter (where c.status = 'issued' and c.not_after >= $2::timestamptz) as valid,
    count(c.serial) filter (where c.status = 'issued' and c.superseded_at is null and c.not_after >= $2::timestamptz and c.not_after < $3::timestamptz) as soon,
    count(c.serial) filter (where c.status = 'issued' and c.not_after < $2::timestamptz) as expired,
    count(c.serial) filter (where c.status = 'revoked') as revoked,
    (select count(*) from account b join credential p on p.user_number = b.user_number where b.agb_code = g.code and p.voided_at is null and p.installed_at is null) as to_install
  from agb_code g left join account a on a.agb_code = g.code left join certificate c on c.user_number = a.user_number
  where g.enterprise_id = $1 group by g.code, g.name order by g.code`;

/** What an owner of a list is called; null for one that is not there. */
export async function ownerNamed(db: Db, owner: OwnerOfList): Promise<string | null> {
  if ("agbCode" in owner) {
    const [code] = await db.select({ name: agbCode.name }).from(agbCode).where(eq(agbCode.code, owner.agbCode));
    return code ? `${code.name} (${owner.agbCode})` : null;
  }
  const [party] = await db.select({ name: enterprise.name }).from(enterprise).where(eq(enterprise.id, owner.enterpriseId));
  return party?.name ?? null;
}
