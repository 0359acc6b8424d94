import { createContext, useContext } from "react";

/** The request's nonce. Browsers hide it from the markup after loading, so that on the client it is empty, and that is no mismatch. */
export const NonceContext = createContext<string | undefined>(undefined);

export function useNonce(): string | undefined {
  return useContext(NonceContext);
}
