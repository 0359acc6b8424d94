import { sql } from "drizzle-orm";

import type { Database } from "#db/client.server.ts";

/** Where what is made by the thousand belongs: a release and two people of the desk. */
export type Setting = { releaseId: number; sanne: { id: string }; wim: { id: string } };

/**
 * Fills the tables as an office of that size would have them, in one statement each: a practice for every twenty requests, three in ten requests
 * waiting for a reviewer, one in a hundred in somebody's hands (one in five thousand in Sanne's), one in a hundred for a second check, some with the applicant or the bank, the
 * others closed; most sent online; one in fifty has high priority; everybody has a name of their own, made of parts that many share. Always the same for the same amount.
 */
export async function fillWithRequests(database: Database, { releaseId, sanne, wim }: Setting, amount: number): Promise<void> {
  const { db } = database;
  const practices = Math.max(1, Math.round(amount / 20));
  const name = sql.raw(`initcap((array['van','jans','boer','bak','visse','mul','smit','dek','post','kuip'])[1 + n % 10] || (array['el','ar','in','on','ou','ie','aa','ee','oe','ui'])[1 + n / 10 % 10] || (array['sen','ker','man','stra','ma','ink','ing','huis','laar','veld'])[1 + n / 100 % 10] || (array['',' de wit',' koning',' bos',' prins',' kok',' smit',' vos',' kuiper',' post'])[1 + n / 1000 % 10] || (array['','zoon','heim','dal','beek','brug','dijk','burg','wijk','kamp'])[1 + n / 10000 % 10])`);
  await db.execute(sql`
    insert into enterprise (kvk_number, name, legal_form, segment, street, house_number, postcode, town, registered_at)
    select (20000000 + n)::text, 'Praktijk ' || ${name} || ' ' || n, 'besloten vennootschap', 'regular', 'Straat', 1, '1234AB', 'Plaats ' || n % 500, now()
    from generate_series(1, ${practices}::int) n`);
  await db.execute(sql`
    insert into agb_code (code, enterprise_id, name, kind, care_type)
    select kvk_number, id, name, 'enterprise', '12' from enterprise where kvk_number between '20000000' and '29999999'`);
  await db.execute(sql`
    insert into request (type, channel, status, release_id, language, answers, terms_version, enterprise_id, agb_code, subject_name, applicant_name,
      applicant_email, submitted_at, confirmed_at, due_at, priority, claimed_by, claimed_at, claimed_until, decision, decided_by, decided_at, reason_code, closed_at)
    select (array['new-user', 'authorisation-change', 'revocation'])[case when status in ('identifying') then 1 else 1 + n % 3 end], (array['online', 'online', 'portal', 'paper', 'online', 'email', 'online'])[1 + n % 7], status, ${releaseId}::bigint, 'nl', '{}', '1',
      enterprise_id, code, 'A. ' || ${name}, 'B. ' || (select ${name} from (select n / 7 as n) applicant), 'mail' || n || '@practice.example',
      timestamptz '2026-11-16T09:00Z' - n * interval '1 minute', timestamptz '2026-11-16T09:00Z' - n * interval '1 minute',
      case when n % 17 > 0 then timestamptz '2026-11-20T16:00Z' - n % 20000 * interval '1 minute' end,
      case when n % 50 = 0 then 'high' else 'normal' end,
      case when status = 'in-review' then case when n % 5000 = 30 then ${sanne.id}::uuid else ${wim.id}::uuid end end,
      case when status = 'in-review' then timestamptz '2026-11-16T09:00Z' end,
      case when status = 'in-review' then timestamptz '2026-11-16T10:00Z' end,
      decision, case when decision is not null then ${wim.id}::uuid end, case when decision is not null then timestamptz '2026-11-16T08:00Z' end,
      case when decision = 'reject' then 'not-authorised' end,
      case when status in ('rejected', 'cancelled', 'lapsed') then timestamptz '2026-11-16T08:30Z' end
    from (
      select n, case when status in ('second-check', 'identifying') then 'approve' when status = 'rejected' then 'reject' end as decision, status
      from (
        select n, case when n % 100 < 30 then 'submitted' when n % 100 = 30 then 'in-review' when n % 100 = 31 then 'second-check'
          when n % 100 < 34 then 'waiting-applicant' when n % 100 < 37 then 'identifying' when n % 100 < 70 then 'rejected' when n % 100 < 90 then 'cancelled' else 'lapsed' end as status
        from generate_series(1, ${amount}::int) n
      ) aged
    ) judged
    join (select row_number() over (order by code) - 1 as place, code, enterprise_id from agb_code where code between '20000000' and '29999999') practice on practice.place = n % ${practices}::int`);
  await database.executeSql("vacuum analyze");
}
