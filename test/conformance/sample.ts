import { execFile } from "node:child_process";
import { X509Certificate } from "node:crypto";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";

import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { childrenOf, readDer, TAG } from "#app/adapters/forge/der.ts";
import { toPem } from "#app/adapters/forge/pem.ts";
import { REVOCATION_REASONS } from "#app/domain/certificates/reasons.ts";
import { bounded, fillSubject } from "#app/domain/certificates/subject.ts";
import { installValidity } from "#app/domain/certificates/validity.ts";
import { CertificateProfile } from "#app/domain/definitions/schema/certificate-profile.ts";
import { europeanNames } from "#test/support/european-names.ts";
import { askJava } from "#test/support/java.ts";
import { ROOT } from "#test/support/stage.ts";

import { aKey, anAuthority, anOrder, NOW, SLOW, type TestAuthority } from "../adapters/forge/authority.fixture.ts";

const run = promisify(execFile);

/** Every kind of certificate that there is: a new one is judged without anybody thinking of it. */
const FOLDER = join(ROOT, "rules/certificates");
const PROFILES = readdirSync(FOLDER).map((file) => CertificateProfile.parse(JSON.parse(readFileSync(join(FOLDER, file), "utf8"))));

/** Java takes what was revoked at the very moment of the question for good still. */
const A_MINUTE_AGO = new Date(NOW.getTime() - 60_000);

type Leaf = { name: string; der: Buffer; path: string; serial: string; isRevoked: boolean };

/**
 * Certificates of every profile with names from all over Europe, before all judges: openssl (strict), GnuTLS, NSS, dumpasn1 and Java. Every third is revoked, and the list is judged with them. As far
 * as a judge takes many in one process, it gets them all at once.
 */
