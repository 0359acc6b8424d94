import { listRelease } from "#app/domain/definitions/changes/read.ts";
import { readShape, type CheckedDefinition, type DefinitionKind } from "#app/domain/definitions/kinds.ts";
import { fieldTexts, pageTexts } from "#app/domain/definitions/schema/form-texts.ts";
import { currentRelease } from "#app/domain/definitions/store.ts";
import { partsUsed, type PartUse } from "#app/domain/definitions/uses.ts";

import { paths } from "./paths.ts";
import { titleOf, type Place } from "./studio.server.ts";

/** Where each policy, service or field of a published definition is used, in words: by which definitions, and as what. */
export async function listPartsUsed({ db, t, language }: Pick<Place, "db" | "t" | "language">, { kind: ofKind, key: ofKey }: { kind: DefinitionKind; key: string }) {
  const all = await listRelease(db, await currentRelease(db));
  const one = all.find(({ kind, key }) => kind === ofKind && key === ofKey);
  if (!one) return [];
  const nameOf = partNames(one, { t, language });
  return partsUsed(one, all).map(({ part, uses, hold, isIdle }) => {
    const users = new Map<string, { kind: DefinitionKind; title: string; path: string; says: string[] }>();
    for (const use of uses) {
      const { kind, key } = use.by;
      const path = paths.studioDefinition(kind, key);
      const definition = all.find((other) => other.kind === kind && other.key === key);
      const user = users.get(path) ?? { kind, title: definition ? titleOf(definition, t, language) : key, path, says: [] };
      users.set(path, { ...user, says: [...new Set([...user.says, says(use, t)])] });
    }
    return { part, name: nameOf(part), hold, isIdle, users: [...users.values()] };
  });
}

/** How the policies, services or fields of a definition are called. */
export function partNames({ kind, key, content }: CheckedDefinition, { t, language }: Pick<Place, "t" | "language">): (part: string) => string {
  if (kind === "policy") return (part) => readShape("policy", content).data?.policies.find((policy) => policy.key === part)?.title[language] ?? part;
  if (kind === "services") return (part) => readShape("services", content).data?.services.find(({ id }) => id === part)?.name[language] ?? part;
  return (part) => wordOr(t(fieldTexts(key, { id: part }).label), part);
}

/** As what a definition uses it. */
function says({ by, as, of }: PartUse, t: Place["t"]): string {
  if (as === "rule" || as === "outcome" || as === "most") return t(`studio:parts.as.${as}`, { of });
  if (as === "deadline") return t(`studio:terms.stage.${of}`);
  const field = (id: string) => wordOr(t(fieldTexts(by.key, { id }).label), id);
  if (as === "offered") return t("studio:parts.as.offered", { of: field(of) });
  return t(`studio:form-builder.use.${as}`, { of: named() });

  function named(): string {
    if (as === "page-condition" || as === "column") return wordOr(t(pageTexts(by.key, { id: of }).title), of);
    if (as === "condition" || as === "each-condition") return field(of);
    if (as === "about") return t(`studio:form-builder.about.${of}`);
    if (as === "effect-input" || as === "effect-condition") return t(`studio:form-builder.effect.${of}`);
    return as === "message-condition" ? t([`studio:form-builder.happening.${of.replaceAll(".", "-")}`, of]) : of;
  }
}

/** A text that is not there comes back as its key. */
function wordOr(said: string, otherwise: string): string {
  return /^[a-z0-9-]+(\.[A-Za-z0-9-]+){2,}$/.test(said) ? otherwise : said;
}
