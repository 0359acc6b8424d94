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

type Props = { at: string; form: TypedOverShown; problem: DeskProblem | null };

/**
 * The whole declared form on one page, for whoever types it over from paper: the same fields, shown by the same conditions, as online. Below it what only
 * a person can see: whose signature it is, and whether the copy of the identity document is masked and valid.
 */
export function TypeOverForm({ at, form, problem }: Props) {
  const { t } = useTranslation(["intake", "form", "requests"]);
  const sent = problem && Object.hasOwn(problem.values, "_version") ? Object.fromEntries(Object.entries(problem.values).filter(([name]) => !name.startsWith("_"))) : {};
  const [current, setCurrent] = useState<Typed>({ ...form.typed, ...sent });
  const look = (event: FormEvent<HTMLFormElement>) => setCurrent(typedIn(event.currentTarget));
  const errors = problem?.fields ?? {};
  return (
    <Form method="post" action={`${at}/form`} onChange={look} noValidate className="grid gap-8">
      <input type="hidden" name="_version" value={form.version} />
      {/* Enter saves; without this the first button of the page would count. */}
      <button name="_intent" value="save" tabIndex={-1} aria-hidden className="sr-only">
        {t("intake:over.save")}
      </button>
      {visiblePages(form.pages, current).map((page) => (
        <Section key={page.id} title={t(pageTexts(form.type, page).short)}>
          <div className="grid gap-5">
            {visibleFields(page, form.pages, current).map((field) => (
              <FormField key={field.id} type={form.type} field={field} values={current} errors={errors} services={field.kind === "services" && field.of === "any" ? form.anyService : form.services} />
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
