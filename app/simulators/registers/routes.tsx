import { Router, type Request, type Response } from "express";
import { z } from "zod";
import type { CastAddress } from "#db/worlds/cast.ts";
import type { FaultSwitch } from "../faults.ts";
import { single } from "../web/guard.ts";
import { wordedDay, type SimulatorLanguage, type Words } from "../web/language.ts";
import { NotFoundPage } from "../web/not-found.tsx";
import { contextOf, sendPage } from "../web/page.tsx";
import type { Entries, Register } from "./entries.ts";
import { EntryPage, RegistersPage, type EntryView } from "./pages.tsx";

/** The registers' pages; `POST /registers/:register/:number/end` sets or takes back an end, `…/move` an address. */
export function registersRoutes({ entries, kvkFault, vektisFault, now }: { entries: Entries; kvkFault: FaultSwitch; vektisFault: FaultSwitch; now: () => Date }): Router {
  const router = Router();

  router.get("/", (request, response) => {
    const query = single(request.query.find);
    const view = { query, trade: entries.listTrade(query), agb: entries.listAgb(query), faults: { kvk: kvkFault.get(), vektis: vektisFault.get() } };
    sendPage(response, <RegistersPage context={contextOf(request, response, now())} view={view} />);
  });

  router.get("/:register/:number", (request, response) => sendEntry(request, response));

  router.post("/:register/:number/end", (request, response) => {
    const { register = "", number = "" } = request.params;
    if (!isRegister(register) || !has(entries, register, number)) return sendEntry(request, response);
    const endsOn = request.body?.undo === "yes" ? null : single(request.body?.endsOn);
    if (endsOn !== null && !z.iso.date().safeParse(endsOn).success) return sendEntry(request, response, "end");
    entries.setEnd(register, number, endsOn);
    response.redirect(303, `/simulators/registers/${register}/${number}`);
  });

  router.post("/:register/:number/move", (request, response) => {
    const { register = "", number = "" } = request.params;
    if (!isRegister(register) || !has(entries, register, number)) return sendEntry(request, response);
    const moved = request.body?.undo === "yes" ? null : Moved.safeParse(request.body);
    if (moved !== null && !moved.success) return sendEntry(request, response, "move");
    entries.setAddress(register, number, moved?.data ?? null);
    response.redirect(303, `/simulators/registers/${register}/${number}`);
  });

  router.post("/vektis/:number/owner", (request, response) => {
    const { number = "" } = request.params;
    const kvkNumber = request.body?.undo === "yes" ? null : single(request.body?.kvkNumber);
    if (!has(entries, "vektis", number) || (kvkNumber !== null && !entries.findTrade(kvkNumber))) return sendEntry(request, response, "owner", "vektis");
    entries.setOwner(number, kvkNumber);
    response.redirect(303, `/simulators/registers/vektis/${number}`);
  });

  function sendEntry(request: Request, response: Response, problem: EntryView["problem"] = null, fixed?: Register): void {
    const context = contextOf(request, response, now());
    const { number = "" } = request.params;
    const register = fixed ?? request.params["register"] ?? "";
    const view = isRegister(register) ? viewOf(entries, register, number, context) : null;
    if (!view) return sendPage(response, <NotFoundPage context={context} />, 404);
    sendPage(response, <EntryPage context={context} view={{ ...view, problem }} />, problem ? 400 : 200);
  }

  return router;
}

const line = z.string().trim().min(1).max(80);
const Moved = z.object({
  street: line,
  houseNumber: z.coerce.number().int().min(1).max(99_999),
  houseNumberSuffix: z.string().trim().max(8).default(""),
  postcode: z.string().transform((text) => text.replaceAll(" ", "").toUpperCase()).pipe(z.string().regex(/^[1-9]\d{3}[A-Z]{2}$/)),
  town: line,
});

/** "Brugstraat 5 hs, 3511 AB Utrecht". */
function onOneLine({ street, houseNumber, houseNumberSuffix, postcode, town }: CastAddress): string {
  return `${[street, houseNumber, houseNumberSuffix].filter(Boolean).join(" ")}, ${postcode.slice(0, 4)} ${postcode.slice(4)} ${town}`;
}

function isRegister(word: string): word is Register {
  return word === "kvk" || word === "vektis";
}

function has(entries: Entries, register: Register, number: string): boolean {
  return (register === "kvk" ? entries.findTrade(number) : entries.findAgb(number)) !== null;
}

function viewOf(entries: Entries, register: Register, number: string, { t, language }: { t: Words; language: SimulatorLanguage }): Omit<EntryView, "problem"> | null {
  const fact = (name: string, value: string | null, mono = false) => ({ label: t(`registers.facts.${name}`), value: value || t("registers.facts.none"), mono });
  if (register === "kvk") {
    const entry = entries.findTrade(number);
    if (!entry) return null;
    return {
      register, number, name: entry.name, endsOn: entry.endsOn, hasOwnEnd: entries.hasOwnEnd(register, number), address: entry.address,
      facts: [
        fact("kvkNumber", number, true),
        fact("legalForm", entry.legalForm),
        fact("address", onOneLine(entry.address)),
        fact("establishments", entry.establishments.join(", "), true),
        fact("startsOn", wordedDay(entry.startsOn, language)),
        fact("endsOn", entry.endsOn && wordedDay(entry.endsOn, language)),
      ],
    };
  }
  const entry = entries.findAgb(number);
  return entry && {
    register, number, name: entry.name, endsOn: entry.endsOn, hasOwnEnd: entries.hasOwnEnd(register, number), address: entry.address,
    facts: [
      { label: t("registers.agb"), value: number, mono: true },
      fact("kind", t(`registers.kind.${entry.kind}`)),
      fact("careType", `${entry.careType.code} ${entry.careType.description}`),
      fact("kvkNumber", entry.kvkNumber, true),
      fact("address", entry.address && onOneLine(entry.address)),
      fact("recognitions", entry.recognitions.map((one) => one.description).join(", ")),
      fact("startsOn", wordedDay(entry.startsOn, language)),
      fact("endsOn", entry.endsOn && wordedDay(entry.endsOn, language)),
    ],
  };
}
