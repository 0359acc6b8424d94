import { Router, type Request, type Response } from "express";
import type { CastAgb, CastTradeEntry } from "#db/worlds/registers.ts";
import { sendWithFault, type FaultSwitch } from "../faults.ts";
import { SIMULATOR_KEYS } from "../settings.ts";
import type { Entries } from "./entries.ts";
import { agbParty, tradeEstablishments, tradeProfile, unknownTradeNumber } from "./replies.ts";

export type RegisterApiOptions = { entries: Entries; kvkFault: FaultSwitch; vektisFault: FaultSwitch; lateMs: number };

/** KVK's "Basisprofiel" API: `/api/v1/basisprofielen/:kvk`, with `/hoofdvestiging`, `/eigenaar` and `/vestigingen`; header `apikey`. */
export function kvkApi({ entries, kvkFault, lateMs }: RegisterApiOptions): Router {
  const router = Router();
  const parts: Record<string, (entry: CastTradeEntry) => unknown> = {
    "": tradeProfile,
    hoofdvestiging: (entry) => tradeProfile(entry)._embedded.hoofdvestiging,
    eigenaar: (entry) => tradeProfile(entry)._embedded.eigenaar,
    vestigingen: tradeEstablishments,
  };

  router.get("/api/v1/basisprofielen/:number/:part?", (request: Request, response: Response, next) => {
    const { number = "", part = "" } = request.params;
    if (request.get("apikey") !== SIMULATOR_KEYS.kvkApiKey) return void response.status(401).json({ fout: [{ code: "IPD0002" }] });
    const fault = kvkFault.get();
    const entry = fault === "somebody-else" ? entries.listTrade().find((one) => one.kvkNumber !== number) : entries.findTrade(number);
    const reply = entry && Object.hasOwn(parts, part) ? parts[part]?.(entry) : undefined;
    sendWithFault(request, response, fault, lateMs, reply ?? unknownTradeNumber(number), reply ? 200 : 404).catch(next);
  });
  return router;
}

const KINDS: Record<string, CastAgb["kind"]> = { ondernemingen: "enterprise", vestigingen: "establishment", zorgverleners: "person" };

/** Vektis's "Raadplegen" API: `/v2/ondernemingen|vestigingen|zorgverleners/:agb`; the token in `Authorization`. */
export function vektisApi({ entries, vektisFault, lateMs }: RegisterApiOptions): Router {
  const router = Router();
  router.get("/v2/:kind/:code", (request, response, next) => {
    const { kind, code } = request.params;
    if (request.get("authorization") !== `Bearer ${SIMULATOR_KEYS.vektisToken}`) return void response.sendStatus(401);
    const fault = vektisFault.get();
    const ofKind = entries.listAgb().filter((entry) => entry.kind === (Object.hasOwn(KINDS, kind) ? KINDS[kind] : undefined));
    const entry = ofKind.find((one) => (fault === "somebody-else" ? one.code !== code : one.code === code));
    const reply = entry ? agbParty(entry) : { Succeeded: false, Message: "Niet gevonden" };
    sendWithFault(request, response, fault, lateMs, reply, entry ? 200 : 404).catch(next);
  });
  return router;
}