export function judgeSample(perProfile: number): void {
  describe.each(PROFILES)(`${perProfile} certificates of profile $id`, (profile) => {
    let folder: string;
    let made: TestAuthority;
    let leaves: Leaf[];
    const at = (name: string) => join(folder, name);
    const revoked = () => leaves.filter(({ isRevoked }) => isRevoked);

    beforeAll(async () => {
      folder = mkdtempSync(join(tmpdir(), "zegel-judges-"));
      const [environment = "demonstration"] = profile.environments;
      made = await anAuthority(environment);
      writeFileSync(at("root.pem"), made.rootCertPem);
      writeFileSync(at("issuer.pem"), made.issuerCertPem);
      const { publicKey } = aKey(profile.key.minBits);
      leaves = [];
      for (const [index, name] of europeanNames(perProfile).entries()) leaves.push(await leafOf(name, index, publicKey));
      await writeList();
    }, SLOW);
    afterAll(() => rmSync(folder, { recursive: true, force: true }));

    async function leafOf(name: string, index: number, publicKey: Uint8Array): Promise<Leaf> {
      const { authority } = made;
      const order = { ...anOrder(authority, publicKey, { commonName: name, organisation: `${name} Tandartsen` }), profile, ...installValidity(NOW, profile.validity.years) };
      const tbs = authority.prepare(order);
      expect(authority.lint(tbs, profile), name).toEqual([]);
      const der = Buffer.from(await authority.sign(tbs));
      // P2: what was linted is what was signed.
      expect(der.includes(Buffer.from(tbs))).toBe(true);
      const path = at(`leaf-${index}`);
      writeFileSync(`${path}.der`, der);
      writeFileSync(`${path}.pem`, toPem("CERTIFICATE", der));
      return { name, der, path, serial: order.serial, isRevoked: index % 3 === 2 };
    }

    async function writeList(): Promise<void> {
      const { authority } = made;
      const entries = [authority.encodeEntries(revoked().map(({ serial }, index) => ({ serial, revokedAt: A_MINUTE_AGO, reason: REVOCATION_REASONS[index % REVOCATION_REASONS.length] ?? "unspecified" })))];
      const list = await authority.sign(authority.prepareCrl({ number: 7, thisUpdate: NOW, nextUpdate: new Date(NOW.getTime() + 48 * 3_600_000), entries }));
      writeFileSync(at("list.der"), list);
      writeFileSync(at("list.pem"), toPem("X509 CRL", list));
    }

    /** What openssl says of all at once: it goes on after one that it refuses. */
    async function openssl(...besides: string[]): Promise<string> {
      const words = ["verify", "-x509_strict", "-purpose", "sslclient", "-policy_check", "-explicit_policy", "-policy", profile.policyOid, ...besides];
      const args = [...words, "-CAfile", at("root.pem"), "-untrusted", at("issuer.pem"), ...leaves.map(({ path }) => `${path}.pem`)];
      return run("openssl", args, { maxBuffer: 16 * 1024 * 1024 }).then(({ stdout, stderr }) => stdout + stderr, (failed: { stdout: string; stderr: string }) => failed.stdout + failed.stderr);
    }

    test("each says the name as far as there is room for it", () => {
      for (const { name, der } of leaves) {
        const { subject } = new X509Certificate(der);
        const wanted = fillSubject(profile, { commonName: name, userNumber: "", organisation: "", agbCode: "" }).find(({ attribute }) => attribute === "CN")?.value ?? "";
        expect(Buffer.from(der).includes(Buffer.from(wanted, "utf8")), name).toBe(true);
        expect(wanted.endsWith(bounded(name, 64)) || [...wanted].length > 55, name).toBe(true);
        expect(subject).toContain("CN=");
      }
    });

    test("openssl, strict, for a client, under our policy", async () => {
      const said = await openssl();
      for (const { path, name } of leaves) expect(said, name).toContain(`${path}.pem: OK`);
      expect(said).not.toContain("error");
    });

    test("openssl with the list: those that stand on it are refused, and no other", async () => {
      const said = await openssl("-crl_check", "-CRLfile", at("list.pem"));
      for (const { path, name, isRevoked } of leaves) expect(said.includes(`${path}.pem: OK`), name).toBe(!isRevoked);
      expect(said.match(/certificate revoked/g)).toHaveLength(revoked().length);
    });

    test("certtool finds each chain good, and the list", async () => {
      await inFours(leaves, async ({ path, name }) => {
        writeFileSync(`${path}-chain.pem`, [readFileSync(`${path}.pem`, "utf8"), made.issuerCertPem, made.rootCertPem].join(""));
        const { stdout } = await run("certtool", ["--verify", "--infile", `${path}-chain.pem`, "--load-ca-certificate", at("root.pem")]);
        expect(stdout, name).toContain("Chain verification output: Verified. The certificate is trusted.");
      });
      const { stdout: info, stderr } = await run("certtool", ["-i", "--infile", `${leaves[0]?.path}.pem`]);
      expect(info).toContain("TLS WWW Client");
      expect(`${info}${stderr}`).not.toMatch(/error|warning|insecure/i);
      const { stdout: list } = await run("certtool", ["--verify-crl", "--load-ca-certificate", at("issuer.pem"), "--infile", at("list.pem")]);
      expect(list).toContain("Verification output: Verified.");
    });

    test("NSS accepts each, for a client", async () => {
      const database = ["-d", `sql:${folder}`];
      await run("certutil", ["-N", "--empty-password", ...database]);
      const commands = [
        `-A -n root -t CT,C,C -i ${at("root.pem")}`, `-A -n issuer -t ,, -i ${at("issuer.pem")}`,
        ...leaves.flatMap(({ path }, index) => [`-A -n leaf${index} -t ,, -i ${path}.pem`, `-V -n leaf${index} -u C -e`]),
      ];
      writeFileSync(at("commands"), `${commands.map((command) => `${command} ${database.join(" ")}`).join("\n")}\n`);
      const { stdout, stderr } = await run("certutil", ["-B", "-i", at("commands"), ...database], { maxBuffer: 16 * 1024 * 1024 });
      expect(`${stdout}${stderr}`.match(/certificate is valid/g)).toHaveLength(leaves.length);
    });

    test("dumpasn1 has no error and no warning", async () => {
      await inFours(leaves, async ({ path, name }) => {
        const { stdout, stderr } = await run("dumpasn1", ["-a", `${path}.der`], { encoding: "utf8" });
        expect(`${stdout}${stderr}`, name).toMatch(/0 warnings, 0 errors\./);
      });
    });

    test("Java's PKIX validator finds each good that is not on the list, and refuses those that are", async () => {
      const certificates = leaves.map(({ path }) => `${path}.pem`);
      const said = await askJava({ root: at("root.pem"), issuer: at("issuer.pem"), at: NOW, policy: profile.policyOid, by: { crl: at("list.der") }, certificates });
      for (const { path, name, isRevoked } of leaves) expect(said.get(`${path}.pem`), name).toMatch(isRevoked ? /^REVOKED / : /^good$/);
    });

    test("P4: every serial is positive, of 17 octets, and its own, by the DER", () => {
      for (const { der, serial } of leaves) {
        const [tbs] = childrenOf(readDer(der), TAG.sequence);
        const [, integer] = childrenOf(tbs, TAG.sequence);
        expect(integer?.tag).toBe(TAG.integer);
        expect(integer?.value).toHaveLength(17);
        expect(integer?.value[0]).toBeGreaterThanOrEqual(0x01);
        expect(integer?.value[0]).toBeLessThanOrEqual(0x7f);
        expect(Buffer.from(integer?.value ?? []).toString("hex")).toBe(serial);
      }
      expect(new Set(leaves.map(({ serial }) => serial)).size).toBe(perProfile);
    });

    test.each(["root", "issuer"])("dumpasn1 has no error and no warning about the %s", async (which) => {
      await run("openssl", ["x509", "-in", at(`${which}.pem`), "-outform", "der", "-out", at(`${which}.der`)]);
      // It exits with the number of errors, and counts every date after 2038 as one.
      const { stdout } = await run("dumpasn1", ["-a", at(`${which}.der`)]).catch((failed: { stdout: string }) => failed);
      expect(stdout).toContain("sha256WithRSAEncryption");
      expect(stdout.match(/(Error|Warning): .*/g)?.filter((line) => !line.includes("32-bit time_t")) ?? []).toEqual([]);
    });
  });
}

/** A process for each, four at a time. */
async function inFours(leaves: readonly Leaf[], judge: (leaf: Leaf) => Promise<void>): Promise<void> {
  const waiting = [...leaves];
  const worker = async () => {
    for (let leaf = waiting.pop(); leaf; leaf = waiting.pop()) await judge(leaf);
  };
  await Promise.all(Array.from({ length: 4 }, worker));
}
