import { Form, useActionData, useLoaderData } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { z } from "zod";

import { openLink } from "#app/domain/access/links.ts";
import { Problem } from "#app/domain/problem.ts";
import { listDefinitions } from "#app/domain/definitions/store.ts";
import { listAt, textAt } from "#app/domain/requests/answers.ts";
import { getRequest } from "#app/domain/requests/decide.ts";
import { objectToRequest } from "#app/domain/requests/end.ts";
import { mayAct } from "#app/domain/requests/lifecycle.ts";
import { requestTypeOf } from "#app/domain/requests/policy.ts";
import { referenceOf } from "#app/domain/requests/reference.ts";
import { Button } from "#app/ui/button.tsx";
import { ErrorSummary } from "#app/ui/error-summary.tsx";
import { TextArea } from "#app/ui/field.tsx";
import { Notice } from "#app/ui/notice.tsx";
import { PublicLayout } from "#app/ui/public-layout.tsx";
import { Card, DefinitionList, PageTitle, Section } from "#app/ui/section.tsx";
import { publicAction, publicLoader } from "#app/web/guards.server.ts";
import type { PageHandle } from "#app/web/i18n.ts";
import { pageMeta } from "#app/web/page-meta.ts";
import { useFormat } from "#app/web/use-format.ts";

export const handle: PageHandle = { i18n: ["public"] };
export const meta = pageMeta;

const Params = z.object({ token: z.string() });

/** What the registered contact or main contact is told of a request: for whom, what and by whom (D24). */
export const loader = publicLoader({ params: Params }, async ({ params, context, db, now, language, t }) => {
  const link = await openLink(db, context.office.secrets.link, params.token, "objection", now);
  if (!link.requestId) throw new Problem("link.unknown");
  const row = await getRequest(db, link.requestId);
  const type = await requestTypeOf(db, row);
  const [catalogue] = await listDefinitions(db, row.releaseId, "services");
  const asked = listAt(row.answers, type.facts["services.requested"] ?? "");
  const state = link.usedAt !== null ? ("used" as const) : mayAct("object", row.status, "contact") ? ("open" as const) : ("late" as const);
  return {
    title: t(state === "open" ? "public:objection.title" : `public:objection.${state}Title`),
    state,
    reference: referenceOf(row.number),
    type: t(`requests:${type.id}.title`),
    subject: row.subjectName,
    applicant: row.applicantName,
    agbCode: textAt(row.answers, type.about.agbCode),
    services: asked.map((id) => catalogue?.content.services.find((service) => service.id === id)?.name[language] ?? id),
    at: row.submittedAt.toISOString(),
  };
});

/** "I do not agree": everything stops until a member of staff has looked. */
export const action = publicAction(
  { params: Params, input: z.object({ text: z.string().max(2_000, "field.too-long").catch("") }), limit: { name: "objection", points: 30, perSeconds: 3600 } },
  async ({ params, input, context, db, now }) => {
    const link = await openLink(db, context.office.secrets.link, params.token, "objection", now);
    await objectToRequest(context.office, { link, text: input.text, now });
    return { done: true };
  },
);

export default function Objection() {
  const { t } = useTranslation("public");
  const { dateTime } = useFormat();
  const { state, reference, type, subject, applicant, agbCode, services, at, title } = useLoaderData<typeof loader>();
  const returned = useActionData<typeof action>();
  if (returned !== undefined && "done" in returned) {
    return (
      <PublicLayout>
        <PageTitle title={t("objection.doneTitle")} />
        <Notice kind="well" live>
          {t("objection.done", { reference })}
        </Notice>
      </PublicLayout>
    );
  }
  if (state !== "open") {
    return (
      <PublicLayout>
        <PageTitle title={title} lead={t(`objection.${state}`)} />
      </PublicLayout>
    );
  }
  const problem = returned?.problem;
  return (
    <PublicLayout>
      <ErrorSummary problem={problem} />
      <PageTitle title={title} lead={t("objection.lead")} />
      <Card className="max-w-text">
        <DefinitionList
          facts={[
            { label: t("objection.reference"), value: <span className="font-mono">{reference}</span> },
            { label: t("objection.type"), value: type },
            { label: t("objection.subject"), value: subject },
            { label: t("objection.services"), value: services.join("\n") },
            { label: t("objection.practice"), value: `AGB ${agbCode}` },
            { label: t("objection.applicant"), value: applicant },
            { label: t("objection.at"), value: dateTime(at) },
          ]}
        />
      </Card>
      <Notice kind="well">{t("objection.ok")}</Notice>
      <Section title={t("objection.formTitle")}>
        <p className="max-w-text">{t("objection.formText")}</p>
        <Form method="post" noValidate className="grid gap-5">
          <TextArea
            name="text"
            label={t("objection.text")}
            help={t("objection.textHelp")}
            optional
            error={problem?.fields["text"]}
            defaultValue={[problem?.values["text"] ?? ""].flat()[0]}
          />
          <Button look="danger" className="justify-self-start">
            {t("objection.button")}
          </Button>
        </Form>
      </Section>
    </PublicLayout>
  );
}
