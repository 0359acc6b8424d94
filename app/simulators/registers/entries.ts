import type { CastAddress } from "#db/worlds/cast.ts";
import { AGB_ENTRIES, TRADE_ENTRIES, type CastAgb, type CastTradeEntry } from "#db/worlds/registers.ts";
import type { FileStore } from "../store/files.ts";

export type Register = "kvk" | "vektis";

export type Entries = {
  findTrade(kvkNumber: string): CastTradeEntry | null;
  findAgb(code: string): CastAgb | null;
  /** Everything, or what has the query in its name or number. */
  listTrade(query?: string): CastTradeEntry[];
  listAgb(query?: string): CastAgb[];
  /** Lets an entry end on that day (YYYY-MM-DD), or takes back an end that was set here (null). */
  setEnd(register: Register, number: string, endsOn: string | null): void;
  /** Lets an AGB code belong to another KvK number, as when practices merge, or to its own again (null). */
  setOwner(code: string, kvkNumber: string | null): void;
  hasOwnEnd(register: Register, number: string): boolean;
  /** Lets an entry move to an address, or back to where it was (null). */
  setAddress(register: Register, number: string, address: CastAddress | null): void;
};

/** The cast's entries, with the ends and moves that somebody set in the simulator on top. */
export function makeEntries(store: FileStore): Entries {
  const ends = (register: Register) => store.find<Record<string, string>>(`ends-${register}.json`) ?? {};
  const moves = (register: Register) => store.find<Record<string, CastAddress>>(`moves-${register}.json`) ?? {};
  const trade = () => TRADE_ENTRIES.map((entry) => ({ ...entry, endsOn: ends("kvk")[entry.kvkNumber] ?? entry.endsOn, address: moves("kvk")[entry.kvkNumber] ?? entry.address }));
  const owners = () => store.find<Record<string, string>>("owners.json") ?? {};
  const agb = () => AGB_ENTRIES.map((entry) => ({ ...entry, kvkNumber: owners()[entry.code] ?? entry.kvkNumber, endsOn: ends("vektis")[entry.code] ?? entry.endsOn, address: moves("vektis")[entry.code] ?? entry.address }));

  return {
    findTrade: (kvkNumber) => trade().find((entry) => entry.kvkNumber === kvkNumber) ?? null,
    findAgb: (code) => agb().find((entry) => entry.code === code) ?? null,
    listTrade: (query = "") => trade().filter((entry) => has(query, entry.name, entry.kvkNumber)),
    listAgb: (query = "") => agb().filter((entry) => has(query, entry.name, entry.code, entry.kvkNumber ?? "")),
    setEnd(register, number, endsOn) {
      const { [number]: _former, ...others } = ends(register);
      store.put(`ends-${register}.json`, endsOn ? { ...others, [number]: endsOn } : others);
    },
    setAddress(register, number, address) {
      const { [number]: _former, ...others } = moves(register);
      store.put(`moves-${register}.json`, address ? { ...others, [number]: address } : others);
    },
    setOwner(code, kvkNumber) {
      const { [code]: _former, ...others } = owners();
      store.put("owners.json", kvkNumber ? { ...others, [code]: kvkNumber } : others);
    },
    hasOwnEnd: (register, number) => number in ends(register),
  };
}

function has(query: string, ...texts: string[]): boolean {
  return texts.some((text) => text.toLowerCase().includes(query.toLowerCase()));
}
