import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";

import { ROOT } from "./stage.ts";

const run = promisify(execFile);

type Question = { root: string; issuer: string; at: Date; policy: string; by: { crl: string } | { ocsp: string }; certificates: readonly string[] };

/** What Java's PKIX validator says of each certificate (files): "good", or why not. One process for all; it compiles what it runs, so that a JDK is needed and no class file is kept. */
export async function askJava({ root, issuer, at, policy, by, certificates }: Question): Promise<Map<string, string>> {
  const means = "crl" in by ? ["crl", by.crl] : ["ocsp", by.ocsp];
  const words = ["-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", join(ROOT, "test/conformance/Pkix.java"), root, issuer, String(at.getTime()), policy, ...means, ...certificates];
  const { stdout } = await run("java", words, { maxBuffer: 16 * 1024 * 1024 });
  return new Map(stdout.trim().split("\n").map((line) => [line.slice(0, line.indexOf(": ")), line.slice(line.indexOf(": ") + 2)]));
}
