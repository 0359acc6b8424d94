import type { z } from "zod";
import type { BankResult, IdentityBroker, Issuer } from "#app/domain/identification/ports.ts";
import { askJson, malformed, type Fetch } from "#app/adapters/http/ask-json.ts";
import { DirectoryReply, StatusReply, TransactionReply } from "./replies.ts";

export type IdinOptions = {
  /** Such as "https://api.cm.com/idin/v1.0". */
  baseUrl: string;
  merchantToken: string;
  fetch?: Fetch;
  timeoutMs?: number;
  /** How long a list of banks is kept; iDIN asks merchants not to fetch it for each transaction. */
  directoryCacheMs?: number;
};

const PROVIDER = { area: "idin", provider: "iDIN" } as const;
const A_DAY = 24 * 3_600_000;

/**
 * Bank login through CM's iDIN API, which is all POST and JSON with the merchant token in the body. It asks for the identifier, name,
 * gender and date of birth, never for a BSN. Retrying an open status is the caller's (the bank may need a few seconds).
 */
export function makeIdinBroker(options: IdinOptions): IdentityBroker {
  const keepMs = options.directoryCacheMs ?? A_DAY;
  let directory: { issuers: Issuer[]; fetchedAt: number } | undefined;

  async function call<T>(path: string, body: Record<string, unknown>, schema: z.ZodType<T>): Promise<T> {
    const json = await askJson({
      ...PROVIDER,
      url: `${options.baseUrl}${path}`,
      method: "POST",
      body: { merchant_token: options.merchantToken, ...body },
      timeoutMs: options.timeoutMs ?? 10_000,
      ...(options.fetch ? { fetch: options.fetch } : {}),
    });
    const reply = schema.safeParse(json);
    // The zod error names paths, not values, so nothing personal travels on.
    if (!reply.success) throw malformed(PROVIDER, { reason: "unexpected reply" });
    return reply.data;
  }

  return {
    async listIssuers() {
      // The steady clock of the process, not the office's: this is about sparing the provider, and nobody's deadline.
      const now = performance.now();
      if (!directory || now - directory.fetchedAt >= keepMs) {
        const countries = await call("/directory", {}, DirectoryReply);
        directory = {
          issuers: countries.flatMap((country) => country.issuers.map((issuer) => ({ id: issuer.issuer_id, name: issuer.issuer_name }))),
          fetchedAt: now,
        };
      }
      return directory.issuers;
    },

    async start({ issuerId, entranceCode, returnUrl, language, reference }) {
      if (!/^[A-Za-z0-9]{1,40}$/.test(entranceCode)) throw new Error("An entrance code is at most 40 letters and digits.");
      const reply = await call(
        "/transaction",
        {
          identity: true,
          name: true,
          gender: true,
          date_of_birth: true,
          address: false,
          "18y_or_older": false,
          email_address: false,
          telephone_number: false,
          issuer_id: issuerId,
          entrance_code: entranceCode,
          merchant_return_url: returnUrl,
          language,
          transaction_reference: reference,
        },
        TransactionReply,
      );
      return { transactionId: reply.transaction_id, merchantReference: reply.merchant_reference, url: reply.issuer_authentication_url };
    },

    async finish({ transactionId, merchantReference }) {
      const reply = await call("/status", { transaction_id: transactionId, merchant_reference: merchantReference }, StatusReply);
      // An answer about another transaction would identify somebody else in this one's name.
      if (reply.transaction_id !== transactionId) throw malformed(PROVIDER, { reason: "another transaction" });
      return resultOf(reply);
    },
  };
}

function resultOf(reply: StatusReply): BankResult {
  if (reply.status === "open" || reply.status === "pending") return { status: "open" };
  if (reply.status !== "success") return { status: reply.status };
  const { bin, name, age, address } = reply;
  if (!bin && !name && !age) return { status: "lost" };
  if (!bin || !name || !age) throw malformed(PROVIDER, { reason: "incomplete answer" });
  const gender = genderDigit(reply.gender ?? name.gender);
  return {
    status: "success",
    answer: {
      bin,
      name: {
        initials: name.initials,
        legalSurname: name.last_name,
        legalPrefix: name.last_name_prefix ?? "",
        ...(name.preferred_last_name ? { preferredSurname: name.preferred_last_name, preferredPrefix: name.preferred_last_name_prefix ?? "" } : {}),
        ...(name.partner_last_name ? { partnerSurname: name.partner_last_name, partnerPrefix: name.partner_last_name_prefix ?? "" } : {}),
      },
      dateOfBirth: age.date_of_birth,
      ...(gender ? { gender } : {}),
      ...(address
        ? {
            address: {
              street: address.street,
              houseNumber: address.house_number,
              suffix: address.house_number_suffix ?? "",
              postcode: address.postal_code,
              city: address.city,
            },
          }
        : {}),
    },
  };
}

/** CM words the gender, iDIN itself numbers it (ISO 5218); both come as a digit here, anything else as nothing. */
function genderDigit(gender: string | number | null | undefined): string | undefined {
  const worded: Record<string, string> = { unknown: "0", male: "1", female: "2", "not applicable": "9", "0": "0", "1": "1", "2": "2", "9": "9" };
  return gender === null || gender === undefined ? undefined : worded[String(gender).toLowerCase()];
}
