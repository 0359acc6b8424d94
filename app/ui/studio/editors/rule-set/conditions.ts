import { createContext, useContext } from "react";

/** What the parts of a tree of conditions share: where the focus goes on, what is announced, and of which conditions they are a part. */
export type Conditions = { focusAfter: (...selectors: readonly string[]) => void; say: (text: string) => void; scope: string; /** How many comparisons there are: the last one cannot go. */ count: number };
export const ConditionsContext = createContext<Conditions>({ focusAfter: () => undefined, say: () => undefined, scope: "", count: 0 });
export const useConditions = (): Conditions => useContext(ConditionsContext);

/** Where a condition or group stands, as an attribute to find it by. */
export const placeOf = (scope: string, path: readonly number[]): string => `${scope}/${path.join(".")}`;
/** The same as a selector. */
export const at = (scope: string, path: readonly number[], inside = ""): string => `[data-place="${placeOf(scope, path)}"] ${inside}`.trim();
