import { fork, type ChildProcess } from "node:child_process";
import { createHash } from "node:crypto";
import { join } from "node:path";

import { Problem, isProblem } from "#app/domain/problem.ts";

import { openRsaKey } from "../forge/rsa.ts";
import { signDer, type SigningKey } from "../forge/signer.ts";

/** Where the issuing key is: the vendor's module, the token by its label, the key by its label or id (hex), and what lets us in. */
export type TokenSettings = { module: string; token: string; key: string; pin: string };

/** `root` is the installation; `env` what the vendor's module may read, which has its own variables for where its device is. */
export type Surroundings = { root: string; env: NodeJS.ProcessEnv; timing?: Partial<Timing> };

/** How long the token may take before it counts as away, and how long nobody asks again then. */
type Timing = { openMs: number; signMs: number; restMs: number };
const TIMING: Timing = { openMs: 30_000, signMs: 10_000, restMs: 2_000 };

/** Signatures under way at once, each in a session of its own. */
const SESSIONS = 8;

/** As the token describes itself and the key, for the record of a ceremony. */
export type InToken = {
  modulus: string;
  exponent: string;
  token: Record<"label" | "manufacturer" | "model" | "serial", string>;
  key: Record<"label" | "id", string>;
};

/** An issuing key that stays in its token. */
export type TokenKey = SigningKey & { about: InToken; close(): void };

/**
 * Opens the issuing key in an HSM or another token (PKCS#11 v2.40), through a process of its own that holds the vendor's module. The key is tried: a token that will not
 * sign is found out at the start. A token that goes away meanwhile is looked for again, at the next signature; what is under way is asked once more, which does no harm, for
 * RSASSA-PKCS1-v1_5 gives the same signature. A PIN that was refused is never given again. Throws the `authority.token-…` problems.
 */
export async function openTokenKey(settings: TokenSettings, surroundings: Surroundings): Promise<TokenKey> {
  return keyFrom(settings, surroundings, "open");
}

/** Makes an RSA-3072 issuing key inside the token, which can never be taken out of it, and opens it. Throws `authority.token-key-exists` where the name is taken. */
export async function makeTokenKey(settings: TokenSettings, surroundings: Surroundings): Promise<TokenKey & { remove(): Promise<void> }> {
  return keyFrom(settings, surroundings, "make");
}

async function keyFrom(settings: TokenSettings, surroundings: Surroundings, act: "open" | "make"): Promise<TokenKey & { remove(): Promise<void> }> {
  const { openMs, signMs, restMs } = { ...TIMING, ...surroundings.timing };
  const first = openRoom(surroundings);
  const ask = (room: Room, how: "open" | "make", pinIsKnown: boolean) =>
    room.ask<InToken>({ act: how, where: { ...settings, pinIsKnown, sessions: SESSIONS } }, openMs).catch((failure: unknown) => {
      room.leave();
      throw failure;
    });
  const about = await ask(first, act, false);
  const publicKey = openRsaKey({ modulus: BigInt(`0x${about.modulus}`), exponent: BigInt(`0x${about.exponent}`) });

  let room: Promise<Room> | null = Promise.resolve(first);
  let isClosed = false;

  /** The process that holds the token, or a new one where there is none. */
  const atWork = (): Promise<Room> => {
    if (room) return room;
    const next = openRoom(surroundings);
    const opening = ask(next, "open", true).then((again) => {
      // Another token, or another key, under the same name: not what the certificates were promised by.
      if (again.modulus !== about.modulus) {
        next.leave();
        throw new Problem("authority.key-mismatch");
      }
      return next;
    });
    room = opening;
    opening.catch((failure: unknown) => {
      // Tried again after a rest, but for a PIN that was refused: that stays refused until somebody starts the office with another.
      if (!isProblem(failure, "authority.token-pin")) setTimeout(() => (room = room === opening ? null : room), restMs).unref();
    });
    return opening;
  };

  const once = async (digest: Uint8Array): Promise<Uint8Array> => {
    const mine = atWork();
    const opened = await mine.catch((failure: unknown) => {
      throw isProblem(failure) ? away(failure.details["code"] ?? failure.code) : failure;
    });
    try {
      return await opened.ask<Uint8Array>({ act: "sign", digest }, signMs);
    } catch (failure) {
      // Whoever fails first shows it the door; the others, who fail with it, find another one there.
      if (room === mine) room = null;
      opened.leave();
      throw failure;
    }
  };

  const key: TokenKey & { remove(): Promise<void> } = {
    about,
    publicKey,
    sign: async (octets) => {
      const digest = createHash("sha256").update(octets).digest();
      if (isClosed) throw away("closed");
      try {
        return await once(digest);
      } catch (failure) {
        if (!isProblem(failure, "authority.token-away") || isClosed) throw failure;
        return once(digest);
      }
    },
    remove: async () => (await atWork()).ask({ act: "remove", where: { ...settings, pinIsKnown: true, sessions: SESSIONS } }, openMs),
    close: () => {
      isClosed = true;
      void room?.then((opened) => opened.leave(), () => undefined);
    },
  };
  // Not an octet that could be a certificate's: a trial that is of no use to anybody.
  await signDer(Buffer.from("Zegel tries the key of its issuing CA.", "utf8"), key).catch(async (failure: unknown) => {
    if (act === "make") await key.remove().catch(() => undefined);
    key.close();
    throw failure;
  });
  return key;
}

