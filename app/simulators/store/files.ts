import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, readdirSync, renameSync, unlinkSync, writeFileSync } from "node:fs";
import path from "node:path";

/**
 * The simulators' memory: a folder with one file a thing. A file is written beside its place and then renamed, so that a process that
 * is killed leaves the old one or the new one and never half of it. Everything is synchronous: between reading and writing nothing comes between.
 */
export type FileStore = {
  /** The parsed file, or null when there is none. */
  find<T>(name: string): T | null;
  findBytes(name: string): Buffer | null;
  put(name: string, value: unknown): void;
  putBytes(name: string, bytes: Uint8Array): void;
  /** True for the first one who asks, and never again: also for another process. */
  claimOnce(name: string): boolean;
  /** Names in a folder without their ending, in order. */
  list(folder: string, ending: string): string[];
  /** A part of the store as a store of its own. */
  room(name: string): FileStore;
};

/** A store in that directory, which is made when it is not there. Names come from the simulators, never from a request as they are. */
export function makeFileStore(directory: string): FileStore {
  mkdirSync(directory, { recursive: true });
  const at = (name: string) => {
    const full = path.resolve(directory, name);
    if (!full.startsWith(path.resolve(directory) + path.sep)) throw new Error(`"${name}" lies outside the store.`);
    return full;
  };

  const store: FileStore = {
    find<T>(name: string): T | null {
      const bytes = store.findBytes(name);
      return bytes === null ? null : (JSON.parse(bytes.toString("utf8")) as T);
    },
    findBytes(name) {
      return existsSync(at(name)) ? readFileSync(at(name)) : null;
    },
    put(name, value) {
      store.putBytes(name, Buffer.from(JSON.stringify(value, null, 2)));
    },
    putBytes(name, bytes) {
      mkdirSync(path.dirname(at(name)), { recursive: true });
      const beside = `${at(name)}.${randomBytes(6).toString("hex")}.tmp`;
      try {
        writeFileSync(beside, bytes);
        renameSync(beside, at(name));
      } catch (failure) {
        if (existsSync(beside)) unlinkSync(beside);
        throw failure;
      }
    },
    claimOnce(name) {
      mkdirSync(path.dirname(at(name)), { recursive: true });
      try {
        writeFileSync(at(name), "", { flag: "wx" });
        return true;
      } catch (failure) {
        if ((failure as NodeJS.ErrnoException).code === "EEXIST") return false;
        throw failure;
      }
    },
    list(folder, ending) {
      if (!existsSync(at(folder))) return [];
      return readdirSync(at(folder))
        .filter((name) => name.endsWith(ending))
        .map((name) => name.slice(0, -ending.length))
        .sort();
    },
    room: (name) => makeFileStore(at(name)),
  };
  return store;
}
