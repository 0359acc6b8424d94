import { useState } from "react";
import { useTranslation } from "react-i18next";

import type { WorkedExample } from "#app/domain/definitions/schema/rule-set.ts";
import { SEGMENTS } from "#app/domain/definitions/schema/scope.ts";

import { Button } from "../../button.tsx";
import type { ActPath } from "../../desk/screen.ts";
import { Select, TextInput } from "../../field.tsx";
import { Notice } from "../../notice.tsx";
import { Card } from "../../section.tsx";
import { StatusTag, type Tone } from "../../status-tag.tsx";
import { FactField } from "./fact-field.tsx";
import { type RuleTried, type TrialAtWork, useTrial } from "./use-trial.ts";

/** So many facts are shown at first, and what is other than usual: what comes of them is then never far away. */
const AT_FIRST = 12;

type Props = { point: string; path: ActPath; toSend: () => { content: string; wordings: string }; onExample: (example: WorkedExample) => void };

/** Rules tried on facts that somebody fills in or takes from a past request: what comes of it, why, and what would have made it otherwise. */
export function TrialPanel({ point, path, toSend, onExample }: Props) {
  const { t } = useTranslation("studio");
  const [isOpen, setOpen] = useState(false);
  const trial = useTrial({ isOpen, path, toSend, point });
  return (
    <Card title={t("trial.title")}>
      <p className="mb-3 max-w-text text-soft">{t("trial.lead")}</p>
      {isOpen ? (
        <div className="grid gap-4">
          <Past trial={trial} />
          {trial.problem === null ? null : <Notice kind="late" live title={trial.problem} />}
          {trial.shown === null ? <p role="status" className="text-soft">{t("editor.checking")}</p> : (
            <div className="grid gap-6 lg:grid-cols-[minmax(0,2fr)_minmax(0,3fr)]">
              <FactsTried trial={trial} />
              <div className="grid content-start gap-4">
                <CameOf trial={trial} />
                <KeepExample trial={trial} onExample={onExample} />
              </div>
            </div>
          )}
        </div>
      ) : (
        <Button type="button" look="other" size="small" onClick={() => setOpen(true)}>
          {t("trial.open")}
        </Button>
      )}
    </Card>
  );
}

function Past({ trial }: { trial: TrialAtWork }) {
  const { t } = useTranslation("studio");
  const [reference, setReference] = useState("");
  return (
    <div className="grid gap-2">
      <div className="flex flex-wrap items-end gap-3">
        <TextInput name="trial-reference" label={t("trial.past")} help={t("trial.pastHelp")} width="short" mono optional value={reference} onChange={(event) => setReference(event.currentTarget.value)} />
        <Button type="button" look="other" size="small" disabled={reference.trim() === ""} onClick={() => void trial.take(reference.trim())}>
          {t("trial.take")}
        </Button>
        <Button type="button" look="quiet" size="small" onClick={trial.reset}>
          {t("trial.typical")}
        </Button>
      </div>
      <p role="status" className="text-help">
        {trial.taken === null ? null : trial.taken.spoke.length === 0 ? t("trial.takenNone", { reference: trial.taken.reference }) : t("trial.taken", { reference: trial.taken.reference, spoke: trial.taken.spoke.join(", ") })}
      </p>
    </div>
  );
}

function FactsTried({ trial }: { trial: TrialAtWork }) {
  const { t } = useTranslation("studio");
  const [wanted, setWanted] = useState("");
  const [isWhole, setWhole] = useState(false);
  const words = wanted.trim().toLowerCase();
  const fields = (trial.shown?.fields ?? []).filter(({ name, label }) => words === "" || `${name} ${label}`.toLowerCase().includes(words));
  const isOther = ({ name, typical }: (typeof fields)[number]) => Object.hasOwn(trial.facts, name) && JSON.stringify(trial.facts[name]) !== JSON.stringify(typical);
  const some = isWhole || words !== "" ? fields : fields.filter((field, index) => index < AT_FIRST || isOther(field));
  const today = String(trial.shown?.fields.find(({ name }) => name === "today")?.value ?? "");
  const { situation, setSituation } = trial;
  const choices = (name: "channel" | "segment" | "kind", values: readonly string[]) => values.map((value) => ({ value, label: t(`trial.${name}.${value}`) }));
  return (
    <section aria-label={t("trial.facts")} className="grid min-w-0 content-start gap-3">
      <h3 className="font-semibold">{t("trial.facts")}</h3>
      <p className="text-help">{t("trial.factsHelp")}</p>
      <details>
        <summary className="inline-flex min-h-6 cursor-pointer items-center text-link">{t("trial.situation")}</summary>
        <div className="grid gap-3 py-2 sm:grid-cols-3">
          <Select name="trial-channel" label={t("trial.channel.label")} value={situation.channel} choices={choices("channel", ["online", "paper", "email", "phone", "portal"])} onChange={(event) => setSituation({ ...situation, channel: event.currentTarget.value })} />
          <Select name="trial-segment" label={t("trial.segment.label")} value={situation.segment} choices={choices("segment", SEGMENTS)} onChange={(event) => setSituation({ ...situation, segment: event.currentTarget.value })} />
          <Select name="trial-kind" label={t("trial.kind.label")} value={situation.certificateKind} choices={choices("kind", ["personal", "system"])} onChange={(event) => setSituation({ ...situation, certificateKind: event.currentTarget.value })} />
        </div>
      </details>
      <TextInput name="trial-wanted" label={t("trial.find")} optional value={wanted} onChange={(event) => setWanted(event.currentTarget.value)} />
      <div>
        {some.map((field) => (
          <FactField key={`${field.name} ${trial.taken?.reference ?? ""}`} today={today} field={{ ...field, value: Object.hasOwn(trial.facts, field.name) ? (trial.facts[field.name] ?? null) : field.typical }} onChange={(value) => trial.setFact(field.name, value)} />
        ))}
      </div>
      {some.length === fields.length ? null : (
        <span>
          <Button type="button" look="quiet" size="small" onClick={() => setWhole(true)}>
            {t("trial.whole", { count: fields.length })}
          </Button>
        </span>
      )}
    </section>
  );
}

