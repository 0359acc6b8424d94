import { Router, type Request, type Response } from "express";
import { DateTime } from "luxon";
import { single } from "../web/guard.ts";
import { worded } from "../web/language.ts";
import { contextOf, sendPage } from "../web/page.tsx";
import { ClockPage } from "./page.tsx";

/** The office's clock, as far as the simulator needs it. It only goes forward. */
export type MovableClock = { now(): Date; moveTo(instant: Date): void | Promise<void> };

const ZONE = "Europe/Amsterdam";

/** `POST /clock/moves` with `by`: hour, working-day, fifteen-days, or date with `date` (YYYY-MM-DD). */
export function clockRoutes({ clock, notifyClockMoved }: { clock: MovableClock; notifyClockMoved?: () => Promise<void> }): Router {
  const router = Router();

  router.get("/", (request, response) => send(request, response));

  router.post("/moves", (request, response, next) => {
    const now = clock.now();
    const target = targetOf(now, single(request.body?.by), single(request.body?.date));
    if (!target || target <= now) return send(request, response, true);
    Promise.resolve(clock.moveTo(target))
      .then(() => notifyClockMoved?.())
      .then(() => response.redirect(303, "/simulators/clock?moved=yes"))
      .catch(next);
  });

  function send(request: Request, response: Response, isWrong = false): void {
    const context = contextOf(request, response, clock.now());
    const problem = isWrong ? context.t("clock.wrong", { date: worded(context.now, context.language) }) : undefined;
    const view = { tomorrow: inAmsterdam(context.now).plus({ days: 1 }).toISODate() ?? "", hasMoved: request.query.moved === "yes", problem };
    sendPage(response, <ClockPage context={context} view={view} />, isWrong ? 400 : 200);
  }

  return router;
}

/** Wall-clock arithmetic in Amsterdam: "15 days on" is the same time of day, also over the night in which the clocks change. */
export function targetOf(now: Date, by: string, date: string): Date | null {
  const here = inAmsterdam(now);
  switch (by) {
    case "hour":
      return here.plus({ hours: 1 }).toJSDate();
    case "working-day":
      return here.plus({ days: here.weekday === 5 ? 3 : here.weekday === 6 ? 2 : 1 }).toJSDate();
    case "fifteen-days":
      return here.plus({ days: 15 }).toJSDate();
    case "date": {
      const day = DateTime.fromISO(date, { zone: ZONE });
      return day.isValid && /^\d{4}-\d{2}-\d{2}$/.test(date) ? day.set({ hour: 9 }).toJSDate() : null;
    }
    default:
      return null;
  }
}

function inAmsterdam(instant: Date): DateTime {
  return DateTime.fromJSDate(instant, { zone: ZONE });
}
