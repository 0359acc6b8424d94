import { useTranslation } from "react-i18next";

import { Card, DefinitionList } from "#app/ui/section.tsx";

type Asked = { kind: string; subject: string; people: readonly string[]; what: readonly string[]; services: readonly string[]; withdrawn: readonly string[]; role: { name: string; before: readonly string[]; after: readonly string[] } | null; enterprise: string; applicant: string; submittedAt: string };

/** For whom, what, by whom and when: what somebody confirms or does not know. */
export function AskedFacts({ asked }: { asked: Asked }) {
  const { t, i18n } = useTranslation("identification");
  const date = new Intl.DateTimeFormat(i18n.language === "en" ? "en-GB" : "nl-NL", { dateStyle: "full", timeZone: "Europe/Amsterdam" }).format(new Date(asked.submittedAt));
  return (
    <Card title={t("facts.title")} className="max-w-text">
      <DefinitionList
        facts={[
          { key: "what", label: t("facts.what"), value: t(`facts.kind.${asked.kind}`, { defaultValue: t("facts.kind.other") }) },
          { key: "asked", label: t("facts.asked"), value: asked.what.length === 0 ? null : <Lines lines={asked.what} /> },
          { key: "whom", label: t("facts.whom"), value: asked.people.length > 0 ? <Lines lines={asked.people} /> : <strong>{asked.subject}</strong> },
          { key: "practice", label: t("facts.practice"), value: asked.enterprise },
          { key: "role", label: t("facts.role"), value: asked.role?.name },
          { key: "before", label: t("facts.before"), value: asked.role && <Lines lines={asked.role.before.length > 0 ? asked.role.before : [t("facts.nobody")]} /> },
          { key: "after", label: t("facts.after"), value: asked.role && <Lines lines={asked.role.after.length > 0 ? asked.role.after : [t("facts.nobody")]} /> },
          { key: "services", label: t(asked.withdrawn.length > 0 || asked.kind === "authorisation-change" || asked.kind === "purchasing-portal" ? "facts.granted" : "facts.services"), value: asked.services.length === 0 ? null : <Lines lines={asked.services} /> },
          { key: "withdrawn", label: t("facts.withdrawn"), value: asked.withdrawn.length === 0 ? null : <Lines lines={asked.withdrawn} /> },
          { key: "by", label: t("facts.by"), value: asked.applicant },
          { key: "on", label: t("facts.on"), value: <time dateTime={asked.submittedAt}>{date}</time> },
        ]}
      />
    </Card>
  );
}

function Lines({ lines }: { lines: readonly string[] }) {
  return (
    <ul className="grid gap-1">
      {lines.map((line) => (
        <li key={line}>{line}</li>
      ))}
    </ul>
  );
}
