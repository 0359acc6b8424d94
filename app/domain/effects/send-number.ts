import { randomUUID } from "node:crypto";

import { countTry, tryKey } from "#app/domain/access/tries.ts";
import { record } from "#app/domain/audit/record.ts";
import { numberPolicy } from "#app/domain/decisions/policies.ts";
import { tellJob } from "#app/domain/jobs/list.ts";
import { PersonName } from "#app/domain/people.ts";
import { listNamesakes } from "#app/domain/requests/account-facts.ts";

import { BY, type Effect } from "./effect.ts";

const A_DAY_S = 86_400;

/**
 * Sends the user number of whoever bears this name at this AGB code to the main contact's registered address once more (R93, R100), an e-mail for each
 * such account, and at most `number.againPerDay` of them a day. What was found, and whether anything left, stands in the trail only: the applicant's
 * answer is the same each way, so that nobody learns from it who has an account.
 */
export const sendNumber: Effect = async (office, { row, policies, inputs, now }) => {
  const name = PersonName.parse(inputs.value("name"));
  const points = numberPolicy(policies, "number.againPerDay");
  return async (tx) => {
    const holders = await listNamesakes(tx, row.agbCode, name);
    if (holders.length === 0) {
      await record(tx, { now, actor: BY, act: "user-number.not-sent", subject: { kind: "request", id: row.id }, requestId: row.id, details: { why: "nobody-of-that-name" } });
    }
    for (const { userNumber } of holders) {
      const trail = { now, actor: BY, subject: { kind: "account", id: userNumber }, requestId: row.id };
      const { allowed } = await countTry(tx, { key: tryKey("number.again", userNumber), points, perSeconds: A_DAY_S, now });
      if (!allowed) {
        await record(tx, { ...trail, act: "user-number.not-sent", details: { why: "too-often" } });
        continue;
      }
      await record(tx, { ...trail, act: "user-number.sent-again" });
      await office.queue.enqueue(tx, tellJob, { happening: "number.asked", requestId: row.id, userNumber, about: randomUUID() });
    }
    return {};
  };
};
