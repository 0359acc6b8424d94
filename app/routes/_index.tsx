import { Link, useLoaderData } from "@remix-run/react";
import { ArrowRight } from "lucide-react";
import { useTranslation } from "react-i18next";

import { listAppliedOnline } from "#app/domain/requests/applied-online.ts";
import { LinkButton } from "#app/ui/button.tsx";
import { PublicLayout } from "#app/ui/public-layout.tsx";
import { Card, PageTitle, Section } from "#app/ui/section.tsx";
import { publicLoader } from "#app/web/guards.server.ts";
import type { PageHandle } from "#app/web/i18n.ts";
import { pageMeta } from "#app/web/page-meta.ts";
import { paths } from "#app/web/paths.ts";

export const handle: PageHandle = { i18n: ["public"] };
export const meta = pageMeta;

/** The words of ours for the kinds of request that come with Zegel, in the order in which they are most asked for. What the office made itself comes after them, in its own words. */
const WORDS: Readonly<Record<string, string>> = {
  "new-user": "newUser",
  "authorisation-change": "change",
  "purchasing-portal": "purchasing",
  "system-certificate": "system",
  "test-certificate": "test",
  revocation: "revocation",
  "contact-change": "contactChange",
  "credential-request": "credential",
  "data-change": "data",
};

/** Everything that can be asked for here, as it is published now. */
export const loader = publicLoader({}, async ({ t, db }) => {
  const order = Object.keys(WORDS);
  const place = ({ id }: { id: string }) => (order.includes(id) ? order.indexOf(id) : order.length);
  const types = (await listAppliedOnline(db)).sort((one, other) => place(one) - place(other));
  return {
    title: t("public.name"),
    cards: types.map(({ id }) => {
      const words = WORDS[id] ?? null;
      return words === null
        ? { type: id, words, title: t(`requests:${id}.title`), text: t(`requests:${id}.intro`), act: t("home.ask") }
        : { type: id, words, title: t(`home.${words}.title`), text: t(`home.${words}.text`), act: t(`home.${words}.act`) };
    }),
  };
});

/** The kinds of change that have no form yet: each leads to what to have at hand when calling (R7, R10). */
const OTHERS = ["enrolment"] as const;

export default function Home() {
  const { t } = useTranslation("common");
  const { cards } = useLoaderData<typeof loader>();
  return (
    <PublicLayout>
      <PageTitle title={t("home.title")} lead={t("home.lead")} />
      <div className="grid gap-4 md:grid-cols-2">
        {cards.map((card, index) => (
          <TypeCard key={card.type} {...card} isFirst={index === 0 && card.words === "newUser"} />
        ))}
        <Card title={t("home.install.title")} className="flex flex-col">
          <p className="mb-5 grow">{t("home.install.text")}</p>
          <p>
            <LinkButton to={paths.install()} look="other">
              {t("home.install.act")}
            </LinkButton>
          </p>
        </Card>
        <Card title={t("home.status.title")}>
          <p>{t("home.status.text")}</p>
        </Card>
      </div>
      <Section title={t("home.other.title")} className="mt-2">
        <p className="max-w-text">{t("home.other.text")}</p>
        <ul className="grid gap-x-8 md:grid-cols-2">
          <li className="border-b border-line">
            <Link to={paths.checklist()} className="flex min-h-12 items-center justify-between gap-3 py-2 text-link">
              {t("home.other.checklist")}
              <ArrowRight aria-hidden className="size-4 shrink-0" />
            </Link>
          </li>
          {OTHERS.map((topic) => (
            <li key={topic} className="border-b border-line">
              <Link to={`${paths.contact()}#${topic}`} className="flex min-h-12 items-center justify-between gap-3 py-2 text-link">
                {t(`home.other.${topic}`)}
                <ArrowRight aria-hidden className="size-4 shrink-0" />
              </Link>
            </li>
          ))}
        </ul>
      </Section>
    </PublicLayout>
  );
}

/** One kind of request: what it is, and the way to ask for it. The one that most people come for has the whole width. */
function TypeCard({ type, words, title, text, act, isFirst }: { type: string; words: string | null; title: string; text: string; act: string; isFirst: boolean }) {
  return (
    <Card title={title} className={isFirst ? "flex flex-col md:col-span-2" : "flex flex-col"}>
      <p className={isFirst ? "mb-5 max-w-text" : "mb-5 grow"}>{text}</p>
      <p>
        <LinkButton to={paths.apply(type)} look={isFirst ? "main" : "other"}>
          {act}
          {words === null ? <span className="sr-only">: {title}</span> : null}
        </LinkButton>
      </p>
    </Card>
  );
}
