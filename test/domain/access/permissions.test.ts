import { describe, expect, test } from "vitest";

import { outsider, staffActor, system, visitor } from "#app/domain/access/actor.ts";
import { type Act, ACTS, may, rolesThatMay } from "#app/domain/access/permissions.ts";
import { STAFF_ROLES, type StaffRole } from "#app/domain/access/roles.ts";

function actsOf(...roles: StaffRole[]): Act[] {
  const actor = staffActor({ id: "x", name: "X", roles });
  return ACTS.filter((act) => may(actor, act));
}

describe("who may do what", () => {
  test("nobody outside the office, and no machinery, has a permission of staff", () => {
    for (const actor of [visitor, outsider("signatory", "1"), outsider("applicant", null), system("purge-uninstalled")]) {
      expect(ACTS.filter((act) => may(actor, act))).toEqual([]);
    }
  });

  test("somebody without a role may do nothing, and an act that is not in the table is nobody's", () => {
    expect(actsOf()).toEqual([]);
    const everything = staffActor({ id: "x", name: "X", roles: STAFF_ROLES.slice() });
    expect(["toString", "constructor", "request:forget", ""].filter((act) => may(everything, act as Act))).toEqual([]);
  });

  test("every act is somebody's", () => {
    expect(ACTS.filter((act) => rolesThatMay(act).length === 0)).toEqual([]);
  });

  test("only the print room handles letters with a PIN", () => {
    expect(rolesThatMay("letter:print")).toEqual(["print-room"]);
    expect(rolesThatMay("letter:confirm")).toEqual(["print-room"]);
    expect(actsOf("print-room").filter((act) => !/^(letter|print-room-key):/.test(act))).toEqual([]);
  });

  test("on call may block an account, and do or read nothing else (D23)", () => {
    expect(actsOf("on-call")).toEqual(["account:block"]);
  });

  test("auditors and managers change nothing", () => {
    for (const role of ["auditor", "manager"] as const) {
      expect(actsOf(role).filter((act) => !/:(read|list)$/.test(act)), role).toEqual([]);
    }
  });

  test("only reviewers decide, only administrators publish, only the security officer touches the authority's keys", () => {
    expect(rolesThatMay("request:decide")).toEqual(["reviewer"]);
    expect(rolesThatMay("definition:publish")).toEqual(["administrator"]);
    expect(rolesThatMay("authority:manage")).toEqual(["security-officer"]);
  });
});
