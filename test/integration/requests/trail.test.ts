import { eq } from "drizzle-orm";
import { beforeAll, describe, expect, it } from "vitest";

import { fulfilRequest } from "#app/domain/effects/fulfil.ts";
import { takeDecisionsIntoEffect } from "#app/domain/effects/take-effect.ts";
import { denyRequest, openAsked } from "#app/domain/identification/asked.ts";
import { makeBatch, releaseBatch } from "#app/domain/print-room/batches.ts";
import { declareKeyLost } from "#app/domain/print-room/keys.ts";
import { settleBatch } from "#app/domain/print-room/settle.ts";
import { claimRequest } from "#app/domain/requests/claim.ts";
import { approveRequest, rejectRequest, undoDecision } from "#app/domain/requests/decide.ts";
import { cancelRequest, objectToRequest } from "#app/domain/requests/end.ts";
import { account, certificate } from "#db/schema/accounts.ts";
import { runSql } from "#db/types.ts";
import { confirm, fillIn, identify, install, linkTo, submit } from "#test/support/journey.ts";
import { openOffice, type TestOffice } from "#test/support/office.ts";

let office: TestOffice;
beforeAll(async () => {
  office = await openOffice();
});

const accountOf = async (requestId: string) => (await office.database.db.select().from(account).where(eq(account.requestId, requestId)))[0];

describe("without a trail there is no act (P7)", () => {
  /** Everything of the office but its jobs and its sealing. */
  async function everything(): Promise<string> {
    const tables = await runSql<{ name: string }>(office.database.db, "select table_name as name from information_schema.tables where table_schema = 'public' and table_type = 'BASE TABLE' and table_name not like 'audit_%' order by 1");
    const parts: string[] = [];
    for (const { name } of tables) {
      const [row] = await runSql<{ hash: string }>(office.database.db, `select md5(coalesce(string_agg(t::text, '|' order by t::text), '')) as hash from "${name}" as t`);
      parts.push(`${name} ${row?.hash}`);
    }
    const [jobs] = await runSql<{ amount: string }>(office.database.db, "select count(*) as amount from pgboss.job");
    return [...parts, `jobs ${jobs?.amount}`].join("\n");
  }

  async function shut(work: () => Promise<unknown>): Promise<void> {
    await office.database.executeSql(
      "create or replace function trail_is_shut() returns trigger language plpgsql as $$ begin raise exception 'the trail is shut'; end $$; create trigger trail_is_shut before insert on audit_event for each row execute function trail_is_shut()",
    );
    try {
      const before = await everything();
      await expect(work()).rejects.toMatchObject({ cause: { message: expect.stringContaining("the trail is shut") } });
      expect(await everything()).toBe(before);
    } finally {
      await office.database.executeSql("drop trigger trail_is_shut on audit_event");
    }
  }

  async function forbidden(work: () => Promise<unknown>): Promise<void> {
    await office.work();
    await shut(work);
  }

  it("each act of the main job rolls back, and can be done when the trail is open again", async () => {
    const { staff, made } = office;
    const now = office.now();
    const filled = await fillIn(office);
    await forbidden(() => submit(office, filled));
    const requestId = await submit(office, filled);
    await forbidden(() => confirm(office, requestId));
    await confirm(office, requestId);
    await forbidden(() => claimRequest(made.office, { requestId, by: staff.sanne, now }));
    const { version } = await claimRequest(made.office, { requestId, by: staff.sanne, now });
    await forbidden(() => approveRequest(made.office, { requestId, version, by: staff.sanne, now }));
    await forbidden(() => rejectRequest(made.office, { requestId, version, reasonCode: "DUPLICATE", by: staff.sanne, now }));
    await forbidden(() => cancelRequest(made.office, { requestId, now }));
    const objection = await linkTo(office, requestId, "objection", "pieter");
    await forbidden(() => objectToRequest(made.office, { link: objection, text: "", now }));
    await approveRequest(made.office, { requestId, version, by: staff.sanne, now });
    await forbidden(() => undoDecision(made.office, { requestId, by: staff.sanne, now }));
    office.clock.add(60_000);
    await forbidden(() => takeDecisionsIntoEffect(made.office, office.now()));
    await takeDecisionsIntoEffect(made.office, office.now());
    const johanna = await linkTo(office, requestId, "identification", "johanna");
    await forbidden(() => openAsked(made.office, { link: johanna, now }));
    await forbidden(() => denyRequest(made.office, { link: johanna, now }));
    await made.queue.stop(5);
    await identify(office, requestId, { holder: "johanna" });
    await shut(() => fulfilRequest(made.fulfil, { requestId, now: office.now() }));
    await made.queue.start();
    await office.work();
    await forbidden(() => makeBatch(made.office, { by: staff.noor, now }));
    const batch = await makeBatch(made.office, { by: staff.noor, now });
    await forbidden(() => declareKeyLost(made.office, { keyId: made.office.printRoomKeyId, inUse: "another", reason: "Gestolen.", by: staff.noor, now }));
    await forbidden(() => releaseBatch(made.office, { batch, by: staff.noor, now }));
    const letters = await releaseBatch(made.office, { batch, by: staff.noor, now });
    const settled = { batch, posted: letters.map(({ id }) => id), spoilt: [], by: staff.noor, now };
    await forbidden(() => settleBatch(made.office, settled));
    await forbidden(() => settleBatch(made.office, { ...settled, posted: [], spoilt: settled.posted }));
    await settleBatch(made.office, settled);
    await office.work();
    await forbidden(() => install(office, requestId));
    await install(office, requestId);
    expect(await office.database.db.$count(certificate, eq(certificate.userNumber, (await accountOf(requestId))?.userNumber ?? ""))).toBe(1);
  });
});
