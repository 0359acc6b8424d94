import { data, redirect } from "@remix-run/node";
import { Form, Link, useActionData, useLoaderData } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { z } from "zod";

import { openLink } from "#app/domain/access/links.ts";
import { hasOpenOrder, mayOrder, orderAppointment } from "#app/domain/identification/appointment.ts";
import { openAsked } from "#app/domain/identification/asked.ts";
import { attendToOrder } from "#app/domain/identification/attend.ts";
import { isProblem, Problem } from "#app/domain/problem.ts";
import { readEmail, readPhone } from "#app/domain/requests/form/kinds/contact.ts";
import { Button } from "#app/ui/button.tsx";
import { ErrorSummary } from "#app/ui/error-summary.tsx";
import { TextInput } from "#app/ui/field.tsx";
import { BackLink } from "#app/ui/form/back-link.tsx";
import { OrderUnderWay } from "#app/ui/identification/order-under-way.tsx";
import { WayAlong } from "#app/ui/identification/way-along.tsx";
import { Notice } from "#app/ui/notice.tsx";
import { PublicLayout } from "#app/ui/public-layout.tsx";
import { PageTitle } from "#app/ui/section.tsx";
import { sentencesOf } from "#app/web/counter.server.ts";
import { publicAction, publicLoader } from "#app/web/guards.server.ts";
import type { PageHandle } from "#app/web/i18n.ts";
import { showOrder } from "#app/web/identification.server.ts";
import { pageMeta } from "#app/web/page-meta.ts";
import { showProblem } from "#app/web/show-problem.server.ts";
import { useFormat } from "#app/web/use-format.ts";

export const handle: PageHandle = { i18n: ["appointment", "identification"] };
export const meta = pageMeta;

const params = z.object({ token: z.string().max(100) });

/** An appointment at home for whom a bank cannot help (R75, R76): the form to ask for one, or how it stands. */
export const loader = publicLoader({ params }, async ({ params, db, context, now, t }) => {
  const { office } = context;
  const link = await openLink(db, office.secrets.link, params.token, "identification", now);
  const asked = await openAsked(office, { link, now });
  const isUnderWay = hasOpenOrder(asked);
  if (!isUnderWay && !mayOrder(asked)) throw redirect(`/identify/${params.token}`);
  return {
    title: t(isUnderWay ? "appointment:underWay.title" : "appointment:title"),
    token: params.token,
    email: asked.party.email,
    ended: asked.order?.endedAt ? asked.order.status : null,
    order: isUnderWay && asked.order ? showOrder(asked.order, office.secrets.identification) : null,
    mayUseBank: asked.party.result === null,
  };
});

/** Asks AMP for somebody to come: `orderAppointment`. AMP is told at once where that can be, and else by the work that was put down. */
export const action = publicAction(
  {
    params,
    input: z.object({ email: z.string().max(300).default(""), mobile: z.string().max(60).default("") }),
    limit: { name: "identification.appointment", points: 10, perSeconds: 3600, key: ({ params }) => params.token },
  },
  async ({ params, input, db, context, now, language, t }) => {
    const { office } = context;
    const [email, mobile] = [readEmail("email", input.email, { personal: false }), readPhone("mobile", input.mobile, { mobile: true })];
    if (!email.ok || !mobile.ok) {
      const errors = [...(email.ok ? [] : email.errors), ...(mobile.ok ? [] : mobile.errors)];
      const problem = showProblem(new Problem("form.invalid", { count: errors.length }), { language, correlationId: context.correlationId, fields: sentencesOf(errors, t, language), values: input });
      return data({ problem }, { status: 422 });
    }
    const link = await openLink(db, office.secrets.link, params.token, "identification", now);
    const orderId = await orderAppointment(office, { link, email: email.value, mobile: mobile.value, now });
    await attendToOrder(office, { courier: office.courier, secret: office.secrets.identification }, { orderId, now }).catch((problem: unknown) => {
      if (!isProblem(problem, "amp.unreachable") && !isProblem(problem, "amp.malformed")) throw problem;
    });
    return redirect(`/identify/${params.token}/appointment`, 303);
  },
);

export default function Appointment() {
  const { t } = useTranslation("appointment");
  const format = useFormat();
  const { title, token, email, ended, order, mayUseBank } = useLoaderData<typeof loader>();
  const problem = useActionData<typeof action>()?.problem ?? null;
  const way = (
    <nav aria-label={t("other.label")} className="grid gap-2">
      {mayUseBank ? (
        <Link to={`/identify/${token}/bank`} className="text-link">
          {t("other.bank")}
        </Link>
      ) : null}
      <Link to={`/identify/${token}/otherwise`} className="text-link">
        {t("other.abroad")}
      </Link>
    </nav>
  );
  if (order) {
    return (
      <PublicLayout aside={<WayAlong at="bank" by="appointment" />} asideLabel={t("identification:way.label")}>
        <PageTitle title={title} lead={t(`underWay.${order.stage}.lead`, { date: format.date(order.validUntil) })} />
        <OrderUnderWay order={order} format={format} again={`/identify/${token}/appointment`} />
        {way}
      </PublicLayout>
    );
  }
  const typed = (name: "email" | "mobile", otherwise: string) => [problem?.values[name] ?? otherwise].flat()[0];
  return (
    <PublicLayout aside={<WayAlong at="bank" by="appointment" />} asideLabel={t("identification:way.label")}>
      <BackLink to={`/identify/${token}`}>{t("back")}</BackLink>
      <ErrorSummary problem={problem} labels={{ email: t("email"), mobile: t("mobile") }} />
      <PageTitle title={title} lead={t("lead")} />
      {ended === null ? null : <Notice kind="warn">{t(`ended.${ended}`)}</Notice>}
      <ol className="grid max-w-text list-decimal gap-2 pl-6">
        {(["ask", "choose", "show"] as const).map((step) => (
          <li key={step}>{t(`how.${step}`)}</li>
        ))}
      </ol>
      <Form method="post" noValidate className="grid gap-6">
        <TextInput name="email" label={t("email")} help={t("emailHelp")} error={problem?.fields["email"]} defaultValue={typed("email", email)} inputMode="email" autoComplete="email" autoCapitalize="off" spellCheck={false} />
        <TextInput name="mobile" label={t("mobile")} help={t("mobileHelp")} error={problem?.fields["mobile"]} defaultValue={typed("mobile", "")} inputMode="tel" autoComplete="tel" />
        <Button className="justify-self-start">{t("ask")}</Button>
      </Form>
      <p className="max-w-text text-help">{t("privacy")}</p>
      {way}
    </PublicLayout>
  );
}
