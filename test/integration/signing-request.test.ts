import { execFileSync } from "node:child_process";
import { createPrivateKey, X509Certificate } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";


import { and, eq, isNull } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { grantInstallation } from "#app/domain/certificates/install.ts";
import * as chain from "#app/routes/install_.chain.tsx";
import * as page from "#app/routes/install_.signing-request.tsx";
import { leaveCookie } from "#app/web/install-leave.server.ts";
import { account, credential } from "#db/schema/accounts.ts";
import { openOffice, type TestOffice } from "#test/support/office.ts";
import { routesOf } from "#test/support/routes.ts";
import { fulfilled } from "#test/support/so-far.ts";
import { softwareOfDeBrug } from "#test/support/software.ts";
import { makeOffice } from "#test/web/office.fixture.ts";

let office: TestOffice;
let folder: string;
let cookie: string;
beforeAll(async () => {
  office = await openOffice();
  folder = mkdtempSync(join(tmpdir(), "zegel-csr-"));
  const { userNumber } = await softwareOfDeBrug(office);
  cookie = await leaveOf(userNumber);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** The cookie of a browser that has shown number and PIN. */
async function leaveOf(userNumber: string): Promise<string> {
  const [pin] = await office.database.db.select().from(credential).where(and(eq(credential.userNumber, userNumber), isNull(credential.voidedAt)));
  if (!pin) throw new Error("There is no PIN.");
  const leave = await grantInstallation(office.made.office, { credential: pin, notSaved: false, now: office.now() });
  const { context } = makeOffice({ db: office.database.db, clock: office.clock, office: office.made.office, sessionSecrets: ["a secret of the test office"] });
  return (await leaveCookie(leave.id, context)).split(";")[0] ?? "";
}

/** A signing request as a supplier's tools make it. */
function supplied(name: string, key: string[], subject = "/O=Plan B.V./CN=TandPlan koppelvlak", ...more: string[]): string {
  const [keyFile, requestFile] = [join(folder, `${name}.key`), join(folder, `${name}.csr`)];
  execFileSync("openssl", ["req", "-new", ...key, "-nodes", "-keyout", keyFile, "-subj", subject, "-out", requestFile, ...more], { stdio: "pipe" });
  return readFileSync(requestFile, "utf8");
}

type Shown = { problem: { code: string; fields: Record<string, string>; values: Record<string, string> } };
const send = (csr: string, language: "nl" | "en" = "nl", by = cookie) => routesOf(office).post(page.action, "/install/signing-request", { csr }, { language, headers: { cookie: by } });
const refused = async (csr: string, language: "nl" | "en" = "nl") => ((await send(csr, language)).data as Shown).problem;

describe("a signing request of the software's supplier (Q30)", () => {
  it.each([
    ["nothing", () => "", "csr-file", /Plak de inhoud/],
    ["something else", () => "Beste praktijk, hierbij de CSR.", "csr-file.malformed", /CSR in PEM-vorm/],
    ["a certificate", () => office.made.office.authority.chain()[0] ?? "", "csr-file.malformed", /CSR in PEM-vorm/],
    ["half a request", () => supplied("half", ["-newkey", "rsa:3072"]).replace(/\n[^\n]+\n-----END/, "\n-----END"), "csr-file.malformed", /CSR in PEM-vorm/],
    ["a small key", () => supplied("small", ["-newkey", "rsa:2048"]), "csr-file.key-size", /2048 bits; wij vragen 3072 tot 4096/],
    ["another kind of key", () => supplied("curve", ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256"]), "csr-file.key-type", /RSA-sleutel/],
  ])("is refused when it is %s, in words for whoever has the file, with nothing lost", async (_, make, code, sentence) => {
    const csr = make();
    const problem = await refused(csr);
    expect(problem.code === "form.invalid" ? "csr-file" : problem.code).toBe(code);
    expect(problem.fields["csr"]).toMatch(sentence);
    expect(problem.values["csr"]).toBe(csr.replaceAll("\r\n", "\n"));
    expect((await refused(csr, "en")).fields["csr"]).toMatch(/^[A-Z].*(signing request|supplier)/);
  });

  it("makes the certificate for its key, whatever it calls itself and with words around it; the chain can be fetched as PEM", async () => {
    const csr = supplied("good", ["-newkey", "rsa:3072"], "/CN=iets anders/O=Plan B.V.", "-addext", "basicConstraints=CA:TRUE");
    const answer = await send(`Van: beheer@tandplan.example\r\n\r\n${csr.replaceAll("\n", "\r\n")}\r\nMet groet`);
    expect([answer.status, answer.location]).toEqual([302, "/install/signing-request"]);
    const shown = await routesOf(office).get(page.loader, "/install/signing-request", { headers: { cookie } });
    const file = await routesOf(office).get(chain.loader, "/install/chain", { headers: { cookie } });
    const text = (await file.response?.text()) ?? "";
    expect(shown.data["chain"]).toBe(text);
    const [leaf = "", ...above] = text.match(/-----BEGIN CERTIFICATE-----[\s\S]+?-----END CERTIFICATE-----\n/g) ?? [];
    expect(above).toEqual(office.made.office.authority.chain());
    const made = new X509Certificate(leaf);
    expect([made.ca, made.subject.includes("TandPlan"), made.subject.includes("iets anders")]).toEqual([false, true, false]);
    expect(made.checkPrivateKey(createPrivateKey(readFileSync(join(folder, "good.key"))))).toBe(true);
    // Sent again it is the same certificate; another key finds the leave used.
    expect((await send(csr)).status).toBe(302);
    expect((await refused(supplied("other", ["-newkey", "rsa:3072"]))).code).toBe("install.leave-used");
  });

  it("is not taken for a person: their key is made in their own browser (D5)", async () => {
    const requestId = await fulfilled(office);
    const [person] = await office.database.db.select().from(account).where(eq(account.requestId, requestId));
    const theirs = await leaveOf(person?.userNumber ?? "");
    expect(await routesOf(office).get(page.loader, "/install/signing-request", { headers: { cookie: theirs } })).toMatchObject({ status: 302, location: "/install" });
    expect(((await send(supplied("person", ["-newkey", "rsa:3072"]), "nl", theirs)).data as Shown).problem.code).toBe("install.leave-unknown");
  });
});
