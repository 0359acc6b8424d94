import type { Language } from "#app/domain/people.ts";

export type Issuer = { id: string; name: string };

/** What a bank says of a person, as iDIN delivers it (`BIN` only as the keyed hash that the caller makes of it). */
export type BankAnswer = {
  bin: string;
  name: {
    /** 1–24 capitals, no dots. */
    initials: string;
    legalSurname: string;
    legalPrefix: string;
    preferredSurname?: string;
    preferredPrefix?: string;
    partnerSurname?: string;
    partnerPrefix?: string;
  };
  /** YYYYMMDD; month or day may be 00. */
  dateOfBirth: string;
  /** ISO 5218 digit: 0, 1, 2 or 9. */
  gender?: string;
  address?: { street: string; houseNumber: string; suffix: string; postcode: string; city: string };
};

export type BankResult =
  | { status: "open" }
  | { status: "cancelled" | "expired" | "failure" }
  /** Success whose data were already handed out or came too late: identification begins anew. */
  | { status: "lost" }
  | { status: "success"; answer: BankAnswer };

/**
 * Identification by bank login (iDIN, through CM's API). Throws `idin.unreachable` (try again later) and `idin.malformed`
 * (the provider's reply cannot be understood, or is about another transaction).
 */
export interface IdentityBroker {
  listIssuers(): Promise<Issuer[]>;
  /** `entranceCode`: at most 40 letters and digits, used once. */
  start(input: {
    issuerId: string;
    entranceCode: string;
    returnUrl: string;
    language: Language;
    reference: string;
  }): Promise<{ transactionId: string; merchantReference: string; url: string }>;
  /** Must be asked within 30 seconds of the return; personal data come only once. */
  finish(input: { transactionId: string; merchantReference: string }): Promise<BankResult>;
}
