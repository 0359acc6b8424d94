import { expect, it } from "vitest";

import { RequestType } from "#app/domain/definitions/schema/request-type.ts";
import { repeatingPage } from "#app/domain/definitions/schema/several.ts";
import { PasteList } from "#app/ui/form/paste-list.tsx";
import newUser from "#rules/requests/new-user.json";

import { draw, shellFor } from "./kit.fixture.tsx";

it("what is declared of everybody on a list is said of several", () => {
  const page = repeatingPage(RequestType.parse(newUser).pages) ?? (() => { throw new Error("no page for several"); })();
  const drawn = (language: "nl" | "en") => draw(<PasteList type="new-user" page={page} at="/draft/x/user" seen="" text="" shared={{}} errors={{}} pasted={null} />, shellFor(language));
  expect(drawn("nl")).toContain("Deze mensen werken bij of voor onze praktijk of instelling");
  expect(drawn("nl")).not.toContain("Deze persoon");
  expect(drawn("en")).toContain("These people work at or for our practice or institution");
});
