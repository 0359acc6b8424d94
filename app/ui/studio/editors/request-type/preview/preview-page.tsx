import { type FormEvent, type MouseEvent, useRef } from "react";
import { useTranslation } from "react-i18next";

import { pageTexts } from "#app/domain/definitions/schema/form-texts.ts";
import { inputNames } from "#app/domain/definitions/schema/form-texts.ts";
import type { Page } from "#app/domain/definitions/schema/form.ts";
import type { Service } from "#app/domain/definitions/schema/services.ts";
import type { Language } from "#app/domain/people.ts";
import type { ServiceChoice } from "#app/domain/requests/form/offer.ts";
import type { Typed } from "#app/domain/requests/form/visible.ts";

import { Button } from "../../../../button.tsx";
import { PageFields } from "../../../../form/page-fields.tsx";
import { typedIn } from "../../../../form/page-form.tsx";
import { Notice } from "../../../../notice.tsx";
import { PageTitle } from "../../../../section.tsx";

type Props = {
  type: string; page: Page; pages: readonly Page[]; typed: Typed; onTyped: (typed: Typed) => void; services: readonly Service[]; language: Language; number: number; total: number; onBack: () => void; onNext: () => void;
};

/** One page of a form as the counter draws it, with what it needs of the office: all services, since nobody's AGB code was looked up. */
export function PreviewPage({ type, page, pages, typed, onTyped, services, language, number, total, onBack, onNext }: Props) {
  const { t } = useTranslation(["form", "requests"]);
  const form = useRef<HTMLFormElement>(null);
  const texts = pageTexts(type, page);
  const look = (event: FormEvent<HTMLFormElement>) => {
    const own = new Set(page.fields.flatMap(inputNames));
    onTyped({ ...Object.fromEntries(Object.entries(typed).filter(([name]) => !own.has(name))), ...typedIn(event.currentTarget) });
  };
  // A form inside the editor's form as React sees it, though not in the document: nothing of it may reach the other.
  const stay = (event: FormEvent) => {
    event.preventDefault();
    event.stopPropagation();
    onNext();
  };
  const dontGo = (event: MouseEvent<HTMLDivElement>) => {
    if (event.target !== null && "closest" in event.target && (event.target as Element).closest("a") !== null) event.preventDefault();
  };
  const offered = page.fields.find((field) => field.kind === "services");
  return (
    <div data-scheme="public" className="min-h-dvh" onClickCapture={dontGo} onChange={(event) => event.stopPropagation()}>
      <main className="grid min-w-0 content-start gap-6 px-4 py-6">
        <PageTitle kicker={number > 0 ? t("form:step", { number, total }) : undefined} title={t(texts.title)} lead={t(texts.intro)} />
        <form ref={form} noValidate onChange={look} onSubmit={stay} className="grid gap-7">
          <PageFields type={type} page={page} pages={pages} typed={typed} errors={{}} services={offered === undefined ? null : choiceOf(services, offered.of, language)} />
          <div className="flex flex-wrap items-center gap-3">
            <Button>{t("form:continue")}</Button>
            <Button type="button" look="quiet" onClick={onBack}>{t("form:back")}</Button>
          </div>
        </form>
        {page.fields.length === 0 ? <Notice kind="warn">…</Notice> : null}
      </main>
    </div>
  );
}

/** Every service that such a field could offer, by the law that it rests on. */
function choiceOf(services: readonly Service[], of: string, language: Language): ServiceChoice {
  const isGeneral = of === "allowed" || of === "any";
  const offered = services.filter(({ ownForm }) => ownForm === (isGeneral ? null : of));
  const bases = [...new Set(offered.map(({ legalBasis }) => legalBasis ?? "none"))];
  return {
    known: true,
    excluded: [],
    groups: bases.map((basis) => ({
      basis,
      services: offered
        .filter(({ legalBasis }) => (legalBasis ?? "none") === basis)
        .map(({ id, name, description, rights, needsAddendum, maxUsers }) => ({ id, name: name[language], description: description[language], rights: rights.map((right) => right.name[language]), needsAddendum: isGeneral && needsAddendum, maxUsers })),
    })),
  };
}
