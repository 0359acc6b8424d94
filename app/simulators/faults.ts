import type { Request, Response } from "express";
import type { FileStore } from "./store/files.ts";

/** How a simulated provider may misbehave. */
export const FAULTS = ["none", "down", "late", "malformed", "somebody-else"] as const;
export type Fault = (typeof FAULTS)[number];

export function isFault(word: unknown): word is Fault {
  return FAULTS.some((fault) => fault === word);
}

/** The switch of one provider's service, kept in the store. */
export type FaultSwitch = { get(): Fault; set(fault: Fault): void };

export function makeFaultSwitch(store: FileStore, name: string): FaultSwitch {
  const file = `faults/${name}.json`;
  return {
    get() {
      const kept = store.find<{ fault: unknown }>(file)?.fault;
      return isFault(kept) ? kept : "none";
    },
    set: (fault) => store.put(file, { fault }),
  };
}

/**
 * Sends the reply as the fault has it: 503 when down, after `lateMs` when late, cut off in the middle when malformed. "somebody-else"
 * is made by the caller, who knows what a reply about somebody else looks like.
 */
export async function sendWithFault(request: Request, response: Response, fault: Fault, lateMs: number, reply: unknown, status = 200): Promise<void> {
  if (fault === "down") {
    response.status(503).json({ message: "This simulated service is switched off." });
    return;
  }
  if (fault === "late") await pause(lateMs, request);
  if (response.destroyed || request.socket.destroyed) return;
  const text = JSON.stringify(reply);
  response.status(status).type("json").send(fault === "malformed" ? text.slice(0, Math.max(1, text.length / 2)) : text);
}

/** Waits, but not for someone who has hung up. */
function pause(ms: number, request: Request): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    request.socket.once("close", () => {
      clearTimeout(timer);
      resolve();
    });
  });
}
