import { findText } from "#app/domain/decisions/texts.ts";

import { NO_TEXTS, type Choices, type Edited } from "./edited.ts";

/** The kinds of request that may lead to a certificate. */
export type CertificateProfileChoices = { types: ReadonlyArray<{ value: string; label: string }> };

export function certificateProfileChoices({ all, language, said }: Edited): Choices<CertificateProfileChoices> {
  const types = all.filter(({ kind }) => kind === "request-type").map(({ key }) => ({ value: key, label: findText(said[language]["requests"] ?? {}, `${key}.title`) ?? key }));
  return { choices: { types }, texts: NO_TEXTS };
}
