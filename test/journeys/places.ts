import { afterAll, beforeAll, inject } from "vitest";

import { startOffice, type RunningOffice } from "#test/support/running-office.ts";

/** How most journeys are walked: as somebody in the Netherlands at a desk, and as somebody who reads English on a phone. */
export const BOTH_WAYS = [
  { language: "nl", width: 1280 },
  { language: "en", width: 360 },
] as const;

/** An office for the walks of a file or a `describe`, furnished beforehand and closed afterwards. Call it where hooks may stand. */
export function furnishedOffice(): { readonly baseUrl: string; readonly loginUrl: string } {
  let office: RunningOffice | undefined;
  beforeAll(async () => {
    office = await startOffice({ furnished: inject("furnishedOffice") });
  });
  afterAll(() => office?.stop());
  const opened = () => {
    if (!office) throw new Error("The office opens before the walks, not before they are collected.");
    return office;
  };
  return {
    get baseUrl() {
      return opened().baseUrl;
    },
    get loginUrl() {
      return opened().loginUrl;
    },
  };
}
