import { z } from "zod";
import type { TradeEntry, TradeRegister } from "#app/domain/organisations/ports.ts";
import { PostalAddress } from "#app/domain/people.ts";
import { askJson, malformed, type Fetch } from "#app/adapters/http/ask-json.ts";

export type KvkOptions = {
  /** Such as "https://api.kvk.nl"; the version is ours. */
  baseUrl: string;
  apiKey: string;
  fetch?: Fetch;
  timeoutMs?: number;
};

/** YYYYMMDD, in which month and day may be 00 when the register does not know them. */
const RegisterDate = z
  .string()
  .regex(/^\d{8}$/)
  .transform((date) => [date.slice(0, 4), date.slice(4, 6), date.slice(6)].map((part) => (part === "00" ? "01" : part)).join("-"))
  .nullish();

const Address = z.object({
  indAfgeschermd: z.string().nullish(),
  straatnaam: z.string().nullish(),
  huisnummer: z.number().nullish(),
  huisletter: z.string().nullish(),
  huisnummerToevoeging: z.string().nullish(),
  postcode: z.string().nullish(),
  plaats: z.string().nullish(),
});
const addresses = z.array(Address).nullish();

const Profile = z.object({
  kvkNummer: z.string(),
  naam: z.string().min(1).max(1000),
  materieleRegistratie: z.object({ datumAanvang: RegisterDate, datumEinde: RegisterDate }).nullish(),
  _embedded: z
    .object({
      hoofdvestiging: z.object({ vestigingsnummer: z.string(), adressen: addresses }).nullish(),
      eigenaar: z.object({ rechtsvorm: z.string().nullish(), uitgebreideRechtsvorm: z.string().nullish(), adressen: addresses }).nullish(),
    })
    .nullish(),
});

const Establishments = z.object({
  kvkNummer: z.string(),
  vestigingen: z.array(z.object({ vestigingsnummer: z.string() })).nullish(),
});

const Fault = z.object({ fout: z.array(z.object({ code: z.string() })) });

/** IPD0005: the register has nothing under this number. */
function isUnknownNumber(json: unknown): boolean {
  const fault = Fault.safeParse(json);
  return fault.success && fault.data.fout.some((one) => one.code === "IPD0005");
}

const PROVIDER = { area: "register", provider: "KVK" } as const;

/**
 * The trade register by KVK's "Basisprofiel" API. An unknown number is a 404 (IPD0005) and gives null. The profile holds no functionaries,
 * so who may sign does not follow from it; a shielded address is not read at all, nor one abroad.
 */
export function makeTradeRegister(options: KvkOptions): TradeRegister {
  async function get<T>(kvkNumber: string, path: string, schema: z.ZodType<T & { kvkNummer: string }>): Promise<T | null> {
    const json = await askJson({
      ...PROVIDER,
      url: `${options.baseUrl}/api/v1/basisprofielen/${kvkNumber}${path}`,
      headers: { apikey: options.apiKey },
      timeoutMs: options.timeoutMs ?? 5_000,
      isAbsent: isUnknownNumber,
      ...(options.fetch ? { fetch: options.fetch } : {}),
    });
    if (json === null) return null;
    const reply = schema.safeParse(json);
    if (!reply.success) throw malformed(PROVIDER, { reason: "unexpected reply" });
    if (reply.data.kvkNummer !== kvkNumber) throw malformed(PROVIDER, { reason: "another registration" });
    return reply.data;
  }

  return {
    async find(kvkNumber): Promise<TradeEntry | null> {
      if (!/^\d{8}$/.test(kvkNumber)) return null;
      const [profile, others] = await Promise.all([get(kvkNumber, "", Profile), get(kvkNumber, "/vestigingen", Establishments)]);
      if (!profile) return null;
      const main = profile._embedded?.hoofdvestiging?.vestigingsnummer;
      const owner = profile._embedded?.eigenaar;
      return {
        kvkNumber,
        name: profile.naam,
        legalForm: (owner?.uitgebreideRechtsvorm || owner?.rechtsvorm || "").toLowerCase(),
        startsOn: profile.materieleRegistratie?.datumAanvang ?? null,
        endsOn: profile.materieleRegistratie?.datumEinde ?? null,
        addresses: [...(profile._embedded?.hoofdvestiging?.adressen ?? []), ...(owner?.adressen ?? [])].flatMap(addressOf),
        establishments: [...new Set([...(main ? [main] : []), ...(others?.vestigingen ?? []).map((one) => one.vestigingsnummer)])],
      };
    },
  };
}

function addressOf({ indAfgeschermd, straatnaam, huisnummer, huisletter, huisnummerToevoeging, postcode, plaats }: z.infer<typeof Address>): PostalAddress[] {
  if (indAfgeschermd?.toLowerCase() === "ja") return [];
  const suffix = [huisletter, huisnummerToevoeging].filter(Boolean).join(" ");
  const read = PostalAddress.safeParse({ street: straatnaam, houseNumber: huisnummer, houseNumberSuffix: suffix, postcode: postcode?.replaceAll(" ", ""), town: plaats });
  return read.success ? [read.data] : [];
}
