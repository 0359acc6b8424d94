import { Minus, Plus } from "lucide-react";
import { useTranslation } from "react-i18next";

import { Card, DefinitionList } from "../section.tsx";
import { StatusTag } from "../status-tag.tsx";
import type { RoleChangeShown } from "./screen.ts";

/** Who holds a role now beside who would, by the register and not by the form (R96), and the accounts that end with who left (D16). */
export function RoleChange({ change }: { change: RoleChangeShown }) {
  const { t } = useTranslation("desk");
  const tense = change.isDone ? "past" : "now";
  const { people, accounts } = change;
  return (
    <Card title={t("roleChange.title")}>
      <DefinitionList
        facts={[
          { label: t("roleChange.role"), value: change.role },
          { label: t("roleChange.of"), value: change.agbCode === null ? t("roleChange.ofEnterprise") : t("roleChange.ofAgbCode", { code: change.agbCode }) },
          { label: t(`roleChange.before.${tense}`), value: <People people={people.filter(({ before }) => before)} mark={({ after }) => (after ? null : "goes")} /> },
          { label: t(`roleChange.after.${tense}`), value: <People people={people.filter(({ after }) => after)} mark={({ before }) => (before ? null : "comes")} /> },
          { label: t(change.isDone ? "roleChange.accountsEnded" : "roleChange.accounts"), value: accounts.length === 0 ? null : <span className="font-mono text-xs">{accounts.join("\n")}</span> },
        ]}
      />
    </Card>
  );
}

type Person = RoleChangeShown["people"][number];

function People({ people, mark }: { people: readonly Person[]; mark: (person: Person) => "goes" | "comes" | null }) {
  const { t } = useTranslation("desk");
  if (people.length === 0) return <>{t("roleChange.nobody")}</>;
  return (
    <ul className="grid gap-1">
      {people.map((person) => {
        const marked = mark(person);
        return (
          <li key={person.name} className="flex flex-wrap items-center gap-x-2">
            {person.name}
            {marked === null ? null : (
              <StatusTag tone={marked === "comes" ? "well" : "soon"} icon={marked === "comes" ? Plus : Minus}>
                {t(`roleChange.${marked}`)}
              </StatusTag>
            )}
          </li>
        );
      })}
    </ul>
  );
}