const TONES: Record<RuleTried["severity"], Tone> = { block: "late", warn: "soon", info: "plain" };

function CameOf({ trial: { shown, isBusy } }: { trial: TrialAtWork }) {
  const { t } = useTranslation("studio");
  if (shown === null) return null;
  const spoke = shown.rules.filter(({ fired }) => fired);
  const silent = shown.rules.filter(({ fired }) => !fired);
  return (
    <section aria-label={t("trial.outcome")} aria-busy={isBusy} className="grid gap-3">
      <h3 className="font-semibold">{t("trial.outcome")}</h3>
      <dl className="flex flex-wrap gap-x-6 gap-y-1 font-mono text-sm">
        {Object.entries(shown.outcome).map(([name, value]) => (
          <div key={name} className="flex gap-2">
            <dt className="text-soft">{name}</dt>
            <dd>{typeof value === "string" ? value : JSON.stringify(value)}</dd>
          </div>
        ))}
      </dl>
      <p role="status">{spoke.length === 0 ? t("trial.none") : t("trial.spoke", { count: spoke.length })}</p>
      {spoke.map((rule) => (
        <Rule key={rule.id} rule={rule} />
      ))}
      <details>
        <summary className="inline-flex min-h-6 cursor-pointer items-center text-link">{t("trial.silent", { count: silent.length })}</summary>
        <div className="grid gap-3 pt-2">
          {silent.map((rule) => (
            <Rule key={rule.id} rule={rule} />
          ))}
        </div>
      </details>
    </section>
  );
}

function Rule({ rule }: { rule: RuleTried }) {
  const { t } = useTranslation("studio");
  return (
    <div className="grid gap-1 border-l-4 border-line pl-3">
      <p className="flex flex-wrap items-center gap-2">
        {rule.fired ? <StatusTag tone={TONES[rule.severity]}>{t(`trial.severity.${rule.severity}`)}</StatusTag> : null}
        <code className="font-mono text-sm break-all">{rule.id}</code>
      </p>
      {rule.sentence === null ? null : <p className="font-semibold">{rule.sentence}</p>}
      <p>{t("trial.because", { because: rule.because })}</p>
      {rule.wouldChange.length === 0 ? null : (
        <div className="text-help">
          <p>{t("trial.would")}</p>
          <ul className="list-disc pl-5">
            {rule.wouldChange.map((set) => (
              <li key={set.join()}>{set.join("; ")}</li>
            ))}
          </ul>
        </div>
      )}
    </div>
  );
}

/** What was tried becomes a worked example of the set: the facts that are other than usual, and what came of them. */
function KeepExample({ trial, onExample }: { trial: TrialAtWork; onExample: (example: WorkedExample) => void }) {
  const { t } = useTranslation("studio");
  const [title, setTitle] = useState({ nl: "", en: "" });
  const [isKept, setKept] = useState(false);
  const { shown } = trial;
  if (shown === null) return null;
  const keep = () => {
    const facts = Object.fromEntries(shown.fields.filter(({ value, typical }) => JSON.stringify(value) !== JSON.stringify(typical)).map(({ name, value }) => [name, value]));
    onExample({ title, facts, expect: { spoke: [...shown.spoke], outcome: shown.outcome } });
    setTitle({ nl: "", en: "" });
    setKept(true);
  };
  return (
    <fieldset className="grid min-w-0 gap-3 rounded-md border border-line p-3">
      <legend className="px-1 font-semibold">{t("trial.keep")}</legend>
      <p className="text-help">{t("trial.keepHelp")}</p>
      {(["nl", "en"] as const).map((language) => (
        <TextInput
          key={language} name={`trial-title-${language}`} label={`${t("trial.exampleTitle")}: ${t(`texts.language.${language}`)}`} value={title[language]}
          onChange={(event) => {
            setTitle({ ...title, [language]: event.currentTarget.value });
            setKept(false);
          }}
        />
      ))}
      <span>
        <Button type="button" look="other" size="small" disabled={title.nl.trim() === "" || title.en.trim() === "" || trial.isBusy} onClick={keep}>
          {t("trial.keep")}
        </Button>
      </span>
      <p role="status" className="text-help">{isKept ? t("trial.kept") : null}</p>
    </fieldset>
  );
}
