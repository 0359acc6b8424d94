import { redirect } from "@remix-run/node";
import { Form, useActionData, useLoaderData } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { z } from "zod";

import { openLink } from "#app/domain/access/links.ts";
import { isProblem, Problem } from "#app/domain/problem.ts";
import { listForWhom } from "#app/domain/correspondence/people-words.ts";
import { listDefinitions } from "#app/domain/definitions/store.ts";
import { textAt } from "#app/domain/requests/answers.ts";
import { wordWhatIsAsked } from "#app/domain/requests/asked-for.ts";
import { servicesOfAll } from "#app/domain/requests/people.ts";
import { listApproved } from "#app/domain/requests/persons.ts";
import { getRequest } from "#app/domain/requests/decide.ts";
import { objectToRequest } from "#app/domain/requests/end.ts";
import { CLOSED, mayAct } from "#app/domain/requests/lifecycle.ts";
import { requestTypeOf } from "#app/domain/requests/policy.ts";
import { practiceName } from "#app/domain/requests/practice.ts";
import { referenceOf } from "#app/domain/requests/reference.ts";
import { findKept } from "#app/domain/requests/same.ts";
import { Button } from "#app/ui/button.tsx";
import { ErrorSummary } from "#app/ui/error-summary.tsx";
import { TextArea } from "#app/ui/field.tsx";
import { Notice } from "#app/ui/notice.tsx";
import { PracticeLine } from "#app/ui/practice-line.tsx";
import { PublicLayout } from "#app/ui/public-layout.tsx";
import { Card, DefinitionList, PageTitle, Section } from "#app/ui/section.tsx";
import { useShell } from "#app/ui/shell.tsx";
import { publicAction, publicLoader } from "#app/web/guards.server.ts";
import type { PageHandle } from "#app/web/i18n.ts";
import { pageMeta } from "#app/web/page-meta.ts";
import { useFormat } from "#app/web/use-format.ts";

export const handle: PageHandle = { i18n: ["public"] };
export const meta = pageMeta;

const Params = z.object({ token: z.string() });

/**
 * What the registered contact or main contact is told of a request: for whom, what and by whom (D24). Once there is nothing left to object
 * to, only what became of it: an old e-mail is no way to read a request.
 */
export const loader = publicLoader({ params: Params }, async ({ params, context, db, now, language, t }) => {
  const link = await openLink(db, context.office.secrets.link, params.token, "objection", now, { evenEnded: true });
  if (!link.requestId) throw new Problem("link.unknown", { kind: link.kind });
  // Of forms that are answered together, what is said of one is said of the request that answers for it.
  const row = (await findKept(db, link.requestId)) ?? (await getRequest(db, link.requestId));
  const reference = referenceOf(row.number);
  const over = CLOSED.find((status) => status === row.status);
  if (over) return { title: t(`public:objection.over.${over}.title`), reference, over, asked: null };
  if (link.usedAt !== null) return { title: t("public:objection.usedTitle"), reference, over: "used" as const, asked: null };
  if (link.endedAt !== null || !mayAct("object", row.status, "contact")) return { title: t("public:objection.lateTitle"), reference, over: "late" as const, asked: null };
  const type = await requestTypeOf(db, row);
  const [catalogue] = await listDefinitions(db, row.releaseId, "services");
  const people = await listApproved(db, type, row);
  const asked = servicesOfAll(type, people.map(({ answers }) => answers));
  const name = (id: string) => catalogue?.content.services.find((service) => service.id === id)?.name[language] ?? id;
  return {
    title: t("public:objection.title"),
    reference,
    over: null,
    asked: {
      type: t(`requests:${type.id}.title`),
      subject: people.length > 1 ? listForWhom({ type, subjectName: row.subjectName, people }, { language, service: name }) : row.subjectName,
      applicant: row.applicantName,
      practice: await practiceName(db, row),
      agbCode: textAt(row.answers, type.about.agbCode),
      what: wordWhatIsAsked(type, row.answers, language, (_reader, key) => t(key)),
      services: asked.granted.map(name),
      withdrawn: asked.withdrawn.map(name),
      at: row.submittedAt.toISOString(),
    },
  };
});

/** "I do not agree": everything stops until a member of staff has looked. Who comes too late is shown what became of the request. */
export const action = publicAction(
  { params: Params, input: z.object({ text: z.string().trim().max(2_000).default("") }), limit: { name: "objection", points: 30, perSeconds: 3600 } },
  async ({ params, input, context, db, now }) => {
    try {
      const link = await openLink(db, context.office.secrets.link, params.token, "objection", now);
      await objectToRequest(context.office, { link, text: input.text, now });
    } catch (problem) {
      if (isProblem(problem) && ["link.ended", "link.used", "request.moved"].includes(problem.code)) return redirect(`/objection/${params.token}`, 303);
      throw problem;
    }
    return { done: true };
  },
);

export default function Objection() {
  const { t } = useTranslation("public");
  const { dateTime } = useFormat();
  const { office } = useShell();
  const { title, reference, over, asked } = useLoaderData<typeof loader>();
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
  if (asked === null) {
    const key = over === "used" || over === "late" ? `objection.${over}` : `objection.over.${over}.text`;
    return (
      <PublicLayout>
        <PageTitle title={title} lead={t(key, { reference, phone: office.phoneShown })} />
      </PublicLayout>
    );
  }
  const problem = returned?.problem;
  return (
    <PublicLayout>
      <ErrorSummary problem={problem} labels={{ text: t("objection.text") }} />
      <PageTitle title={title} lead={t("objection.lead")} />
      <Card className="max-w-text">
        <DefinitionList
          facts={[
            { label: t("objection.reference"), value: <span className="font-mono">{reference}</span> },
            { label: t("objection.type"), value: asked.type },
            { label: t("objection.asked"), value: asked.what.join("\n") || null },
            { label: t("objection.subject"), value: asked.subject },
            { label: t("objection.services"), value: asked.services.join("\n") || null },
            { label: t("objection.withdrawn"), value: asked.withdrawn.join("\n") || null },
            { label: t("objection.practice"), value: <PracticeLine name={asked.practice} agbCode={asked.agbCode} /> },
            { label: t("objection.applicant"), value: asked.applicant },
            { label: t("objection.at"), value: dateTime(asked.at) },
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
            most={2_000}
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
