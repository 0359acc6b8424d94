import { redirect } from "@remix-run/node";
import { Form, useActionData, useLoaderData } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { z } from "zod";

import { openLink, tokenOf } from "#app/domain/access/links.ts";
import { fullName } from "#app/domain/people.ts";
import { Problem } from "#app/domain/problem.ts";
import { textAt } from "#app/domain/requests/answers.ts";
import { askedRole } from "#app/domain/requests/asked-role.ts";
import { confirmAddress, statusLinkOf } from "#app/domain/requests/confirm.ts";
import { getRequest } from "#app/domain/requests/decide.ts";
import { CLOSED } from "#app/domain/requests/lifecycle.ts";
import { readPeople } from "#app/domain/requests/persons.ts";
import { requestTypeOf } from "#app/domain/requests/policy.ts";
import { practiceName } from "#app/domain/requests/practice.ts";
import { Button, LinkButton } from "#app/ui/button.tsx";
import { ErrorSummary } from "#app/ui/error-summary.tsx";
import { Notice } from "#app/ui/notice.tsx";
import { PracticeLine } from "#app/ui/practice-line.tsx";
import { PublicLayout } from "#app/ui/public-layout.tsx";
import { Card, DefinitionList, PageTitle } from "#app/ui/section.tsx";
import { publicAction, publicLoader } from "#app/web/guards.server.ts";
import type { PageHandle } from "#app/web/i18n.ts";
import { pageMeta } from "#app/web/page-meta.ts";
import { paths } from "#app/web/paths.ts";

export const handle: PageHandle = { i18n: ["public"] };
export const meta = pageMeta;

const Params = z.object({ token: z.string() });

/** Shows what is confirmed. Opening the link confirms nothing, for mail filters open every link before the reader does. */
export const loader = publicLoader({ params: Params }, async ({ params, context, db, now, t }) => {
  const { secrets } = context.office;
  const link = await openLink(db, secrets.link, params.token, "confirm", now, { evenEnded: true });
  if (!link.requestId) throw new Problem("link.unknown", { kind: link.kind });
  const row = await getRequest(db, link.requestId);
  // Another link took its place: the applicant corrected the address. What became of the request is no business of who has the former one.
  if (link.endedAt && !link.usedAt && (row.status === "unconfirmed" || row.confirmedAt !== null)) throw new Problem("link.ended", { kind: link.kind });
  const type = await requestTypeOf(db, row);
  if (row.status !== "unconfirmed") {
    const over = row.status === "joined" ? null : (CLOSED.find((status) => status === row.status) ?? null);
    const status = row.confirmedAt === null ? null : paths.status(tokenOf(secrets.link, await statusLinkOf({ db }, row.id)));
    return { title: t(over === null ? "public:confirm.doneTitle" : `public:confirm.over.${over}.title`), over, status, again: paths.apply(type.id), asked: null };
  }
  const people = await readPeople(db, type, row);
  const role = askedRole(type, row.answers);
  return {
    title: t("public:confirm.title"),
    over: null,
    status: null,
    again: null,
    asked: {
      type: t(`requests:${type.id}.title`),
      subject: people.length > 1 ? people.map(({ name }) => name).join("\n") : row.subjectName,
      role: role && { name: t(`common:seats.${role.seat}`), comes: role.appointed && fullName(role.appointed.name), goes: role.former && fullName(role.former) },
      practice: await practiceName(db, row),
      agbCode: textAt(row.answers, type.about.agbCode),
      applicant: row.applicantName,
      email: row.applicantEmail,
    },
  };
});

/** The applicant shows that the address is theirs. Pressed twice it leads to the same status page. */
export const action = publicAction({ params: Params, limit: { name: "confirm", points: 60, perSeconds: 3600 } }, async ({ params, context, db, now }) => {
  const { registers, secrets } = context.office;
  const link = await openLink(db, secrets.link, params.token, "confirm", now);
  const { statusLink } = await confirmAddress(context.office, { link, registers, now });
  return redirect(`${paths.status(tokenOf(secrets.link, statusLink))}?confirmed=yes`, 303);
});

export default function Confirm() {
  const { t } = useTranslation("public");
  const { title, over, status, again, asked } = useLoaderData<typeof loader>();
  const returned = useActionData<typeof action>();
  if (asked === null) {
    return (
      <PublicLayout>
        <PageTitle title={title} lead={over === null ? t("confirm.done") : t(`confirm.over.${over}.text`)} />
        <LinkButton to={status ?? again} className="justify-self-start">
          {status === null ? t("sent.again") : t("confirm.toStatus")}
        </LinkButton>
      </PublicLayout>
    );
  }
  return (
    <PublicLayout>
      <ErrorSummary problem={returned?.problem} />
      <PageTitle title={title} lead={t("confirm.lead")} />
      <Card className="max-w-text">
        <DefinitionList
          facts={[
            { label: t("confirm.type"), value: asked.type },
            ...(asked.role === null
              ? [{ label: t("confirm.subject"), value: asked.subject }]
              : [
                  { label: t("confirm.role"), value: asked.role.name },
                  { label: t("confirm.goes"), value: asked.role.goes },
                  { label: t("confirm.comes"), value: asked.role.comes },
                ]),
            { label: t("confirm.practice"), value: <PracticeLine name={asked.practice} agbCode={asked.agbCode} /> },
            { label: t("confirm.applicant"), value: asked.applicant },
            { label: t("confirm.email"), value: asked.email },
          ]}
        />
      </Card>
      <Form method="post">
        <Button>{t("confirm.button")}</Button>
      </Form>
      <Notice>{t("confirm.not")}</Notice>
    </PublicLayout>
  );
}
