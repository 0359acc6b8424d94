import { Form } from "@remix-run/react";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";

import { pageTexts } from "#app/domain/definitions/schema/form-texts.ts";
import { type Typed, visibleFields, visiblePages } from "#app/domain/requests/form/visible.ts";

import { Button } from "../button.tsx";
import type { DeskProblem } from "../desk/screen.ts";
import { FormField } from "../form/form-field.tsx";
import { typedIn } from "../form/page-form.tsx";
import { Section } from "../section.tsx";
import { SeenOnPaper } from "./seen-on-paper.tsx";
import type { TypedOverShown } from "./shown.ts";

type Props = { at: string; form: TypedOverShown; problem: DeskProblem | null; /** The version that was just saved, which the page may not have been told yet. */ saved: number | null };

/**
 * The whole declared form on one page, for whoever types it over from paper: the same fields, shown by the same conditions, as online. Below it what only
 * a person can see: whose signature it is, and whether the copy of the identity document is masked and valid.
 */
export function TypeOverForm(props: Props) {
  const [since, setSince] = useState<Since>({ sent: {}, now: {} });
  // Once saved, it is shown as the office keeps it: masked, in its own spelling.
  return <Answers key={props.form.version} {...props} since={since} onSince={setSince} />;
}

/** What was sent last, and what stands there now: whoever types on while it is saved loses nothing when the answer comes. */
type Since = { sent: Typed; now: Typed };

function typedSince({ sent, now }: Since): Typed {
  return Object.fromEntries(Object.entries(now).filter(([name, value]) => JSON.stringify(sent[name]) !== JSON.stringify(value)));
}

function Answers({ at, form, problem, saved, since, onSince }: Props & { since: Since; onSince: (since: Since) => void }) {
  const { t } = useTranslation(["intake", "form", "requests"]);
  const sent = problem && Object.hasOwn(problem.values, "_version") ? Object.fromEntries(Object.entries(problem.values).filter(([name]) => !name.startsWith("_"))) : {};
  const [current, setCurrent] = useState<Typed>(() => ({ ...form.typed, ...sent, ...typedSince(since) }));
  const look = (event: FormEvent<HTMLFormElement>) => {
    const now = typedIn(event.currentTarget);
    onSince({ ...since, now });
    setCurrent(now);
  };
  const send = (event: FormEvent<HTMLFormElement>) => {
    const typed = typedIn(event.currentTarget);
    onSince({ sent: typed, now: typed });
  };
  const errors = problem?.fields ?? {};
  return (
    <Form method="post" action={`${at}/form`} onChange={look} onSubmit={send} noValidate className="grid gap-8">
      <input type="hidden" name="_version" value={Math.max(form.version, saved ?? 0)} />
      {/* Enter saves; without this the first button of the page would count. */}
      <button name="_intent" value="save" tabIndex={-1} aria-hidden className="sr-only">
        {t("intake:over.save")}
      </button>
      {visiblePages(form.pages, current).map((page) => (
        <Section key={page.id} title={t(pageTexts(form.type, page).short)}>
          <div className="grid gap-5">
            {visibleFields(page, form.pages, current).map((field) => (
              <FormField key={field.id} type={form.type} field={field} values={current} errors={errors} services={field.kind === "services" ? (form.services[field.of] ?? null) : null} />
            ))}
          </div>
        </Section>
      ))}
      <SeenOnPaper of={form} problem={problem} isSent={problem !== null && Object.hasOwn(problem.values, "_version")} />
      <div className="flex flex-wrap gap-3 border-t border-line pt-4">
        <Button size="small" look="other" name="_intent" value="save">
          {t("intake:over.save")}
        </Button>
        <Button size="small" name="_intent" value="register">
          {t("intake:over.register")}
        </Button>
      </div>
    </Form>
  );
}