const away = (code: string | number) => new Problem("authority.token-away", { code });

type Order = { act: "open" | "make" | "remove"; where: TokenSettings & { pinIsKnown: boolean; sessions: number } } | { act: "sign"; digest: Uint8Array };
type Answer = { id: number; result?: unknown; refused?: string; details?: Record<string, string> };

/** One process with the vendor's module. */
type Room = { ask<Result>(order: Order, mostMs: number): Promise<Result>; leave(): void };

function openRoom({ root, env }: Surroundings): Room {
  // The PIN goes over the line between us: on a command line or in an environment others could read it.
  const child = fork(join(root, "app/adapters/pkcs11/token-process.js"), {
    cwd: root, env: { ...env, UV_THREADPOOL_SIZE: String(SESSIONS) }, execArgv: [], serialization: "advanced", stdio: ["ignore", "ignore", "ignore", "ipc"],
  });
  const asked = new Map<number, { done(result: unknown): void; failed(problem: Problem): void }>();
  let count = 0;
  let isGone = false;
  const gone = (code: string) => {
    isGone = true;
    for (const { failed } of asked.values()) failed(away(code));
    asked.clear();
  };
  child.once("exit", (code, signal) => gone(signal ?? `exit ${code}`));
  child.once("error", () => gone("error"));
  child.on("message", (message) => {
    const { id, result, refused, details } = message as Answer;
    const asker = asked.get(id);
    asked.delete(id);
    if (refused === undefined) asker?.done(result);
    else asker?.failed(new Problem(refused, details));
  });
  // It keeps nobody waiting who has nothing else to do, and ends when we do.
  letGo(child);
  return {
    ask: <Result>(order: Order, mostMs: number) =>
      new Promise<Result>((done, reject) => {
        if (isGone) return reject(away("gone"));
        const id = (count += 1);
        const timer = setTimeout(() => {
          asked.delete(id);
          reject(away("no answer"));
        }, mostMs);
        asked.set(id, {
          done: (result) => {
            clearTimeout(timer);
            done(result as Result);
          },
          failed: (problem) => {
            clearTimeout(timer);
            reject(problem);
          },
        });
        child.send({ id, ...order }, (failure) => void (failure && gone("gone")));
      }),
    leave: () => void child.kill("SIGKILL"),
  };
}

function letGo(child: ChildProcess): void {
  child.unref();
  (child.channel as unknown as { unref(): void } | undefined)?.unref();
}
