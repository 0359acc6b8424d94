import { Router } from "express";
import { PEOPLE } from "#db/worlds/cast.ts";
import type { FaultSwitch } from "../faults.ts";
import { pagePolicy, single } from "../web/guard.ts";
import { contextOf, sendPage } from "../web/page.tsx";
import { BankMessagePage, BankPage, LoginPage } from "./pages.tsx";
import { isPersona } from "./personas.ts";
import type { Transaction, Transactions } from "./transactions.ts";

/** How long ago somebody returned who returns "too late" (the limit is thirty seconds). */
const TOO_LATE_MS = 31_000;

/** The bank's own pages: `GET` and `POST /bank/:transaction`, and the overview of the banks. */
export function bankRoutes(options: { transactions: Transactions; directoryFault: FaultSwitch; now: () => Date }): Router {
  const router = Router();

  router.get("/", (request, response) => {
    const context = contextOf(request, response, options.now());
    sendPage(response, <BankPage context={context} fault={options.directoryFault.get()} />);
  });

  router.get("/:transaction", (request, response) => {
    const transaction = options.transactions.find(request.params.transaction);
    const context = contextOf(request, response, options.now(), transaction?.language);
    if (!transaction) return sendPage(response, <BankMessagePage context={context} transaction={null} about="unknown" />, 404);
    if (transaction.choice) return sendPage(response, <BankMessagePage context={context} transaction={transaction} about="done" />);
    response.set("Content-Security-Policy", pagePolicy([new URL(transaction.returnUrl).origin]));
    sendPage(response, <LoginPage context={context} transaction={transaction} />);
  });

  router.post("/:transaction", (request, response) => {
    const transaction = options.transactions.find(request.params.transaction);
    const context = contextOf(request, response, options.now(), transaction?.language);
    if (!transaction) return sendPage(response, <BankMessagePage context={context} transaction={null} about="unknown" />, 404);

    const persona = request.body?.persona;
    const personId = single(request.body?.customer);
    if (!isPersona(persona) || !PEOPLE.some((person) => person.id === personId)) {
      response.set("Content-Security-Policy", pagePolicy([new URL(transaction.returnUrl).origin]));
      return sendPage(response, <LoginPage context={context} transaction={transaction} problem={context.t("bank.choose")} />, 400);
    }
    const returnedAt = new Date(options.now().getTime() - (persona === "too-late" ? TOO_LATE_MS : 0));
    const chosen = options.transactions.choose(transaction.id, { personId, persona, returnedAt });
    if (!chosen) return sendPage(response, <BankMessagePage context={context} transaction={transaction} about="done" />, 409);
    response.redirect(303, returnAddress(chosen));
  });

  return router;
}

function returnAddress(transaction: Transaction): string {
  const address = new URL(transaction.returnUrl);
  address.searchParams.set("trxid", transaction.id);
  address.searchParams.set("ec", transaction.entranceCode);
  return address.href;
}
