import { X509Certificate } from "node:crypto";

import { redirect } from "@remix-run/node";
import { Form, Link, useActionData, useLoaderData } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { z } from "zod";

import { authorityFor } from "#app/domain/certificates/authorities.ts";
import { findLeave } from "#app/domain/certificates/install.ts";
import { installCertificate } from "#app/domain/certificates/pipeline.ts";
import { commonNameIn } from "#app/domain/certificates/subject.ts";
import { findChain, mayBeSupplied, ofSupplier, requestIn } from "#app/domain/certificates/supplied.ts";
import { installValidity } from "#app/domain/certificates/validity.ts";
import { currentRelease, getDefinition } from "#app/domain/definitions/store.ts";
import { Problem } from "#app/domain/problem.ts";
import { Button, buttonClass } from "#app/ui/button.tsx";
import { ErrorSummary } from "#app/ui/error-summary.tsx";
import { TextArea } from "#app/ui/field.tsx";
import { RequestFile } from "#app/ui/install/request-file.tsx";
import { Notice } from "#app/ui/notice.tsx";
import { PublicLayout } from "#app/ui/public-layout.tsx";
import { PageTitle, Section } from "#app/ui/section.tsx";
import { publicAction, publicLoader } from "#app/web/guards.server.ts";
import type { PageHandle } from "#app/web/i18n.ts";
import { readLeave } from "#app/web/install-leave.server.ts";
import { pageMeta } from "#app/web/page-meta.ts";
import { paths } from "#app/web/paths.ts";
import { isActionProblem } from "#app/web/problems.ts";
import { useFormat } from "#app/web/use-format.ts";
import type { Db } from "#db/types.ts";

export const handle: PageHandle = { i18n: ["installation"] };
export const meta = pageMeta;

/** The page for whoever has a signing request of a supplier (Q30), and then the certificate that came of it. Others go to the page that makes the key. */
export const loader = publicLoader({}, async ({ request, context, db, now, t }) => {
  const found = await findSupplied(db, await readLeave(request, context), now);
  if (found === null) return redirect(paths.install());
  const { leave } = found;
  const chain = await findChain(db, context.office, leave.installation.id);
  const notAfter = chain === null ? installValidity(now, found.profile.validity.years).notAfter : new Date(new X509Certificate(chain).validTo);
  return { title: t("installation:supplied.title"), holder: commonNameIn(found.profile, leave.holder), isTest: leave.kind === "test", validUntil: notAfter.toISOString(), chain };
});

const Asked = z.object({ csr: z.string().trim().min(1, "csr-file.empty").max(20_000, "csr-file.long") });

/** Makes the certificate for the key in the supplier's request: `installCertificate`. Of the request the key alone is taken; what it calls itself is not. */
export const action = publicAction({ input: Asked, largest: 40_000, limit: { name: "install.certificate", points: 20, perSeconds: 900 } }, async ({ input, request, context, db, now }) => {
  const found = await findSupplied(db, await readLeave(request, context), now);
  if (found === null) throw new Problem("install.leave-unknown");
  const { leave, profile } = found;
  try {
    await installCertificate(context.office, authorityFor(context.office, leave.kind), { installationId: leave.installation.id, csrPem: requestIn(input.csr), profile, now });
  } catch (problem) {
    throw ofSupplier(problem);
  }
  return redirect(paths.signingRequest());
});

/** The leave in hand where somebody else may have made the key, with the profile that says so. */
async function findSupplied(db: Db, installationId: string | null, now: Date) {
  const leave = installationId === null ? null : await findLeave(db, { installationId, now });
  if (leave === null) return null;
  const { content: profile } = await getDefinition(db, await currentRelease(db), "certificate-profile", leave.kind);
  return mayBeSupplied(profile) ? { leave, profile } : null;
}

export default function SigningRequest() {
  const { title, holder, isTest, validUntil, chain } = useLoaderData<typeof loader>();
  const { t } = useTranslation("installation");
  const { date } = useFormat();
  const answer = useActionData<typeof action>();
  const problem = isActionProblem(answer) ? answer.problem : null;
  const facts = (
    <dl className="grid max-w-text grid-cols-[auto_1fr] gap-x-6 gap-y-1">
      <dt className="text-soft">{t("supplied.holder")}</dt>
      <dd className="font-semibold">{holder}</dd>
      <dt className="text-soft">{t("supplied.until")}</dt>
      <dd>{date(validUntil)}</dd>
    </dl>
  );
  if (chain !== null) {
    return (
      <PublicLayout>
        <PageTitle title={t("supplied.doneTitle")} lead={t("supplied.done")} />
        {isTest ? <Notice kind="info">{t("supplied.test")}</Notice> : null}
        {facts}
        <a href={paths.certificateChain()} download="certificaat.pem" className={`${buttonClass("main")} justify-self-start`}>
          {t("supplied.save")}
        </a>
        <TextArea name="chain" label={t("supplied.chain")} help={t("supplied.chainHelp")} defaultValue={chain} readOnly rows={12} spellCheck={false} className="font-mono text-xs" />
        <p className="max-w-text text-help">{t("supplied.leave")}</p>
      </PublicLayout>
    );
  }
  return (
    <PublicLayout>
      <ErrorSummary problem={problem} labels={{ csr: t("supplied.label") }} />
      <PageTitle title={title} lead={t("supplied.lead")} />
      {isTest ? <Notice kind="info">{t("supplied.test")}</Notice> : null}
      {facts}
      <Form method="post" noValidate className="grid gap-6">
        <RequestFile into="csr" label={t("supplied.file")} help={t("supplied.fileHelp")} />
        <TextArea
          name="csr"
          label={t("supplied.label")}
          help={t("supplied.help")}
          error={problem?.fields["csr"]}
          defaultValue={[problem?.values["csr"] ?? ""].flat()[0]}
          rows={12}
          spellCheck={false}
          autoComplete="off"
          className="font-mono text-xs"
        />
        <Button className="justify-self-start">{t("supplied.make")}</Button>
      </Form>
      <p className="max-w-text">
        <Link to={paths.install()} className="inline-flex min-h-6 items-center text-link">
          {t("supplied.inBrowser")}
        </Link>
      </p>
      <Section title={t("supplied.goodToKnow.title")}>
        <ul className="grid max-w-text list-disc gap-2 pl-6 marker:text-petrol">
          {["key", ...(isTest ? ["others"] : ["packages", "switching"])].map((item) => (
            <li key={item}>{t(`supplied.goodToKnow.${item}`)}</li>
          ))}
        </ul>
      </Section>
    </PublicLayout>
  );
}
