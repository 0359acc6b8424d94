import { redirect } from "@remix-run/node";
import { Form, useActionData, useLoaderData } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { z } from "zod";

import { declareKeyLost, getKey } from "#app/domain/print-room/keys.ts";
import { Button } from "#app/ui/button.tsx";
import { ErrorSummary } from "#app/ui/error-summary.tsx";
import { TextArea } from "#app/ui/field.tsx";
import { BackLink } from "#app/ui/navigation.tsx";
import { Notice } from "#app/ui/notice.tsx";
import { Card, PageTitle } from "#app/ui/section.tsx";
import { StaffLayout } from "#app/ui/staff-layout.tsx";
import { staffAction, staffLoader } from "#app/web/guards.server.ts";
import type { PageHandle } from "#app/web/i18n.ts";
import { pageMeta } from "#app/web/page-meta.ts";
import { KeyParams } from "#app/web/params.ts";
import { paths } from "#app/web/paths.ts";
import { showKey } from "#app/web/print-room-keys.server.ts";
import { isActionProblem } from "#app/web/problems.ts";

export const handle: PageHandle = { i18n: ["print-room"] };
export const meta = pageMeta;

/** What follows from the loss of this key, before somebody says that it is lost: it cannot be taken back. */
export const loader = staffLoader({ can: "print-room-key:lose", params: KeyParams }, async ({ params, actor, context, db, t }) => {
  const key = showKey(await getKey(db, params.keyId), context.office.printRoomKeyId, actor);
  return { title: t("print-room:loss.title", { key: key.mark }), key };
});

/** Says that the key is lost: `declareKeyLost`. */
export const action = staffAction(
  { can: "print-room-key:lose", params: KeyParams, input: z.object({ reason: z.string().trim().min(1, "request.reason-missing").max(500) }) },
  async ({ params, input, context, actor, now }) => {
    await declareKeyLost(context.office, { keyId: params.keyId, inUse: context.office.printRoomKeyId, reason: input.reason, by: actor, now });
    return redirect(`${paths.printRoomKeys()}?lost=${params.keyId}`, 303);
  },
);

export default function KeyLoss() {
  const { t } = useTranslation("print-room");
  const { title, key } = useLoaderData<typeof loader>();
  const answer: unknown = useActionData();
  const problem = isActionProblem(answer) ? answer.problem : null;
  const typed = problem?.values["reason"];
  return (
    <StaffLayout>
      <div className="grid gap-2">
        <BackLink to={paths.printRoomKeys()}>{t("loss.back")}</BackLink>
        <PageTitle title={title} />
      </div>
      <ErrorSummary problem={problem} labels={{ reason: t("loss.reason") }} />
      {key.toLoss === null ? (
        <Notice kind="info">{t(`loss.not.${key.state}`)}</Notice>
      ) : (
        <Card title={t("loss.what")} className="max-w-form">
          <Form method="post" className="grid gap-4">
            <ul className="grid list-disc gap-2 pl-5">
              <li>{t("loss.spoilt", { count: key.letters })}</li>
              <li>{t("loss.again")}</li>
              <li>{t("loss.opened")}</li>
            </ul>
            <Notice kind="warn">{t("loss.forGood")}</Notice>
            <TextArea name="reason" label={t("loss.reason")} help={t("loss.help")} rows={2} most={500} error={problem?.fields["reason"]} defaultValue={typeof typed === "string" ? typed : ""} />
            <div>
              <Button size="small" look="danger">
                {t("loss.act")}
              </Button>
            </div>
          </Form>
        </Card>
      )}
    </StaffLayout>
  );
}
