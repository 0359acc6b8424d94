import express, { Router, type NextFunction, type Request, type Response } from "express";
import { z } from "zod";
import { ampApi } from "./amp/api.ts";
import { makeOrders } from "./amp/orders.ts";
import { ampRoutes } from "./amp/routes.tsx";
import { bankApi } from "./bank/api.ts";
import { bankRoutes } from "./bank/routes.tsx";
import { makeTransactions } from "./bank/transactions.ts";
import { clockRoutes, type MovableClock } from "./clock/routes.tsx";
import { makeLetters } from "./doormat/letters.ts";
import { doormatRoutes } from "./doormat/routes.tsx";
import { FAULTS, makeFaultSwitch, type FaultSwitch } from "./faults.ts";
import { IndexPage } from "./index-page.tsx";
import { makeMails } from "./mailbox/mails.ts";
import { mailboxRoutes } from "./mailbox/routes.tsx";
import type { SendBack } from "./mailbox/report.ts";
import { openMailServer } from "./mailbox/smtp.ts";
import { printRoomKeyRoutes, type PrintRoomKey } from "./print-room-key/routes.tsx";
import { kvkApi, vektisApi } from "./registers/api.ts";
import { makeEntries } from "./registers/entries.ts";
import { registersRoutes } from "./registers/routes.tsx";
import { SIMULATOR_KEYS } from "./settings.ts";
import { makeFileStore } from "./store/files.ts";
import { assetRoutes } from "./web/assets.ts";
import { comesFromElsewhere, pageHeaders } from "./web/guard.ts";
import { NotFoundPage, RefusedPage } from "./web/not-found.tsx";
import { contextOf, sendPage, type Area } from "./web/page.tsx";

export type SimulatorsOptions = {
  /** Folder in which everything is kept; made when it is not there. */
  store: string;
  clock: MovableClock;
  /** The office's own address as browsers see it, without a slash at the end; the bank sends people back only there. */
  officeUrl: string;
  /** Where that is another address than the simulators': the bank sends people back there instead. */
  returnTo?: string;
  /** Called after the clock was moved, so that due jobs run at once. */
  notifyClockMoved?: () => Promise<void>;
  printRoomKey?: PrintRoomKey;
  /** Where the office hears from AMP; without it, it has to ask. */
  ampCallbackUrl?: string;
  /** How a mail that cannot be delivered after all comes back to the office; without it such a mail is lost. */
  sendBack?: SendBack;
  /** 0, the default, takes a free port. */
  smtpPort?: number;
  /** How long a "late" provider waits; longer than any adapter does. */
  lateMs?: number;
};

export type Simulators = {
  /** To be mounted at `/simulators`. */
  router: Router;
  smtpPort: number;
  close(): Promise<void>;
};

/** Where the switch of each service stands. */
const PAGE_OF = { "idin-directory": "/simulators/bank", amp: "/simulators/amp", kvk: "/simulators/registers", vektis: "/simulators/registers" } as const;

const FaultForm = z.object({ service: z.enum(["idin-directory", "amp", "kvk", "vektis"]), fault: z.enum(FAULTS) });

/**
 * The outside world of the demonstration and of the tests: bank, AMP, mailbox, doormat, registers, clock, the print room's key. They speak the
 * protocols of the real ones and know the office only from outside. Never to be mounted in production.
 */
export async function makeSimulators(options: SimulatorsOptions): Promise<Simulators> {
  const { clock, officeUrl, lateMs = 60_000 } = options;
  const now = () => clock.now();
  const store = makeFileStore(options.store);
  const transactions = makeTransactions(store.room("bank"));
  const mails = makeMails(store.room("mailbox"));
  const letters = makeLetters(store.room("doormat"));
  const entries = makeEntries(store.room("registers"));
  const faults = {
    "idin-directory": makeFaultSwitch(store, "idin-directory"),
    amp: makeFaultSwitch(store, "amp"),
    kvk: makeFaultSwitch(store, "kvk"),
    vektis: makeFaultSwitch(store, "vektis"),
  };
  const registers = { entries, kvkFault: faults.kvk, vektisFault: faults.vektis, lateMs, now };
  const bank = { transactions, directoryFault: faults["idin-directory"], officeUrl, ...(options.returnTo && { returnTo: options.returnTo }), now, lateMs };
  const amp = { orders: makeOrders(store.room("amp")), fault: faults.amp, officeUrl, now, lateMs };
  const callback = options.ampCallbackUrl === undefined ? undefined : { url: options.ampCallbackUrl, secret: SIMULATOR_KEYS.ampCallbackSecret };
  const mailServer = await openMailServer({ mails, port: options.smtpPort ?? 0, now, sendBack: options.sendBack });

  const router = Router();
  router.use(assetRoutes());
  router.use(pageHeaders);
  router.use((request: Request, response: Response, next: NextFunction) => {
    if (!comesFromElsewhere(request)) return next();
    sendPage(response, <RefusedPage context={contextOf(request, response, now())} />, 403);
  });
  router.use("/idin/v1.0", express.json({ limit: "32kb" }), bankApi(bank));
  router.use("/amp/v1", express.json({ limit: "32kb" }), ampApi(amp));
  router.use("/kvk", kvkApi(registers));
  router.use("/vektis", vektisApi(registers));
  router.use("/doormat", doormatRoutes({ letters, now }));

  router.use(express.urlencoded({ extended: false, limit: "16kb" }));
  router.use("/bank", bankRoutes(bank));
  router.use("/amp", ampRoutes({ ...amp, callback }));
  router.use("/mailbox", mailboxRoutes({ mails, now }));
  router.use("/registers", registersRoutes(registers));
  router.use("/clock", clockRoutes({ clock, ...(options.notifyClockMoved ? { notifyClockMoved: options.notifyClockMoved } : {}) }));
  router.use("/print-room-key", printRoomKeyRoutes({ key: options.printRoomKey, now }));
  router.post("/faults", (request, response) => {
    const form = FaultForm.safeParse(request.body);
    if (!form.success) return void response.sendStatus(400);
    faults[form.data.service].set(form.data.fault);
    response.redirect(303, PAGE_OF[form.data.service]);
  });
  router.get("/", (request, response) => {
    sendPage(response, <IndexPage context={contextOf(request, response, now())} failing={failing(faults, mails.listFaults().length > 0)} />);
  });
  router.use((request: Request, response: Response) => {
    sendPage(response, <NotFoundPage context={contextOf(request, response, now())} />, 404);
  });

  return { router, smtpPort: mailServer.port, close: () => mailServer.close() };
}

function failing(faults: Record<keyof typeof PAGE_OF, FaultSwitch>, mailFails: boolean): Area[] {
  return [
    ...(faults["idin-directory"].get() === "none" ? [] : (["bank"] as const)),
    ...(faults.amp.get() === "none" ? [] : (["amp"] as const)),
    ...(faults.kvk.get() === "none" && faults.vektis.get() === "none" ? [] : (["registers"] as const)),
    ...(mailFails ? (["mailbox"] as const) : []),
  ];
}
