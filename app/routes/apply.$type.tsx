import { redirect } from "@remix-run/node";
import { Form, Link, useLoaderData } from "@remix-run/react";
import { useTranslation } from "react-i18next";

import { tokenOf } from "#app/domain/access/links.ts";
import { currentRelease, findDefinition } from "#app/domain/definitions/store.ts";
import { Problem } from "#app/domain/problem.ts";
import { beginDraft } from "#app/domain/requests/draft.ts";
import { isOnPaper } from "#app/domain/requests/paper/print.ts";
import { leadTimeOf } from "#app/domain/requests/lead-time.ts";
import type { Db } from "#db/types.ts";
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
  const type = await getPublicType(db, params.type);
  const title = t(`requests:${type.id}.title`);
  return { title: t("public:apply.title", { title }), type: type.id, isOnPaper: isOnPaper(type), leadTime: await leadTimeOf(db, { type, releaseId: await currentRelease(db), now }) };
});

/** Begins a form. */
export const action = publicAction(
  { params: TypeParams, limit: { name: "draft.begin", points: 60, perSeconds: 3600 } },
  async ({ params, db, context, language, now }) => {
    const type = await getPublicType(db, params.type);
    const begun = await beginDraft(context.office, { type: type.id, language, now });
    return redirect(`/draft/${tokenOf(context.office.secrets.link, begun.link)}/${type.pages[0]?.id ?? "review"}`, 303);
  },
);

async function getPublicType(db: Db, key: string) {
  const found = await findDefinition(db, await currentRelease(db), "request-type", key);
  if (!found || found.content.audience !== "public" || !found.content.channels.includes("online")) throw new Problem("page.not-found");
  return found.content;
}

export default function Apply() {
  const { t, i18n } = useTranslation(["public", "requests"]);
  const { title, type, isOnPaper, leadTime } = useLoaderData<typeof loader>();
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
          {["practice", "user", "you"].map((item) => (
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
          {["confirm", "review", "identify", "send"].map((item) => (
            <li key={item}>{t([`public:apply.${type}.then.${item}`, `public:apply.then.${item}`])}</li>
          ))}
        </ol>
      </Section>
      <LeadTimeSection leadTime={leadTime} dateOnly={useFormat().date} />
      <p className="text-help max-w-text">{t("public:apply.bank")}</p>
    </PublicLayout>
  );
}
