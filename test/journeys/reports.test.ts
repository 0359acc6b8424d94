import { describe, expect, test } from "vitest";

import { signIn } from "./desk.ts";
import { bothHands, keyboardAlone } from "./hands.ts";
import { onlooker } from "./looking.ts";
import { oneOffice } from "./one-office.ts";
import { walks } from "./walks.ts";

const here = oneOffice();

/** The words of the page and of the desk that the walk asks for, by language. */
const SAID = {
  nl: { reports: "Rapportages", submitted: "Te beoordelen", inReview: "In beoordeling", cutOff: "Geen verbinding" },
  en: { reports: "Reports", submitted: "To be reviewed", inReview: "In review", cutOff: "No connection" },
} as const;

const WAYS = [
  { language: "nl", width: 1280, hands: bothHands },
  { language: "en", width: 360, hands: keyboardAlone },
] as const;

describe.each(walks<(typeof WAYS)[number]>(WAYS))(
  "where the requests are, in '$language' at $width (reference 7)",
  ({ language, width, hands: handsOn }) => {
    test("management sees it at a glance, opens what is behind a figure, and sees a colleague's act without asking", async () => {
      const words = SAID[language];
      const els = await onlooker(here.browser, "reports", { language, width });
      const { page } = els;
      const hands = handsOn(page);
      await signIn(page, here.office.baseUrl, hands, "Els Kok");
      await page.goto(`${here.office.baseUrl}/reports`);
      await page.locator("h1", { hasText: words.reports }).waitFor();
      await els.look("now");
      if (width > 1000) {
        await page.setViewportSize({ width: 1920, height: 1080 });
        await els.look("now, on a large screen");
        await page.setViewportSize({ width, height: 900 });
      }

      // What is open of a status, and the desk's list with as many.
      const table = page.locator("table", { has: page.locator("caption", { hasText: /per soort en stand|by type and status/ }) });
      const column = async (status: string) => (await table.locator("thead th").allTextContents()).indexOf(status);
      const total = async (status: string) => ((await column(status)) < 0 ? 0 : Number(await table.locator("tbody tr").last().locator("th, td").nth(await column(status)).textContent()));
      const waiting = await total(words.submitted);
      expect(waiting).toBeGreaterThan(0);
      await hands.press(`main a[href*="status=submitted"]:not([href*="term="]):not([href*="type="])`);
      await page.locator("h1").waitFor();
      await page.waitForURL(/\/desk\?.*status=submitted/);
      await expect.poll(() => page.locator("main tbody tr th[scope=row]").count()).toBe(Math.min(50, waiting));
      await els.look("the requests behind a figure");
      await page.goBack();
      await page.locator("h1", { hasText: words.reports }).waitFor();

      // Sanne takes the next one: here nobody loads the page anew.
      const before = await total(words.inReview);
      await page.evaluate(() => Object.assign(window, { notLoadedAnew: true }));
      const sanne = await onlooker(here.browser, "reports-desk", { language: "nl", width: 1280 });
      await signIn(sanne.page, here.office.baseUrl, bothHands(sanne.page), "Sanne Mulder");
      await sanne.page.goto(`${here.office.baseUrl}/desk?view=unassigned`);
      await sanne.page.locator('form[action="/desk/next"] button').first().click();
      await sanne.page.waitForURL(/\/desk\/requests\//);
      await expect.poll(() => total(words.inReview)).toBe(before + 1);
      expect(await total(words.submitted)).toBe(waiting - 1);
      expect(await page.evaluate(() => "notLoadedAnew" in window)).toBe(true);

      // An office that does not answer makes no error of the page, and is asked again.
      await page.route("**/readyz", (route) => route.abort());
      await page.getByText(words.cutOff).waitFor();
      await els.look("cut off");
      await page.unroute("**/readyz");
      await page.getByText(words.cutOff).waitFor({ state: "detached" });
      expect(els.complaints.splice(0).filter((one) => !one.includes("ERR_FAILED"))).toEqual([]);

      // Of one channel: the address says so, and it can be taken away again.
      await hands.choose("#filter-channel", "paper");
      await hands.press(`main form[action="/reports"] button`);
      await page.waitForURL(/channel=paper/);
      await els.look("of what came by post");
      await hands.press(`main a[href="/reports"]`);
      await page.waitForURL(/\/reports$/);
      expect([...els.complaints, ...sanne.complaints]).toEqual([]);
      await Promise.all([els.page.context().close(), sanne.page.context().close()]);
    });
  },
);
