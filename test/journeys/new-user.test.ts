import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";

import { aPerson, expectNoAxeFindings, expectNoSidewaysScroll, openBrowser } from "#test/support/browser.ts";
import { startOffice, type RunningOffice } from "#test/support/running-office.ts";

import { fillInForm, SEM_ASKS, sendForm, type Looking } from "./counter.ts";
import { claimAndApprove, findRequest, signIn, writeNote } from "./desk.ts";
import { bothHands, keyboardAlone } from "./hands.ts";
import { confirmAndGoToBank, logInAtBank } from "./identity.ts";
import { install, PASSWORD } from "./installer.ts";
import { everythingKept } from "./kept.ts";
import { eventually, linkIn, outsideOf } from "./outside.ts";
import { printAndPost } from "./print-room.ts";
import { registerReturn, sendAgain } from "./returned-post.ts";
import { walks } from "./walks.ts";

const FATIMA = "f.elidrissi@debrug.example";
const JOHANNA = "j.w.devriesbakker@debrug.example";

/** Passes the eleven test; nobody has it. */
const BSN = "123456782";

let browser: Browser;

beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());

/** Where pictures of every page go, for whoever wants to look: `ZEGEL_PICTURES=folder`. */
const pictures = process.env["ZEGEL_PICTURES"];

