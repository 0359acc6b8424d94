import { createHash, randomBytes, randomInt } from "node:crypto";
import type { FileStore } from "../store/files.ts";
import type { Persona } from "./personas.ts";

/** What a bank can be asked of its customer, by the names that the page has words for. */
export const SHARED = ["name", "dateOfBirth", "gender", "code"] as const;
export type Shared = (typeof SHARED)[number];

export type Transaction = {
  id: string;
  merchantReference: string;
  issuerId: string;
  entranceCode: string;
  returnUrl: string;
  language: "nl" | "en";
  reference: string;
  /** What the merchant asked of the customer, and so all that the bank passes on. */
  shares: readonly Shared[];
  startedAt: string;
  /** What the customer chose at the bank; null as long as they are there. */
  choice: { personId: string; persona: Persona; returnedAt: string } | null;
  /** How often the status was asked since the return. */
  asked: number;
};

export type Transactions = {
  /** Null when the entrance code was used before. */
  start(order: Pick<Transaction, "issuerId" | "entranceCode" | "returnUrl" | "language" | "reference" | "shares"> & { now: Date }): Transaction | null;
  find(id: string): Transaction | null;
  /** The customer decides; null when they had decided already. */
  choose(id: string, choice: { personId: string; persona: Persona; returnedAt: Date }): Transaction | null;
  /** Counts one more asking of the status; how often it was asked before. */
  countAsked(transaction: Transaction): number;
  /** True once: personal data are handed out a single time. */
  claimHandOut(id: string): boolean;
};

/** The bank's transactions, one file each. */
export function makeTransactions(store: FileStore): Transactions {
  const fileOf = (id: string) => `transactions/${id}.json`;
  const find = (id: string) => (/^\d{16}$/.test(id) ? store.find<Transaction>(fileOf(id)) : null);

  return {
    start({ now, ...order }) {
      // The code stands as a hash in the file's name: on some systems a name does not tell capitals apart.
      if (!store.claimOnce(`entrance-codes/${createHash("sha256").update(order.entranceCode).digest("hex")}`)) return null;
      const transaction: Transaction = {
        ...order,
        id: `${randomInt(1_000_000, 10_000_000)}${String(randomInt(0, 1_000_000_000)).padStart(9, "0")}`,
        merchantReference: randomBytes(16).toString("hex"),
        startedAt: now.toISOString(),
        choice: null,
        asked: 0,
      };
      store.put(fileOf(transaction.id), transaction);
      return transaction;
    },
    find,
    choose(id, { returnedAt, ...choice }) {
      const transaction = find(id);
      if (!transaction || transaction.choice) return null;
      const chosen = { ...transaction, choice: { ...choice, returnedAt: returnedAt.toISOString() } };
      store.put(fileOf(id), chosen);
      return chosen;
    },
    countAsked(transaction) {
      store.put(fileOf(transaction.id), { ...transaction, asked: transaction.asked + 1 });
      return transaction.asked;
    },
    claimHandOut: (id) => store.claimOnce(`handed-out/${id}`),
  };
}
