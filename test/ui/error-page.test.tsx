import { expect, test } from "vitest";

import { BrokenLink } from "#app/ui/broken-link.tsx";
import { ErrorPage } from "#app/ui/error-page.tsx";
import { LINK_KINDS } from "#db/schema/requests.ts";

import { draw, shellFor } from "./kit.fixture.tsx";

test("staff who may not see a page keep their menu, and the public never gets one", () => {
  const refused = <ErrorPage status={403} />;
  expect(draw(refused, shellFor("nl", { here: "/print-room" }))).toMatch(/href="\/desk"/);
  expect(draw(refused, shellFor("nl", { here: "/print-room", staff: null }))).not.toMatch(/href="\/desk"/);
  expect(draw(<ErrorPage status={404} />, shellFor("nl", { here: "/contacts" }))).not.toMatch(/href="\/desk"/);
});

test.each(LINK_KINDS)("a broken link to a %s says what to do, and reads no number out", (kind) => {
  for (const language of ["nl", "en"] as const) {
    const page = draw(<BrokenLink what="unknown" kind={kind} />, shellFor(language, { here: "/", staff: null, correlationId: "c-77" }));
    expect(page).not.toMatch(/brokenLink|c-77/);
    expect(page.match(/<li>/g)?.length, kind).toBe(2 + 5);
  }
});