describe.each(walks([
  { language: "nl" as const, hands: bothHands, how: "in Dutch", width: 1280 },
  { language: "en" as const, hands: keyboardAlone, how: "in English with the keyboard alone", width: 360 },
]))("from a form to an installed certificate, $how", ({ language, hands: handsOf, width }) => {
  const dataDir = mkdtempSync(join(tmpdir(), "zegel-journey-"));
  /** What nobody may find afterwards in a log or a table. */
  const secrets = new Set<string>([BSN, PASSWORD]);
  let office: RunningOffice;
  beforeAll(async () => {
    office = await startOffice({ furnished: inject("furnishedOffice"), dataDir, env: { ZEGEL_LOG_LEVEL: "debug" } });
  });
  afterAll(async () => {
    await office.stop();
    rmSync(dataDir, { recursive: true, force: true });
  });

  test("Sem asks, Sanne approves, Fatima identifies, Noor prints, Zoë installs", async ({ onTestFailed }) => {
    onTestFailed(() => void process.stderr.write(office.log().split("\n").slice(-20).join("\n")));
    const outside = outsideOf(office.baseUrl);
    const complaints: Array<() => string[]> = [];
    let seen = 0;
    const person = async () => {
      const { page, complaints: said } = await aPerson(browser, { language, width });
      complaints.push(() => said);
      if (pictures) onTestFailed(async () => void (await page.screenshot({ path: join(pictures, `failed-${complaints.length}-${seen}.png`), fullPage: true })));
      const look: Looking = async (where) => {
        seen += 1;
        if (pictures) {
          mkdirSync(pictures, { recursive: true });
          await page.screenshot({ path: join(pictures, `${language}-${width}-${String(seen).padStart(2, "0")}-${where.replace(/\W+/g, "-")}.png`), fullPage: true });
        }
        await expectNoAxeFindings(page, where);
        await expectNoSidewaysScroll(page, where);
      };
      return { page, look, hands: handsOf(page) };
    };

    // Sem, a colleague, at the counter.
    const sem = await person();
    await fillInForm(sem.page, office.baseUrl, sem.hands, sem.look);
    await sendForm(sem.page, sem.hands);
    await sem.look("sent");
    const confirm = await outside.mail(SEM_ASKS.applicant.email, /\/confirm\//);
    const reference = /ZG-\d+/.exec(confirm.text)?.[0] ?? "";
    await sem.page.goto(linkIn(confirm, "/confirm"));
    await sem.look("confirm the address");
    await sem.hands.press('main form[method="post"] button[type="submit"]');
    const received = await outside.mail(SEM_ASKS.applicant.email, /\/status\//);
    const statusPage = linkIn(received, "/status");
    await sem.page.goto(statusPage);
    await sem.look("status: in review");
    expect((await outside.mail(FATIMA, /\/objection\//)).text).toContain(reference);

    // Sanne, at the desk.
    const sanne = await person();
    await signIn(sanne.page, office.baseUrl, sanne.hands, "Sanne Mulder");
    await sanne.look("desk");
    await findRequest(sanne.page, office.baseUrl, reference, sanne.look);
    await writeNote(sanne.page, sanne.hands, `Gebeld. BSN ${BSN}, zegt ze.`);
    await claimAndApprove(sanne.page, sanne.hands, sanne.look);
    expect(await outside.mailsTo(JOHANNA)).not.toContainEqual(expect.objectContaining({ text: expect.stringMatching(new RegExp(`${reference}[^]*/identify/`)) as string }));

    // The seconds to undo go by; Fatima identifies at her bank.
    const asked = await eventually(async () => (await outside.mailsTo(FATIMA)).find(({ text }) => text.includes("/identify/") && text.includes(reference)), "the link to identify", 40);
    const fatima = await person();
    await confirmAndGoToBank(fatima.page, linkIn(asked, "/identify"), fatima.hands, fatima.look);
    await logInAtBank(fatima.page, fatima.hands, "fatima", "exact");
    await fatima.look("identified");

    // Number by e-mail, PIN by letter.
    const numbered = await eventually(async () => (await outside.mailsTo(FATIMA)).find(({ text }) => /\b\d{14}\b/.test(text) && text.includes(reference)), "the user number", 40);
    const userNumber = /\b\d{14}\b/.exec(numbered.text)?.[0] ?? "";
    const noor = await person();
    await signIn(noor.page, office.baseUrl, noor.hands, "Noor Visser");
    await printAndPost(noor.page, office.baseUrl, noor.hands, noor.look);
    const paper = await eventually(async () => {
      const found = await Promise.all((await outside.letters()).map(async ({ id }) => textOf(await outside.letterPdf(id))));
      return found.find((text) => text.includes("Z. van der Håkon"));
    }, "the letter on the doormat");
    // Its characters stand apart, so that nobody takes two for one.
    const pin = /^\s*(?:Pincode|PIN)\s+((?:[2-9A-HJ-NP-Z]\s+){9}[2-9A-HJ-NP-Z])\s*$/m.exec(paper)?.[1]?.replaceAll(/\s+/g, "") ?? "no PIN on the letter";
    secrets.add(pin);
    expect(paper).not.toContain(userNumber);
    expect(numbered.text).not.toContain(pin);
    await sem.page.goto(statusPage);
    await sem.look("status: done");

    // Zoë installs.
    const zoe = await person();
    const file = await install(zoe.page, office.baseUrl, { userNumber, pin: pin.toLowerCase() }, zoe.hands, zoe.look);
    const certificate = openKeystore(file, PASSWORD);
    expect(certificate).toMatch(/CN ?= ?Zoë van der Håkon/);
    expect(certificate).toContain(userNumber);
    expect((await outside.mail(SEM_ASKS.user.email, /./)).text).toContain(reference);

    // The letter was opened by somebody else, as it turns out: a new PIN in a new letter.
    await registerReturn(noor.page, office.baseUrl, (await outside.letters())[0]?.reference ?? "", noor.hands, noor.look);
    expect(await noor.page.content()).not.toContain(userNumber);
    await sendAgain(sanne.page, office.baseUrl, sanne.hands, sanne.look);
    await outside.mail(FATIMA, /door iemand anders geopend|somebody else opened/);

    expect(complaints.flatMap((said) => said())).toEqual([]);
  });

  test("leaves no secret behind: not in a log, not in a table; and no name in a log (P9)", async () => {
    expect(secrets.size).toBe(3);
    await office.stop();
    const [log, kept] = [office.log(), await everythingKept(join(dataDir, "database"))];
    // What is looked for could be found: the one is there, and the other where it belongs.
    expect(kept).toContain("Håkon");
    expect(log).toContain("/install");
    for (const secret of secrets) {
      for (const spelt of [secret, secret.toLowerCase(), secret.replace(/^(.{5})/, "$1-"), encodeURIComponent(secret)]) {
        expect(kept.includes(spelt), "a secret in the database").toBe(false);
        expect(log.includes(spelt), "a secret in the log").toBe(false);
      }
    }
    expect(log).not.toMatch(/Håkon|Hakon|Jansen|el Idrissi|debrug\.example|12345678\b.*\+31/);
  });
});

function textOf(pdf: Uint8Array): string {
  const folder = mkdtempSync(join(tmpdir(), "zegel-letter-"));
  writeFileSync(join(folder, "letter.pdf"), pdf);
  return execFileSync("pdftotext", ["-layout", join(folder, "letter.pdf"), "-"], { encoding: "utf8" });
}

/** The certificate inside a `.p12`, as openssl shows it. */
function openKeystore(file: Uint8Array, password: string): string {
  const folder = mkdtempSync(join(tmpdir(), "zegel-p12-"));
  writeFileSync(join(folder, "zoe.p12"), file);
  writeFileSync(join(folder, "password"), password);
  const pem = execFileSync("openssl", ["pkcs12", "-in", join(folder, "zoe.p12"), "-passin", `file:${join(folder, "password")}`, "-nokeys", "-clcerts"], { encoding: "utf8" });
  return execFileSync("openssl", ["x509", "-noout", "-subject", "-nameopt", "utf8,sep_comma_plus_space", "-ext", "extendedKeyUsage,keyUsage"], { input: pem, encoding: "utf8" });
}

