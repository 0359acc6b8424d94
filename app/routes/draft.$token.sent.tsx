import { data, redirect } from "@remix-run/node";
import { Form, type ShouldRevalidateFunction, useActionData, useLoaderData } from "@remix-run/react";
import { MailOpen } from "lucide-react";
import { useTranslation } from "react-i18next";
import { z } from "zod";

import { Problem } from "#app/domain/problem.ts";
import { confirmationOf, correctAddress } from "#app/domain/requests/correct-address.ts";
import { readEmail } from "#app/domain/requests/form/kinds/contact.ts";
import { Button, LinkButton } from "#app/ui/button.tsx";
import { ErrorSummary } from "#app/ui/error-summary.tsx";
import { EmailInput } from "#app/ui/form/email-input.tsx";
import { LikelyAddress } from "#app/ui/form/likely-address.tsx";
import { Notice } from "#app/ui/notice.tsx";
import { PublicLayout } from "#app/ui/public-layout.tsx";
import { PageTitle, Section } from "#app/ui/section.tsx";
import { draftBehind, likelyOf, sentencesOf } from "#app/web/counter.server.ts";
import { publicAction, publicLoader } from "#app/web/guards.server.ts";
import type { PageHandle } from "#app/web/i18n.ts";
import { pageMeta } from "#app/web/page-meta.ts";
import { paths } from "#app/web/paths.ts";
import { didSend } from "#app/web/sent-form.server.ts";
import { showProblem } from "#app/web/show-problem.server.ts";

export const handle: PageHandle = { i18n: ["public", "form"] };
export const meta = pageMeta;

const Params = z.object({ token: z.string() });
const Search = z.object({ late: z.literal("yes").optional().catch(undefined), again: z.literal("yes").optional().catch(undefined) });

/**
 * After sending: nothing happens before the e-mail address is confirmed, so this page says where to look. The browser that sent the form can put the
 * address right as long as nobody has confirmed.
 */
export const loader = publicLoader({ params: Params, input: Search }, async ({ params, input, request, context, db, now, t }) => {
  const { office, mode } = context;
  const { row, form } = await draftBehind(office, params.token, now);
  if (!row.submittedAt) throw redirect(`/draft/${params.token}/review`);
  const { email, isWaiting, isConfirmed } = await confirmationOf(db, row.id);
  const mayCorrect = isWaiting && didSend(request, office.secrets.link, row.id, mode === "production");
  return {
    title: t(isConfirmed ? "public:sent.confirmedTitle" : "public:sent.title"),
    type: form.type.id,
    email,
    isConfirmed,
    mayCorrect,
    likely: mayCorrect ? likelyOf(email) : null,
    isLate: input.late === "yes",
    isAgain: input.again === "yes" && isWaiting,
  };
});

/** Who corrected the address in another window reads which one it is now. */
export const shouldRevalidate: ShouldRevalidateFunction = ({ actionStatus, defaultShouldRevalidate }) => defaultShouldRevalidate || actionStatus === 409;

/** Another address, or the same one once more: `correctAddress`. */
export const action = publicAction(
  { params: Params, input: z.object({ email: z.string().catch(""), seen: z.string().catch("") }), limit: { name: "draft.correct", points: 10, perSeconds: 3600, key: ({ params }) => params.token } },
  async ({ params, input, request, context, now, language, t }) => {
    const { office, mode, correlationId } = context;
    const { row } = await draftBehind(office, params.token, now);
    if (!didSend(request, office.secrets.link, row.id, mode === "production")) throw new Problem("confirmation.elsewhere");
    const email = readEmail("email", input.email, { personal: false });
    if (!email.ok) {
      const problem = showProblem(new Problem("form.invalid"), { language, correlationId, fields: sentencesOf(email.errors, t, language), values: { email: input.email } });
      return data({ problem }, { status: 422 });
    }
    await correctAddress(office, { draftId: row.id, seen: input.seen, email: email.value, now });
    return redirect(`/draft/${params.token}/sent?again=yes`, 303);
  },
);

export default function Sent() {
  const { t } = useTranslation("public");
  const { email, type, title, isConfirmed, mayCorrect, likely, isLate, isAgain } = useLoaderData<typeof loader>();
  const problem = useActionData<typeof action>()?.problem ?? null;
  if (isConfirmed) {
    return (
      <PublicLayout>
        <PageTitle title={title} lead={t("sent.confirmed")} />
      </PublicLayout>
    );
  }
  return (
    <PublicLayout>
      <ErrorSummary problem={problem} labels={{ email: t("sent.correct.label") }} />
      {isLate ? (
        <Notice kind="warn" title={t("sent.late.title")} live>
          <p>{t("sent.late.text")}</p>
        </Notice>
      ) : null}
      <MailOpen aria-hidden className="size-12 text-petrol" strokeWidth={1.5} />
      <PageTitle title={title} lead={t("sent.lead")} />
      {isAgain ? (
        <Notice kind="well" live>
          {t("sent.correct.done", { email })}
        </Notice>
      ) : (
        <p className="max-w-text">{t("sent.text", { email })}</p>
      )}
      {likely === null ? null : <LikelyAddress likely={likely} act={t("sent.correct.to", { email: likely.suggestion })} also={{ seen: email }} />}
      <Section title={t("sent.helpTitle")}>
        <p className="max-w-text">{t("sent.spam")}</p>
        {mayCorrect ? (
          <Form method="post" noValidate className="grid gap-4" key={`${email} ${problem?.correlationId ?? ""}`}>
            <input type="hidden" name="seen" value={email} />
            <EmailInput label={t("sent.correct.label")} help={t("sent.correct.help")} error={problem?.fields["email"]} defaultValue={[problem?.values["email"] ?? email].flat()[0]} />
            <Button look="other" className="justify-self-start">
              {t("sent.correct.act")}
            </Button>
          </Form>
        ) : (
          <>
            <p className="max-w-text">{t("sent.wrong")}</p>
            <LinkButton to={paths.apply(type)} look="other" className="justify-self-start">
              {t("sent.again")}
            </LinkButton>
          </>
        )}
      </Section>
    </PublicLayout>
  );
}
