import { useTranslation } from "react-i18next";

import { DefinitionList } from "../section.tsx";
import type { DeskFormat, PartyShown } from "./screen.ts";

/** What we know of somebody, for the document to be held beside it. */
export function Known({ party, format }: { party: PartyShown; format: DeskFormat }) {
  const { t } = useTranslation("by-hand");
  return (
    <DefinitionList
      facts={[
        { label: t("known.name"), value: party.name },
        { label: t("known.birthDate"), value: party.birthDate ? format.dateOnly(party.birthDate) : t("known.noBirthDate") },
      ]}
    />
  );
}
