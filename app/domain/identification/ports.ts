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

/** The document that was shown at the door; anything that AMP may call it besides is "other". */
export type DoorDocument = "passport" | "identity-card" | "driving-licence" | "residence-permit" | "other";

/** What AMP found at the door. */
export type DoorAnswer = {
  /** AMP's own verdict: whether it was the person of the order. */
  said: "identified" | "mismatch";
  documentType: DoorDocument;
  documentValid: boolean;
  name: { initials: string; prefix: string; surname: string; partnerSurname?: string };
  /** Null when the order gave no birth date to compare with. */
  birthDateMatches: boolean | null;
};

/** A stretch of time in which somebody comes to the door. */
export type Visit = { from: Date; until: Date };

/** How an order stands. A "withdrawn" one was cancelled, by us or by AMP. */
export type OrderState =
  | { status: "ordered" | "appointment-made" | "rescheduled" | "no-show"; visit: Visit | null }
  | { status: "refused" | "expired" | "withdrawn" }
  | { status: "identified" | "mismatch"; answer: DoorAnswer };

export type PlacedOrder = { orderNumber: string; verificationCode: string; appointmentUrl: string | null };

/**
 * Identification at home by AMP Groep (R66, R76). Throws `amp.unreachable` (try again later) and `amp.malformed` (the reply cannot be understood, or is about
 * another order).
 */
export interface IdentityCourier {
  /** The same `reference` twice is one order, and answers the same number and code. */
  order(input: {
    reference: string;
    person: { initials: string; prefix: string; surname: string; birthDate: string | null };
    email: string;
    mobile: string;
    validUntil: Date;
    language: Language;
  }): Promise<PlacedOrder>;
  /** How an order stands now; null when AMP does not know it. */
  find(order: { orderNumber: string; reference: string }): Promise<OrderState | null>;
  /** Nobody needs to come any more. Of an order that AMP does not know, or that has ended, nothing happens. By reference, since an order may be there of which we never got the number. */
  withdraw(order: { reference: string }): Promise<void>;
}
