import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";

import { inputNames, officeTexts } from "#app/domain/definitions/schema/form-texts.ts";
import type { Field } from "#app/domain/definitions/schema/form.ts";
import { type Typed, visibleFields, visiblePages } from "#app/domain/requests/form/visible.ts";

import type { DeskProblem } from "../desk/screen.ts";
import { Notice } from "../notice.tsx";
import { DefinitionList } from "../section.tsx";
import { saidIn } from "./seen-on-paper.tsx";
import type { SaidShown, TypedOverShown } from "./shown.ts";

type Row = { key: string; label: string; mine: string; saved: string };

/** Somebody saved the same form meanwhile, in another window or elsewhere: nothing was overwritten, and each answer that differs stands here both ways. */
export function Moved({ form, problem }: { form: TypedOverShown; problem: DeskProblem }) {
  const { t } = useTranslation("intake");
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => box.current?.focus(), [problem.correlationId]);
  const rows = useRows(form, problem);
  const none = t("moved.none");
  return (
    <div ref={box} role="alert" tabIndex={-1} data-moved>
      <Notice kind="warn" title={t("moved.title")}>
        <p>{t(rows.length === 0 ? "moved.same" : "moved.text")}</p>
        <DefinitionList
          facts={rows.map(({ key, label, mine, saved }) => ({
            key,
            label,
            value: (
              <>
                <span className="block">{t("moved.saved", { value: saved || none })}</span>
                <span className="block">{t("moved.mine", { value: mine || none })}</span>
              </>
            ),
          }))}
        />
        {rows.length === 0 ? null : <p>{t("moved.go")}</p>}
      </Notice>
    </div>
  );
}

function useRows(form: TypedOverShown, problem: DeskProblem): Row[] {
  const { t } = useTranslation(["intake", "form", "requests"]);
  const mine: Typed = Object.fromEntries(Object.entries(problem.values).filter(([name]) => !name.startsWith("_")));
  const wordOf = (field: Field, text: string) => {
    if (field.kind === "choice" || field.kind === "choices") return t(officeTexts(form.type, field).option(text));
    if (field.kind === "declaration") return t("form:yes");
    const offered = field.kind === "services" ? (form.services[field.of]?.groups ?? []).flatMap(({ services }) => services) : [];
    return offered.find(({ id }) => id === text)?.name ?? text;
  };
  const words = (field: Field, typed: Typed) => inputNames(field).flatMap((name) => textsOf(typed, name).map((text) => wordOf(field, text))).join(JOINED[field.kind] ?? " ");
  const fields = new Map([mine, form.typed].flatMap((typed) => visiblePages(form.pages, typed).flatMap((page) => visibleFields(page, form.pages, typed))).map((field) => [field.id, field]));
  const seen = saidIn(problem, true, form.seen);
  const saidWord = (name: keyof SaidShown, { [name]: said }: SaidShown): string => {
    if (typeof said === "object") return [said.day, said.month, said.year].filter(Boolean).join("-");
    if (said === "") return "";
    if (name === "idCopy") return t(`seen.copy.${said}`);
    if (name === "idDocument") return t(`seen.document.${said}`);
    if (name !== "signed") return said;
    if (said === "none" || said === "of-another") return t(said === "none" ? "seen.none" : "seen.ofAnother");
    return form.signers.find(({ value }) => value === said)?.label ?? said;
  };
  return [
    ...[...fields.values()].map((field) => ({ key: field.id, label: t(officeTexts(form.type, field).label), mine: words(field, mine), saved: words(field, form.typed) })),
    ...(["signed", "idCopy", "idDocument", "idLastFour", "idExpiresOn"] as const).map((name) => ({ key: `_${name}`, label: t(`seen.${name}`), mine: saidWord(name, seen), saved: saidWord(name, form.seen) })),
  ].filter(({ mine: one, saved }) => one !== saved);
}

const JOINED: Partial<Record<Field["kind"], string>> = { date: "-", choices: ", ", services: ", " };

function textsOf(typed: Typed, name: string): string[] {
  return [typed[name] ?? []].flat().filter((text) => text.trim() !== "");
}
