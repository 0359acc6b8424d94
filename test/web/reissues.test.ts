import { expect, test } from "vitest";

import { staffActor } from "#app/domain/access/actor.ts";
import type { ReissueLine } from "#app/domain/certificates/reissue-list.ts";
import { translator } from "#app/web/i18n.server.ts";
import { showReissues } from "#app/web/reissues.server.ts";

const AT = new Date("2027-01-10T10:00:00Z");
const line: ReissueLine = {
  id: "1", userNumber: "90000000000001", user: "Z. de Vries", serial: "01", requestId: "2", moveId: null, differs: ["CN", "O"], openedAt: AT, until: AT, remindedDays: null, outcome: "issued", endedAt: AT, successor: "02",
};
const shown = (roles: Parameters<typeof staffActor>[0]["roles"], language: "nl" | "en" = "nl") => showReissues([line], { actor: staffActor({ id: "3", name: "Sanne Mulder", roles }), t: translator(language) })[0];

test("a certificate that is replaced leads on to what its reader may see, and says in words what changed", () => {
  expect(shown(["reviewer"])).toMatchObject({ user: { to: "/customers/accounts/90000000000001" }, former: { to: "/certificates/01" }, successor: { to: "/certificates/02" }, differs: "naam, naam van de onderneming" });
  expect(shown(["print-room"], "en")).toMatchObject({ user: { to: null }, former: { to: null }, successor: { to: null }, differs: "name, name of the enterprise" });
});
