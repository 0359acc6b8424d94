import type { PostalAddress } from "#app/domain/people.ts";

/** The lines of an address as they stand in the window, and the text of its KIX code. */
export type AddressBlock = { addressee: string[]; kix?: string };

/**
 * A Dutch address under one or more name lines: "1234 AB  PLAATS" with the town in capitals and two spaces before it, and the KIX text
 * (postcode, house number, X and suffix; capitals and digits only, no check digit).
 */
export function addressBlock(names: readonly string[], address: PostalAddress): AddressBlock {
  const { street, houseNumber, houseNumberSuffix, postcode, town } = address;
  const suffix = houseNumberSuffix.trim();
  const code = postcode.replace(/\s/g, "").toUpperCase();
  const kixSuffix = suffix.toUpperCase().replace(/[^0-9A-Z]/g, "");
  return {
    addressee: [...names, [street, houseNumber, suffix].filter(Boolean).join(" "), `${code.slice(0, 4)} ${code.slice(4)}  ${town.toLocaleUpperCase("nl")}`],
    kix: `${code}${houseNumber}${kixSuffix && `X${kixSuffix}`}`,
  };
}
