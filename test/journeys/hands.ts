import type { Page } from "playwright-core";

/** How somebody works a page: with a mouse and a keyboard, or with the keyboard alone. Selectors name one control. */
export type Hands = {
  fill(selector: string, text: string): Promise<void>;
  /** Ticks a box or chooses a radio button. */
  tick(selector: string): Promise<void>;
  press(selector: string): Promise<void>;
  /** Chooses one of a list by its value. */
  choose(selector: string, value: string): Promise<void>;
};

export function bothHands(page: Page): Hands {
  return {
    fill: (selector, text) => page.locator(selector).first().fill(text),
    tick: async (selector) => {
      // The label lies over its box, so that the whole row can be hit; who hits it all the same has to wait until it is there.
      await page.locator(selector).first().waitFor();
      await page.locator(selector).first().check({ force: true });
    },
    press: (selector) => page.locator(selector).first().click(),
    choose: async (selector, value) => void (await page.locator(selector).first().selectOption(value)),
  };
}

/** Tab, Shift+Tab, arrows, space, Enter and letters; no control that the keyboard does not reach is ever worked. */
export function keyboardAlone(page: Page): Hands {
  async function reach(selector: string): Promise<void> {
    await page.locator(selector).first().waitFor({ state: "attached" });
    for (let presses = 0; presses < 250; presses += 1) {
      const found = await page.evaluate((wanted) => document.activeElement?.matches(wanted) ?? false, selector);
      if (found) return;
      await page.keyboard.press("Tab");
    }
    throw new Error(`The keyboard does not reach ${selector} on ${page.url()}.`);
  }

  return {
    fill: async (selector, text) => {
      await reach(selector);
      await page.keyboard.press("ControlOrMeta+A");
      await page.keyboard.type(text);
    },
    tick: async (selector) => {
      const isRadio = (await page.locator(selector).first().getAttribute("type")) === "radio";
      if (!isRadio) {
        await reach(selector);
        if (!(await page.locator(selector).first().isChecked())) await page.keyboard.press("Space");
        return;
      }
      const name = await page.locator(selector).first().getAttribute("name");
      await reach(`input[type="radio"][name="${name}"]`);
      for (let presses = 0; presses < 50; presses += 1) {
        if (await page.evaluate((wanted) => document.activeElement?.matches(wanted) ?? false, selector)) break;
        await page.keyboard.press("ArrowDown");
      }
      if (!(await page.locator(selector).first().isChecked())) await page.keyboard.press("Space");
    },
    press: async (selector) => {
      await reach(selector);
      await page.keyboard.press("Enter");
    },
    choose: async (selector, value) => {
      await reach(selector);
      const options = await page.locator(`${selector} option`).evaluateAll((all) => all.map((option) => (option as HTMLOptionElement).value));
      await page.keyboard.press("Home");
      for (let presses = 0; presses < options.indexOf(value); presses += 1) await page.keyboard.press("ArrowDown");
    },
  };
}

/** A day in its three boxes, the way it is asked everywhere; `day` as "2026-11-16". */
export async function fillInDay(hands: Hands, name: string, day: string): Promise<void> {
  const [year = "", month = "", of = ""] = day.split("-");
  for (const [part, text] of [["day", of], ["month", month], ["year", year]] as const) await hands.fill(`[name="${name}.${part}"]`, String(Number(text)));
}
