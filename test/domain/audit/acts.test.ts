import { fileURLToPath } from "node:url";

import { describe, expect, it } from "vitest";

import { TRAIL_ACTS } from "#app/domain/audit/acts.ts";
import { STAFF_ROLES } from "#app/domain/access/roles.ts";
import { i18nFor } from "#app/web/i18n.server.ts";
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
    const written = readSources(root, ["app"]).filter(({ path }) => path !== "app/domain/audit/acts.ts").map(({ text }) => text).join("\n");
    expect(TRAIL_ACTS.filter((act) => !written.includes(`"${act}"`))).toEqual([]);
  });
});
