import { describe, expect, it } from "vitest";

import { BulkPage } from "#app/ui/desk/bulk/page.tsx";
import { BulkBar } from "#app/ui/desk/bulk/picks.tsx";
import type { BulkShown } from "#app/ui/desk/bulk/screen.ts";
import type { DeskFormat } from "#app/ui/desk/screen.ts";

import { draw, shellFor } from "./kit.fixture.tsx";

const format = { shortDate: () => "16 nov", time: () => "10.00", number: String } as unknown as DeskFormat;
const page = (pending: number) => {
  const screen = { id: "1", stage: "planned", act: "approve", isCancelled: false, by: "Sanne Mulder", begunAt: "", total: 2, lists: [], counts: { pending } } as unknown as BulkShown;
  return draw(<BulkPage title="" screen={screen} format={format} list="/desk" requestPath={(id) => id} path={(act) => act}>{null}</BulkPage>, shellFor("nl"));
};

describe("many requests at once", () => {
  it("are ready to begin only where somebody takes part", () => {
    expect(page(2)).toContain("Klaar om te beginnen");
    expect(page(0)).not.toContain("Klaar om te beginnen");
  });

  it("are one where the list has one", () => {
    const bar = (total: string) => draw(<BulkBar action="" fields={{}} total={total} runs="/" list="/desk" onPicked={() => undefined} />, shellFor("nl"));
    expect(bar("1")).toContain("Deze ene aanvraag verwerken");
    expect(bar("12")).toContain("Alle 12 verwerken");
  });
});
