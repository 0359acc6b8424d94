import { readFileSync, existsSync } from "node:fs";

import { runSql, type Db } from "#db/types.ts";

import { keepFigures } from "#app/domain/dashboards/flow/keep.ts";
import { recountFigures } from "#app/domain/dashboards/flow/recount.ts";
import { verifyTrail } from "../../../scripts/audit-verify.mjs";

/** What a person at a page was told is done, and so must be there whatever happened since. */
export type Confirmed =
  | { step: "submit"; draftId: string; requestId: string }
  | { step: "decide" | "identify" | "fulfil"; requestId: string }
  | { step: "print"; act: "batched" | "released" | "posted"; requestId: string }
  | { step: "install" | "revoke"; serial: string };

/** Whether a job is left to do. */
export const UNDONE = "select 1 from pgboss.job where state in ('created', 'retry', 'active') and name not like '\\_\\_pgboss%' limit 1";

/** What may not be there twice: each query answers what is. */
const TWICE: Record<string, string> = {
  "a form became two requests": "select draft_id::text as what from request where draft_id is not null group by draft_id having count(*) > 1",
  "a request made more accounts than it is for people":
    "select request_id::text as what from account a where request_id is not null group by request_id having count(*) > greatest(1, (select count(*) from request_person p where p.request_id = a.request_id))",
  "an account has two PINs that count": "select user_number as what from credential where voided_at is null group by user_number having count(*) > 1",
  "a PIN has two letters": "select credential_id::text as what from letter group by credential_id having count(*) > 1",
  "an account has two letters that were not spoilt":
    "select c.user_number as what from letter l join credential c on c.id = l.credential_id where l.status not in ('spoilt', 'returned') group by c.user_number having count(*) > 1",
  "an occasion was told twice": "select occasion as what from mail group by occasion having count(*) > 1",
  "a leave to install signed twice": "select installation_id::text as what from certificate where installation_id is not null group by installation_id having count(*) > 1",
  "a user has two current certificates": "select user_number as what from certificate where status in ('intended', 'issued') and superseded_at is null group by user_number having count(*) > 1",
  "a service was granted twice": "select user_number || ' ' || service as what from authorisation where withdrawn_at is null group by user_number, service having count(*) > 1",
  "a request has two rounds of identification under way":
    "select request_id::text as what from identification where status in ('open', 'at-desk') group by request_id having count(*) > 1",
  "an act stands in the trail twice":
    "select request_id || ' ' || act as what from audit_event where act in ('request.submitted', 'request.confirmed', 'request.approved', 'request.approval-proposed', 'request.second-approved', 'request.approval-effective', 'identification.asked', 'request.identified', 'request.fulfilled', 'request.completed') group by request_id, act having count(*) > 1",
  "an account was made twice": "select subject_id as what from audit_event where act = 'account.created' group by subject_id having count(*) > 1",
  "a letter left twice": "select subject_id || ' ' || act as what from audit_event where act in ('letter.batched', 'letter.released', 'letter.posted') group by subject_id, act having count(*) > 1",
  "a certificate was issued twice": "select subject_id || ' ' || act as what from audit_event where act in ('certificate.intended', 'certificate.issued') group by subject_id, act having count(*) > 1",
  "an e-mail was counted as sent twice": "select subject_id as what from audit_event where act = 'mail.sent' group by subject_id having count(*) > 1",
};

/** What may not be half: each query answers what is. */
const HALF: Record<string, string> = {
  "a request stands further than its trail":
    "select r.id::text as what from request r where r.status <> 'unconfirmed' and not exists (select 1 from audit_event e where e.request_id = r.id::text and e.act = 'request.confirmed')",
  "a decision without a trace": "select r.id::text as what from request r where r.decision = 'approve' and not exists (select 1 from audit_event e where e.request_id = r.id::text and e.act in ('request.approved', 'request.approval-proposed'))",
  "a second pair of eyes that left no trace": "select r.id::text as what from request r where r.second_by is not null and not exists (select 1 from audit_event e where e.request_id = r.id::text and e.act = 'request.second-approved')",
  "a request went on without the second pair of eyes": "select r.id::text as what from request r where r.second_check_required and r.second_by is null and r.identified_at is not null",
  "an account without its request's being fulfilled": "select a.user_number as what from account a join request r on r.id = a.request_id where r.fulfilled_at is null",
  "a fulfilled request without account, PIN or letter":
    "select r.id::text as what from request r where r.fulfilled_at is not null and not exists (select 1 from account a join credential c on c.user_number = a.user_number join letter l on l.credential_id = c.id where a.request_id = r.id)",
  "a request that is done without number or letter": "select id::text as what from request where status = 'done' and (number_sent_at is null or letter_posted_at is null)",
  "a posted letter that still has its content": "select number::text as what from letter where status = 'posted' and sealed is not null",
  "a batched letter without its batch": "select number::text as what from letter l where status = 'in-batch' and not exists (select 1 from print_batch b where b.number = l.batch)",
  "a batch without letters": "select number::text as what from print_batch b where not exists (select 1 from letter l where l.batch = b.number)",
  "somebody is still to be visited for a round that is over":
    "select o.id::text as what from identification_order o join identification_party p on p.id = o.party_id join identification i on i.id = p.identification_id where o.ended_at is null and i.status not in ('open', 'at-desk')",
  "an issued certificate without a signature": "select serial as what from certificate where status = 'issued' and der is null",
  "a certificate without a trace":
    "select serial as what from certificate c where not exists (select 1 from audit_event e where e.subject_id = c.serial and e.act = 'certificate.intended') or c.status = 'issued' and not exists (select 1 from audit_event e where e.subject_id = c.serial and e.act = 'certificate.issued')",
};

