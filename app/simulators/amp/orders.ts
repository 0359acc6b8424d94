import { randomInt } from "node:crypto";
import type { FileStore } from "../store/files.ts";

export const ORDER_STATUSES = ["ordered", "appointment_made", "rescheduled", "no_show", "identified", "mismatch", "refused", "expired", "cancelled"] as const;
export type AmpStatus = (typeof ORDER_STATUSES)[number];

/** What the courier read from the document. */
export type Found = {
  documentType: string;
  documentValid: boolean;
  nameAsOnDocument: { initials: string; prefix: string; surname: string };
  birthDateMatches: boolean | null;
};

export type AmpOrder = {
  orderNumber: string;
  verificationCode: string;
  reference: string;
  person: { initials: string; prefix: string; surname: string; birthDate: string | null };
  email: string;
  mobile: string;
  validUntil: string;
  language: "nl" | "en";
  orderedAt: string;
  status: AmpStatus;
  appointment: { from: string; until: string } | null;
  found: Found | null;
};

export type AmpOrders = {
  /** The same reference twice is the same order. */
  place(order: Pick<AmpOrder, "reference" | "person" | "email" | "mobile" | "validUntil" | "language"> & { now: Date }): AmpOrder;
  find(orderNumber: string, now: Date): AmpOrder | null;
  findByReference(reference: string, now: Date): AmpOrder | null;
  /** Null when the order has ended. */
  change(orderNumber: string, change: Partial<Pick<AmpOrder, "status" | "appointment" | "found">>, now: Date): AmpOrder | null;
  /** Newest first. */
  list(now: Date): AmpOrder[];
};

const ENDED: readonly AmpStatus[] = ["identified", "mismatch", "refused", "expired", "cancelled"];

export function hasEnded({ status }: Pick<AmpOrder, "status">): boolean {
  return ENDED.includes(status);
}

/** AMP's orders, one file each, and one for each reference. */
export function makeOrders(store: FileStore): AmpOrders {
  const fileOf = (orderNumber: string) => `orders/${orderNumber}.json`;
  const read = (orderNumber: string, now: Date): AmpOrder | null => {
    const order = /^AMP-\d{8}$/.test(orderNumber) ? store.find<AmpOrder>(fileOf(orderNumber)) : null;
    // Whoever was not identified in time is not identified any more.
    return order && !hasEnded(order) && Date.parse(order.validUntil) <= now.getTime() ? { ...order, status: "expired" } : order;
  };
  const findByReference = (reference: string, now: Date): AmpOrder | null => {
    const known = /^[A-Za-z0-9-]{1,64}$/.test(reference) ? store.find<{ orderNumber: string }>(`references/${reference}.json`) : null;
    return known ? read(known.orderNumber, now) : null;
  };

  return {
    place({ now, ...asked }) {
      const known = findByReference(asked.reference, now);
      if (known) return known;
      const order: AmpOrder = {
        ...asked,
        orderNumber: `AMP-${randomInt(10_000_000, 100_000_000)}`,
        verificationCode: String(randomInt(100_000, 1_000_000)),
        orderedAt: now.toISOString(),
        status: "ordered",
        appointment: null,
        found: null,
      };
      store.put(fileOf(order.orderNumber), order);
      store.put(`references/${order.reference}.json`, { orderNumber: order.orderNumber });
      return order;
    },
    find: read,
    findByReference,
    change(orderNumber, change, now) {
      const order = read(orderNumber, now);
      if (!order || hasEnded(order)) return null;
      const changed = { ...order, ...change };
      store.put(fileOf(orderNumber), changed);
      return changed;
    },
    list(now) {
      return store
        .list("orders", ".json")
        .map((orderNumber) => read(orderNumber, now))
        .filter((order) => order !== null)
        .sort((one, other) => other.orderedAt.localeCompare(one.orderedAt));
    },
  };
}
