import { Router, type Request, type Response } from "express";
import { z } from "zod";
import { PEOPLE } from "#db/worlds/cast.ts";
import { BANKS } from "#db/worlds/registers.ts";
import { SIMULATOR_KEYS } from "../settings.ts";
import { sendWithFault, type FaultSwitch } from "../faults.ts";
import { personalData, somebodyElse } from "./personas.ts";
import { SHARED, type Transaction, type Transactions } from "./transactions.ts";

/** A customer who does nothing is sent away by the bank after this time, and a status must be asked within that one. */
const EXPIRES_AFTER_MS = 5 * 60_000;
const DATA_WITHIN_MS = 30_000;

const Order = z.object({
  issuer_id: z.enum(BANKS.map((bank) => bank.id)),
  entrance_code: z.string().regex(/^[A-Za-z0-9]{1,40}$/),
  merchant_return_url: z.url(),
  language: z.enum(["nl", "en"]).default("nl"),
  transaction_reference: z.string().max(64).default(""),
  identity: z.boolean().default(false),
  name: z.boolean().default(false),
  gender: z.boolean().default(false),
  date_of_birth: z.boolean().default(false),
});
const StatusQuestion = z.object({ transaction_id: z.string(), merchant_reference: z.string() });

export type BankApiOptions = {
  transactions: Transactions;
  directoryFault: FaultSwitch;
  officeUrl: string;
  /** Where the merchant has registered that customers may be sent back to, where that is elsewhere. */
  returnTo?: string;
  now: () => Date;
  lateMs: number;
};

/** CM's iDIN API as a merchant sees it: `/directory`, `/transaction`, `/status`; all POST, the merchant token in the body. */
export function bankApi(options: BankApiOptions): Router {
  const router = Router();

  router.use((request, response, next) => {
    if (request.method !== "POST") return void response.status(405).json(fault("Use POST."));
    if (request.body?.merchant_token !== SIMULATOR_KEYS.merchantToken) return void response.status(401).json(fault("Unknown merchant_token."));
    next();
  });

  router.post("/directory", (request, response, next) => {
    const issuers = BANKS.map((bank) => ({ issuer_id: bank.id, issuer_name: bank.name }));
    sendWithFault(request, response, options.directoryFault.get(), options.lateMs, [{ country: "Nederland", issuers }]).catch(next);
  });

  router.post("/transaction", (request, response) => {
    const order = Order.safeParse(request.body);
    if (!order.success) return void response.status(400).json(fault("Check issuer_id, entrance_code and merchant_return_url."));
    // Merchants register where their customers may be sent back to; here that is the office alone.
    if (new URL(order.data.merchant_return_url).origin !== new URL(options.returnTo ?? options.officeUrl).origin) {
      return void response.status(400).json(fault("merchant_return_url is not registered."));
    }
    const transaction = options.transactions.start({
      issuerId: order.data.issuer_id,
      entranceCode: order.data.entrance_code,
      returnUrl: order.data.merchant_return_url,
      language: order.data.language,
      reference: order.data.transaction_reference,
      shares: SHARED.filter((one) => order.data[({ name: "name", dateOfBirth: "date_of_birth", gender: "gender", code: "identity" } as const)[one]]),
      now: options.now(),
    });
    if (!transaction) return void response.status(400).json(fault("entrance_code was used before."));
    response.json({
      transaction_id: transaction.id,
      merchant_reference: transaction.merchantReference,
      issuer_authentication_url: `${options.officeUrl}/simulators/bank/${transaction.id}`,
    });
  });

  router.post("/status", (request, response, next) => {
    const question = StatusQuestion.safeParse(request.body);
    const transaction = question.success ? options.transactions.find(question.data.transaction_id) : null;
    if (!question.success || transaction?.merchantReference !== question.data.merchant_reference) {
      return void response.status(400).json(fault("Unknown transaction_id or merchant_reference."));
    }
    answerStatus(request, response, transaction, options).catch(next);
  });

  return router;
}

async function answerStatus(request: Request, response: Response, transaction: Transaction, options: BankApiOptions): Promise<void> {
  const about = { transaction_id: transaction.id, transaction_reference: transaction.reference, issuer_id: transaction.issuerId };
  const { choice } = transaction;
  const now = options.now().getTime();
  if (!choice) {
    const isExpired = now - Date.parse(transaction.startedAt) > EXPIRES_AFTER_MS;
    return void response.json({ ...about, status: isExpired ? "expired" : "open" });
  }
  const askedBefore = options.transactions.countAsked(transaction);
  if (choice.persona === "cancelled" || choice.persona === "expired" || choice.persona === "failure") {
    return void response.json({ ...about, status: choice.persona });
  }
  if (choice.persona === "open-twice" && askedBefore < 2) return void response.json({ ...about, status: "open" });

  const inTime = now - Date.parse(choice.returnedAt) <= DATA_WITHIN_MS;
  if (!inTime) return void response.json({ ...about, status: "success", ...notice("too_late", "The status was requested too late.") });
  if (!options.transactions.claimHandOut(transaction.id)) {
    return void response.json({ ...about, status: "success", ...notice("already_delivered", "The data were delivered before.") });
  }
  const person = PEOPLE.find((one) => one.id === choice.personId);
  if (!person) return void response.json({ ...about, status: "failure" });
  const success = { ...about, status: "success", ...personalData(person, transaction.issuerId, choice.persona) };

  switch (choice.persona) {
    case "lost-answer":
      // The data have left the bank and nobody received them.
      return void request.socket.destroy();
    case "slow-answer":
      return sendWithFault(request, response, "late", options.lateMs, success);
    case "malformed-answer":
      return sendWithFault(request, response, "malformed", 0, success);
    case "somebody-else":
      return void response.json({
        ...success,
        ...personalData(somebodyElse(person), transaction.issuerId, "exact"),
        transaction_id: "9999999999999999",
      });
    default:
      return void response.json(success);
  }
}

function fault(message: string) {
  return { status: "error", message };
}

function notice(code: string, text: string) {
  return { notice_code: code, notice: text };
}
