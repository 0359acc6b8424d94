import { redirect } from "@remix-run/node";
import { Form, Link, type ShouldRevalidateFunction, useActionData, useLoaderData } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { z } from "zod";

import { checkPin } from "#app/domain/accounts/check-pin.ts";
import { daysLeft } from "#app/domain/accounts/install-term.ts";
import { faultInPin } from "#app/domain/accounts/pin.ts";
import { faultInUserNumber } from "#app/domain/user-number.ts";
import { findLeave, grantInstallation } from "#app/domain/certificates/install.ts";
import { numberPolicy } from "#app/domain/decisions/policies.ts";
import { installValidity } from "#app/domain/certificates/validity.ts";
import { currentRelease, getDefinition } from "#app/domain/definitions/store.ts";
import { releasePolicies } from "#app/domain/requests/policy.ts";
import { Button } from "#app/ui/button.tsx";
import { Checkbox } from "#app/ui/choices.tsx";
import { ErrorSummary } from "#app/ui/error-summary.tsx";
import { TextInput } from "#app/ui/field.tsx";
import { InstallSteps } from "#app/ui/install/install-steps.tsx";
import { StepPicture } from "#app/ui/install/step-picture.tsx";
import { Wizard } from "#app/ui/install/wizard.tsx";
import { Notice } from "#app/ui/notice.tsx";
import { PublicLayout } from "#app/ui/public-layout.tsx";
import { PageTitle } from "#app/ui/section.tsx";
import { publicAction, publicLoader } from "#app/web/guards.server.ts";
import type { PageHandle } from "#app/web/i18n.ts";
import { leaveCookie, readLeave } from "#app/web/install-leave.server.ts";
import { pageMeta } from "#app/web/page-meta.ts";
import { paths } from "#app/web/paths.ts";
import { isActionProblem } from "#app/web/problems.ts";
import { useFormat } from "#app/web/use-format.ts";
import type { AccountKind } from "#db/schema/accounts.ts";
import type { Db } from "#db/types.ts";

export const handle: PageHandle = { i18n: ["installation"] };
export const meta = pageMeta;

/** The page of installation (R33): number and PIN, or, with leave, the key and the file. */
export const loader = publicLoader({}, async ({ request, context, db, now, t }) => {
  const installationId = await readLeave(request, context);
  const leave = installationId === null ? null : await findLeave(db, { installationId, now });
  return {
    title: t("installation:title"),
    leave: leave && {
      id: leave.installation.id,
      userNumber: leave.userNumber,
      holder: leave.holder,
      kind: leave.kind,
      validUntil: await validUntil(db, leave.kind, now),
      daysLeft: leave.installUntil && daysLeft(leave.installUntil, now),
      replaces: leave.replaces,
      isMade: leave.certificateMade,
      isSaved: leave.installation.savedAt !== null,
    },
  };
});

/** Until when a certificate of this kind is valid that is made now: what the page promises before it is made. */
async function validUntil(db: Db, kind: AccountKind, now: Date): Promise<string> {
  const { content } = await getDefinition(db, await currentRelease(db), "certificate-profile", kind);
  return installValidity(now, content.validity.years).notAfter.toISOString();
}

/** Form only, and before a try is counted: it says nothing of which numbers there are. */
const shaped = (faultIn: (typed: string) => { code: string; typed: number } | null) =>
  z.string().trim().min(1, "field.required").max(60).superRefine((text, check) => {
    const fault = faultIn(text);
    if (fault) check.addIssue({ code: "custom", message: fault.code, params: { typed: fault.typed } });
  });

const NumberAndPin = z.object({
  userNumber: shaped(faultInUserNumber),
  pin: shaped(faultInPin),
  notSaved: z.literal("yes").optional().catch(undefined),
});

/** Shows number and PIN, and gets leave to install one certificate: `grantInstallation`. The PIN never comes back with the form. */
export const action = publicAction(
  { input: NumberAndPin, secret: ["pin"], limit: { name: "install.pin", points: 20, perSeconds: 900 } },
  async ({ input, context, db, now }) => {
    const { userNumber, pin, notSaved } = input;
    const policies = await releasePolicies(db, await currentRelease(db), { certificateKind: "personal" }, now);
    const mostWrongTries = numberPolicy(policies, "pin.maxWrongTries");
    const { credential } = await checkPin(context.office, { userNumber, pin, ip: context.clientAddress, mostWrongTries, now });
    const leave = await grantInstallation(context.office, { credential, notSaved: notSaved === "yes", now });
    return redirect(paths.install(), { status: 303, headers: { "Set-Cookie": await leaveCookie(leave.id, context) } });
  },
);

/** What the page asks for in the background changes nothing that it shows, and drawing it anew would throw the key away. */
export const shouldRevalidate: ShouldRevalidateFunction = ({ formAction, defaultShouldRevalidate }) =>
  formAction?.startsWith("/install/") ? false : defaultShouldRevalidate;

export default function Install() {
  const { leave } = useLoaderData<typeof loader>();
  const { date } = useFormat();
  // The key lives in the page; a page that was loaded anew has none, and can only begin again (D5).
  if (leave === null || (leave.isMade && !leave.isSaved)) return <AskNumberAndPin isMade={leave !== null} />;
  // A new leave is a new key: nothing of the former one may stay in the page.
  return <Wizard key={leave.id} leave={leave} date={date} />;
}

function AskNumberAndPin({ isMade }: { isMade: boolean }) {
  const { t } = useTranslation("installation");
  const answer = useActionData<typeof action>();
  const problem = isActionProblem(answer) ? answer.problem : null;
  const mayRepeat = isMade || problem?.code === "install.repeat";
  return (
    <PublicLayout aside={<InstallSteps at={0} />} asideLabel={t("steps.label")}>
      <ErrorSummary problem={problem} labels={{ userNumber: t("number.label"), pin: t("pin.label") }} />
      {problem?.code === "installation.already-installed" ? (
        <p className="max-w-text">
          <Link to={paths.apply("credential-request")} className="text-link">{t("askAgain")}</Link>
        </p>
      ) : null}
      <PageTitle title={t("title")} lead={t("steps.0.sentence")} />
      <noscript>
        <Notice kind="warn">{t("noscript")}</Notice>
      </noscript>
      {isMade && problem === null ? <Notice kind="warn">{t("madeBefore")}</Notice> : null}
      <StepPicture step={0} label={t("steps.0.picture")} />
      <Form method="post" noValidate className="grid gap-6">
        <TextInput
          name="userNumber"
          label={t("number.label")}
          help={t("number.help")}
          error={problem?.fields["userNumber"]}
          defaultValue={[problem?.values["userNumber"] ?? ""].flat()[0]}
          inputMode="numeric"
          autoComplete="off"
          spellCheck={false}
          width="half"
          mono
        />
        <TextInput
          name="pin"
          label={t("pin.label")}
          help={t("pin.help")}
          error={problem?.fields["pin"]}
          autoComplete="off"
          autoCapitalize="characters"
          spellCheck={false}
          width="half"
          mono
        />
        {mayRepeat ? <Checkbox name="notSaved" label={t("notSaved.label")} help={t("notSaved.help")} /> : null}
        <Button className="justify-self-start">{t("next")}</Button>
      </Form>
      <p className="max-w-text text-help">{t("neverAsk")}</p>
    </PublicLayout>
  );
}
