import { z } from "zod";
import type { AgbEntry, AgbRegister } from "#app/domain/organisations/ports.ts";
import { PostalAddress } from "#app/domain/people.ts";
import { askJson, malformed, type Fetch } from "#app/adapters/http/ask-json.ts";

export type VektisOptions = {
  /** Such as "https://agb-api.vektis.nl"; the version is ours. */
  baseUrl: string;
  token: string;
  fetch?: Fetch;
  timeoutMs?: number;
};

/** A date, or a date and time of which the date counts. */
const RegisterDate = z.string().regex(/^\d{4}-\d{2}-\d{2}/).transform((date) => date.slice(0, 10));
const text = z.string().max(200).nullish();

const Address = z.object({ Straat: text, Huisnummer: z.union([z.number(), z.string()]).nullish(), HuisnummerToevoeging: text, Postcode: text, Plaats: text, Einde: RegisterDate.nullish() });

const Party = z.object({
  AGBCode: z.string(),
  Aanvang: RegisterDate,
  Einde: RegisterDate.nullish(),
  Zorgsoort: z.object({ Code: z.string().regex(/^\d{2}$/), Omschrijving: z.string().max(200) }),
  Adressen: z.array(Address).nullish(),
  Erkenningen: z
    .array(z.object({ Code: z.string(), Omschrijving: z.string(), RegistratieNummer: text, Einde: RegisterDate.nullish() }))
    .nullish(),
});
const Organisation = Party.extend({ Naam: z.string().min(1).max(200) });
const CareProvider = Party.extend({ Voorletters: text, Tussenvoegsel: text, Achternaam: z.string().min(1).max(200) });

const PROVIDER = { area: "register", provider: "Vektis" } as const;
/** The contracts have no field for the KvK number: it is the registration number of this recognition. */
const TRADE_REGISTRATION = "inschrijving handelsregister";

/**
 * The AGB register by Vektis's "Raadplegen" API, version 2. The code alone does not say whether it is a person's, an enterprise's or an
 * establishment's, so each kind is asked in turn, and the one that knows it decides (R74). Recognitions that have ended are left out.
 */
export function makeAgbRegister(options: VektisOptions): AgbRegister {
  async function get<T>(kind: string, code: string, schema: z.ZodType<T & { AGBCode: string }>): Promise<T | null> {
    const json = await askJson({
      ...PROVIDER,
      url: `${options.baseUrl}/v2/${kind}/${code}`,
      headers: { authorization: `Bearer ${options.token}` },
      timeoutMs: options.timeoutMs ?? 5_000,
      ...(options.fetch ? { fetch: options.fetch } : {}),
    });
    if (json === null) return null;
    const reply = schema.safeParse(json);
    if (!reply.success) throw malformed(PROVIDER, { reason: "unexpected reply" });
    if (reply.data.AGBCode !== code) throw malformed(PROVIDER, { reason: "another code" });
    return reply.data;
  }

  return {
    async find(code) {
      if (!/^\d{8}$/.test(code)) return null;
      const enterprise = await get("ondernemingen", code, Organisation);
      if (enterprise) return entryOf("enterprise", enterprise.Naam, enterprise);
      const establishment = await get("vestigingen", code, Organisation);
      if (establishment) return entryOf("establishment", establishment.Naam, establishment);
      const person = await get("zorgverleners", code, CareProvider);
      if (!person) return null;
      return entryOf("person", [person.Voorletters, person.Tussenvoegsel, person.Achternaam].filter(Boolean).join(" "), person);
    },
  };
}

function entryOf(kind: AgbEntry["kind"], name: string, party: z.infer<typeof Party>): AgbEntry {
  const current = (party.Erkenningen ?? []).filter((recognition) => !recognition.Einde);
  const registration = current.find((recognition) => recognition.Omschrijving.toLowerCase() === TRADE_REGISTRATION);
  return {
    code: party.AGBCode,
    kind,
    name,
    careType: { code: party.Zorgsoort.Code, description: party.Zorgsoort.Omschrijving },
    startsOn: party.Aanvang,
    endsOn: party.Einde ?? null,
    kvkNumber: registration?.RegistratieNummer ?? null,
    recognitions: current.filter((recognition) => recognition !== registration).map((recognition) => recognition.Code),
    addresses: (party.Adressen ?? []).filter(({ Einde }) => !Einde).flatMap(addressOf),
  };
}

function addressOf({ Straat, Huisnummer, HuisnummerToevoeging, Postcode, Plaats }: z.infer<typeof Address>): PostalAddress[] {
  const read = PostalAddress.safeParse({ street: Straat, houseNumber: Number(Huisnummer), houseNumberSuffix: HuisnummerToevoeging ?? "", postcode: Postcode?.replaceAll(" ", ""), town: Plaats });
  return read.success ? [read.data] : [];
}
