import { redirect } from "@remix-run/node";
import { Form, Link, useLoaderData } from "@remix-run/react";
import { useTranslation } from "react-i18next";

import { tokenOf } from "#app/domain/access/links.ts";
import { currentRelease } from "#app/domain/definitions/store.ts";
import { getAppliedOnline, whatComesOf } from "#app/domain/requests/applied-online.ts";
import { beginDraft } from "#app/domain/requests/draft.ts";
import { isOnPaper } from "#app/domain/requests/paper/print.ts";
import { leadTimeOf } from "#app/domain/requests/lead-time.ts";
import { Button } from "#app/ui/button.tsx";
import { LeadTimeSection } from "#app/ui/form/lead-time.tsx";
import { PublicLayout } from "#app/ui/public-layout.tsx";
import { PageTitle, Section } from "#app/ui/section.tsx";
import { publicAction, publicLoader } from "#app/web/guards.server.ts";
import type { PageHandle } from "#app/web/i18n.ts";
import { pageMeta } from "#app/web/page-meta.ts";
import { TypeParams } from "#app/web/params.ts";
import { paths } from "#app/web/paths.ts";
import { useFormat } from "#app/web/use-format.ts";

export const handle: PageHandle = { i18n: ["public", "requests"] };
export const meta = pageMeta;

/** What somebody needs before they begin (R53), and what happens afterwards (R92). */
export const loader = publicLoader({ params: TypeParams }, async ({ params, db, now, t }) => {
  const type = await getAppliedOnline(db, params.type);
  const title = t(`requests:${type.id}.title`);
  return { title: t("public:apply.title", { title }), type: type.id, comes: whatComesOf(type), isOnPaper: isOnPaper(type), leadTime: await leadTimeOf(db, { type, releaseId: await currentRelease(db), now }) };
});

/** Begins a form. */
export const action = publicAction(
  { params: TypeParams, limit: { name: "draft.begin", points: 60, perSeconds: 3600 } },
  async ({ params, db, context, language, now }) => {
    const type = await getAppliedOnline(db, params.type);
    const begun = await beginDraft(context.office, { type: type.id, language, now });
    return redirect(`/draft/${tokenOf(context.office.secrets.link, begun.link)}/${type.pages[0]?.id ?? "review"}`, 303);
  },
);

export default function Apply() {
  const { t, i18n } = useTranslation(["public", "requests"]);
  const { title, type, comes, isOnPaper, leadTime } = useLoaderData<typeof loader>();
  const has = (part: string) => i18n.exists(`public:apply.${type}.${part}`);
  // What the office made itself has no words of ours here: it is said by what the type does.
  const needs = ["practice", ...(comes.makesAccount || has("need.user") ? ["user"] : []), "you"];
  const then = ["confirm", "review", ...(comes.identifies || has("then.identify") ? ["identify"] : []), comes.delivers || has("then.send") ? "send" : "carryOut"];
  return (
    <PublicLayout>
      <PageTitle title={title} lead={t(`requests:${type}.intro`)} />
      {i18n.exists(`public:apply.${type}.about.title`) ? (
        <Section title={t(`public:apply.${type}.about.title`)}>
          <ul className="grid max-w-text list-disc gap-2 pl-6 marker:text-petrol">
            {["1", "2", "3"].map((item) => (
              <li key={item}>{t(`public:apply.${type}.about.${item}`)}</li>
            ))}
          </ul>
        </Section>
      ) : null}
      <Section title={t("public:apply.needTitle")}>
        <ul className="grid max-w-text list-disc gap-2 pl-6 marker:text-petrol">
          {needs.map((item) => (
            <li key={item}>{t([`public:apply.${type}.need.${item}`, `public:apply.need.${item}`])}</li>
          ))}
        </ul>
      </Section>
      <Section title={t("public:apply.checkTitle")}>
        <p className="max-w-text">{t("public:apply.check")}</p>
      </Section>
      <Form method="post" className="grid justify-items-start gap-2">
        <Button>{t("public:apply.start")}</Button>
        <p className="text-help">{t("public:apply.time")}</p>
      </Form>
      {isOnPaper ? (
        <p>
          <Link to={paths.paper(type)} className="text-link">{t("public:apply.paper")}</Link>
        </p>
      ) : null}
      <Section title={t("public:apply.thenTitle")}>
        <ol className="grid max-w-text list-decimal gap-2 pl-6 marker:text-soft">
          {then.map((item) => (
            <li key={item}>{t([`public:apply.${type}.then.${item}`, `public:apply.then.${item}`])}</li>
          ))}
        </ol>
      </Section>
      <LeadTimeSection leadTime={leadTime} dateOnly={useFormat().date} />
      <p className="text-help max-w-text">{t("public:apply.bank")}</p>
    </PublicLayout>
  );
}
