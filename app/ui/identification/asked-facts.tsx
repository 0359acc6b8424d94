import { useTranslation } from "react-i18next";

import { Card, DefinitionList } from "#app/ui/section.tsx";

type Asked = { kind: string; subject: string; services: readonly string[]; enterprise: string; applicant: string; submittedAt: string };

/** For whom, what, by whom and when: what somebody confirms or does not know. */
export function AskedFacts({ asked }: { asked: Asked }) {
  const { t, i18n } = useTranslation("identification");
  const date = new Intl.DateTimeFormat(i18n.language === "en" ? "en-GB" : "nl-NL", { dateStyle: "full", timeZone: "Europe/Amsterdam" }).format(new Date(asked.submittedAt));
  return (
    <Card title={t("facts.title")} className="max-w-text">
      <DefinitionList
        facts={[
          { key: "what", label: t("facts.what"), value: t(`facts.kind.${asked.kind}`, { defaultValue: t("facts.kind.other") }) },
          { key: "whom", label: t("facts.whom"), value: <strong>{asked.subject}</strong> },
          { key: "practice", label: t("facts.practice"), value: asked.enterprise },
          { key: "services", label: t("facts.services"), value: asked.services.length === 0 ? null : <Lines lines={asked.services} /> },
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
