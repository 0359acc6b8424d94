import type { Page } from "playwright-core";

import { codeAt, stepAt } from "#app/domain/login/totp.ts";

import type { Hands } from "./hands.ts";

/** An authenticator app: it has the secret that the page showed, and its own time. */
export class Phone {
  private lastStep = 0;
  constructor(private readonly secret: Uint8Array) {}

  static reading(text: string): Phone {
    const bits = [...text.replaceAll(/\s/g, "")].map((letter) => "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".indexOf(letter).toString(2).padStart(5, "0")).join("");
    return new Phone(Uint8Array.from(bits.match(/.{8}/g) ?? [], (octet) => Number.parseInt(octet, 2)));
  }

  /** The next code that was not used yet; the one after this one is taken too, as of a phone whose clock is fast. */
  async code(): Promise<string> {
    while (this.lastStep > stepAt(new Date())) await new Promise((done) => setTimeout(done, 500));
    this.lastStep = Math.max(this.lastStep + 1, stepAt(new Date()));
    return codeAt(this.secret, this.lastStep);
  }
}

/** Types a code where one is asked for, and sends it. */
export async function typeCode(page: Page, hands: Hands, code: string): Promise<void> {
  await hands.fill('input[name="code"]', code);
  await hands.press('form:has(input[name="code"]) button');
}