/** What must be over when the office has come to rest. */
const UNREST: Record<string, string> = {
  "an e-mail still waits": "select occasion as what from mail where status <> 'sent'",
  "a job still waits": "select name || ' ' || state || ' after ' || retry_count || ' retries, ' || coalesce(data->>'happening', '') || ' ' || coalesce(output::text, '') as what from pgboss.job where state in ('created', 'retry', 'active', 'failed') and name not like '\\_\\_pgboss%'",
  "AMP was not told that nobody needs an order": "select id::text as what from identification_order where withdrawn_at is not null and withdrawal_told_at is null",
  "an identified request is not fulfilled": "select id::text as what from request where status = 'fulfilling' and fulfilled_at is null",
  "an intended certificate has no signature": "select serial as what from certificate where status = 'intended'",
};

/**
 * Looks at an office that came to rest for anything that is lost, double or half, and verifies the trail with the command's own code. Answers
 * sentences, each with what it is about; none when all is well.
 */
export async function findWhatIsWrong(db: Db, audit: { headsFile: string; publicPem: string }, confirmed: readonly Confirmed[]): Promise<string[]> {
  const wrong: string[] = [];
  for (const [sentence, query] of Object.entries({ ...TWICE, ...HALF, ...UNREST })) {
    for (const { what } of await runSql<{ what: string }>(db, query)) wrong.push(`${sentence}: ${what}`);
  }
  for (const one of confirmed) if (!(await isThere(db, one))) wrong.push(`what was confirmed is lost: ${JSON.stringify(one)}`);
  const [letters] = await runSql<{ made: string; somewhere: string; sealed: string }>(
    db,
    `select (select count(*) from audit_event where act = 'letter.sealed') as sealed, count(*) as made,
            count(*) filter (where status in ('waiting', 'in-batch', 'posted', 'spoilt', 'returned')) as somewhere from letter`,
  );
  if (letters && (letters.made !== letters.somewhere || letters.made !== letters.sealed)) wrong.push(`the letters do not balance: ${JSON.stringify(letters)}`);

  // What a killed process left of the figures is what the trail says, once the rest is counted.
  await keepFigures(db, { now: new Date() });
  await recountFigures(db, { now: new Date(), tell: (difference) => void wrong.push(`the figures: ${JSON.stringify(difference)}`) });

  const trail = await verifyTrail({
    query: (text: string, values?: unknown[]) => runSql<Record<string, string | null>>(db, text, values),
    heads: existsSync(audit.headsFile) ? readFileSync(audit.headsFile, "utf8") : null,
    publicKeys: [audit.publicPem],
    graceSeconds: 60,
  });
  return [...wrong, ...trail.findings.map((finding) => `the trail: ${JSON.stringify(finding)}`)];
}

async function isThere(db: Db, confirmed: Confirmed): Promise<boolean> {
  const [query, value] = ((): [string, string] => {
    switch (confirmed.step) {
      case "submit":
        return ["select 1 from request where id::text = $1", confirmed.requestId];
      case "decide":
        return ["select 1 from request where id::text = $1 and decision = 'approve' and decided_by is not null", confirmed.requestId];
      case "identify":
        return ["select 1 from request where id::text = $1 and identified_at is not null", confirmed.requestId];
      case "fulfil":
        return ["select 1 from account where request_id::text = $1", confirmed.requestId];
      case "print":
        return [
          { batched: "select 1 from letter where request_id::text = $1 and batch is not null", released: "select 1 from letter where request_id::text = $1 and opened_at is not null", posted: "select 1 from letter where request_id::text = $1 and status = 'posted'" }[confirmed.act],
          confirmed.requestId,
        ];
      case "install":
        return ["select 1 from certificate where serial = $1 and status = 'issued' and der is not null", confirmed.serial];
      case "revoke":
        return ["select 1 from certificate where serial = $1 and status = 'revoked'", confirmed.serial];
    }
  })();
  return (await runSql(db, query, [value])).length > 0;
}
