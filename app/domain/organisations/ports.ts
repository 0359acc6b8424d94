import type { PostalAddress } from "#app/domain/people.ts";

/** An entry of the Vektis AGB register. `kind` comes from the register: a code alone does not say which it is. */
export type AgbEntry = {
  code: string;
  kind: "person" | "enterprise" | "establishment";
  name: string;
  careType: { code: string; description: string };
  startsOn: string;
  endsOn: string | null;
  /** Number of the recognition "Inschrijving handelsregister". */
  kvkNumber: string | null;
  recognitions: string[];
  /** Its Dutch addresses that have not ended, of whatever kind. */
  addresses: PostalAddress[];
};

/** The Vektis AGB register. `find` answers null for a code that no one has; throws `register.unreachable`, `register.malformed`. */
export interface AgbRegister {
  find(code: string): Promise<AgbEntry | null>;
}

/** An entry of the trade register (KVK basisprofiel). */
export type TradeEntry = {
  kvkNumber: string;
  name: string;
  /** "eenmanszaak", "besloten vennootschap", … in small letters. */
  legalForm: string;
  startsOn: string | null;
  endsOn: string | null;
  establishments: string[];
  /** Dutch addresses of the main establishment and the owner; a shielded one is left out. */
  addresses: PostalAddress[];
};

/** The trade register. Same errors as `AgbRegister`. */
export interface TradeRegister {
  find(kvkNumber: string): Promise<TradeEntry | null>;
}

/** Both registers, as the form and the screening ask them. */
export type Registers = { agb: AgbRegister; trade: TradeRegister };
