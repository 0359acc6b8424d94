import { Link } from "@remix-run/react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { goToPart } from "../go-to.ts";
import { Card, PageTitle } from "../section.tsx";
import { StatusTag, type Tone } from "../status-tag.tsx";

type Severity = "block" | "warn" | "info";
type Props = {
  heading: string;
  title: string;
  path: string;
  pages: ReadonlyArray<{ id: string; title: string; when: readonly string[]; fields: ReadonlyArray<{ id: string; label: string; kind: string; isRequired: boolean; when: readonly string[] }> }>;
  points: ReadonlyArray<{ point: string; title: string; path: string; rules: ReadonlyArray<{ id: string; severity: Severity; says: string; conditions: string }> }>;
  isIdentified: boolean;
  effects: ReadonlyArray<{ effect: string; task: string | null; letter: { title: string; path: string; to: string } | null }>;
  messages: ReadonlyArray<{ happening: string; mails: ReadonlyArray<{ title: string; path: string; to: string }> }>;
  deadlines: ReadonlyArray<{ stage: "review" | "delivery"; policy: string; isHours: boolean }>;
  reasons: ReadonlyArray<{ code: string; says: string }>;
};

const STAGES = ["form", "rules", "effects", "messages", "terms"] as const;
const TONES: Record<Severity, Tone> = { block: "late", warn: "soon", info: "plain" };

/** A kind of request from the first question to the last message: what is asked when, which rule says what when, what approval does, who hears of it. */
export function LogicPage({ heading, title, path, pages, points, isIdentified, effects, messages, deadlines, reasons }: Props) {
  const { t } = useTranslation("studio");
  return (
    <>
      <PageTitle title={heading} kicker={<Link to={path} className="text-link">{title}</Link>} lead={t("logic.lead")} />
      <nav aria-label={t("logic.stages")}>
        <ol className="flex flex-wrap gap-2">
          {STAGES.map((stage, index) => (
            <li key={stage} className="flex items-center gap-2">
              <a href={`#${stage}`} onClick={(event) => goToPart(event, stage)} className="inline-flex min-h-9 items-center rounded-md border border-edge bg-sheet px-3 font-semibold text-petrol hover:bg-petrol-tint">
                {t(`logic.stage.${stage}`)}
              </a>
              {index === STAGES.length - 1 ? null : <span aria-hidden>→</span>}
            </li>
          ))}
        </ol>
      </nav>
      <Stage name="form">
        <ol className="grid gap-4">
          {pages.map((page) => (
            <li key={page.id}>
              <h3 className="font-semibold">{page.title}</h3>
              <When when={page.when} />
              <ul className="grid">
                {page.fields.map((field) => (
                  <li key={field.id} className="border-b border-line py-1 last:border-0">
                    {field.label} <span className="text-help">({field.isRequired ? field.kind : t("logic.optional", { kind: field.kind })})</span>
                    <When when={field.when} />
                  </li>
                ))}
              </ul>
            </li>
          ))}
        </ol>
      </Stage>
      <Stage name="rules">
        <div className="grid gap-5">
          {points.map((one) => (
            <section key={one.point} aria-label={one.point}>
              <h3 className="font-semibold">
                {one.point}: <Link to={one.path} className="text-link">{one.title}</Link>
              </h3>
              <ul className="grid">
                {one.rules.map((rule) => (
                  <li key={rule.id} className="grid gap-1 border-b border-line py-2 last:border-0">
                    <p className="flex flex-wrap items-center gap-x-2 gap-y-1">
                      <StatusTag tone={TONES[rule.severity]}>{t(`trial.severity.${rule.severity}`)}</StatusTag>
                      <span className="min-w-0 break-words">{rule.says}</span>
                    </p>
                    <p className="text-help">{t("logic.if", { conditions: rule.conditions })}</p>
                  </li>
                ))}
              </ul>
            </section>
          ))}
          <p>{t(isIdentified ? "logic.identified" : "logic.notIdentified")}</p>
        </div>
      </Stage>
      <Stage name="effects">
        <ol className="list-decimal pl-5">
          {effects.map(({ effect, task, letter }, index) => (
            <li key={index}>
              {task === null ? effect : `${effect}: ${task}`}
              {letter === null ? null : <>: <Link to={letter.path} className="text-link">{letter.title}</Link> {t("logic.to", { to: letter.to })}</>}
            </li>
          ))}
        </ol>
      </Stage>
      <Stage name="messages">
        <dl className="grid gap-x-6 gap-y-2 sm:grid-cols-[minmax(8rem,2fr)_3fr]">
          {messages.map(({ happening, mails }) => (
            <div key={happening} className="grid gap-x-6 border-b border-line pb-2 last:border-0 sm:col-span-2 sm:grid-cols-subgrid">
              <dt>{happening}</dt>
              <dd>
                <ul>
                  {mails.map((mail) => (
                    <li key={`${mail.path} ${mail.to}`}>
                      <Link to={mail.path} className="text-link">{mail.title}</Link> {t("logic.to", { to: mail.to })}
                    </li>
                  ))}
                </ul>
              </dd>
            </div>
          ))}
        </dl>
      </Stage>
      <Stage name="terms">
        <ul>
          {deadlines.map(({ stage, policy, isHours }) => (
            <li key={stage}>{t(`logic.deadline.${stage}${isHours ? "Hours" : ""}`, { policy })}</li>
          ))}
        </ul>
        <h3 className="mt-3 font-semibold">{t("logic.reasons")}</h3>
        <ul className="list-disc pl-5">
          {reasons.map(({ code, says }) => (
            <li key={code}>{says}</li>
          ))}
        </ul>
      </Stage>
    </>
  );
}

function Stage({ name, children }: { name: (typeof STAGES)[number]; children: ReactNode }) {
  const { t } = useTranslation("studio");
  return (
    <Card title={t(`logic.stage.${name}`)} anchor={name} acts={name}>
      {children}
    </Card>
  );
}

function When({ when }: { when: readonly string[] }) {
  const { t } = useTranslation("studio");
  return when.length === 0 ? null : <p className="text-help">{t("logic.when", { when: when.join(t("logic.and")) })}</p>;
}
