import { redirect } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { z } from "zod";

import { beginIntake, PAPER_CHANNELS, receiptAt } from "#app/domain/intake/begin.ts";
import { Language } from "#app/domain/people.ts";
import { Problem } from "#app/domain/problem.ts";
import { readDate } from "#app/domain/requests/form/kinds/date.ts";
import { officeDate } from "#app/domain/deadlines/calendar.ts";
import { IntakeList } from "#app/ui/intake/intake-list.tsx";
import { StaffLayout } from "#app/ui/staff-layout.tsx";
import { staffAction, staffLoader } from "#app/web/guards.server.ts";
import type { PageHandle } from "#app/web/i18n.ts";
import { showIntakes } from "#app/web/intake.server.ts";
import { pageMeta } from "#app/web/page-meta.ts";
import { paths } from "#app/web/paths.ts";
import { isActionProblem } from "#app/web/problems.ts";
import { UPLOAD_LIMITS } from "#app/web/upload.server.ts";
import { useFormat } from "#app/web/use-format.ts";

export const handle: PageHandle = { i18n: ["intake", "requests"] };
export const meta = pageMeta;

const Search = z.object({ done: z.uuid().nullable().catch(null) });

/** What came by post or as a scan and is not a request yet (R11), and what became of the one that somebody comes back from. */
export const loader = staffLoader({ can: "request:register", input: Search }, async ({ input, actor, db, now, t, language }) => showIntakes({ db, actor, now, t, language }, input.done));

const Part = z.string().max(10).catch("");
const Input = z.object({
  channel: z.enum(PAPER_CHANNELS, "field.choose"),
  received: z.object({ day: Part, month: Part, year: Part }),
  time: z.union([z.literal(""), z.string().trim().regex(/^([01]?\d|2[0-3])[:.][0-5]\d$/, "intake.time")]).default(""),
  sender: z.string().trim().min(1, "field.required").max(120),
  senderEmail: z.union([z.literal(""), z.email("field.email")]).default(""),
  language: Language.catch("nl"),
});

/** Takes it in: `beginIntake`. */
export const action = staffAction({ can: "request:register", input: Input, files: UPLOAD_LIMITS }, async ({ input, files, context, actor, now }) => {
  const { channel, received, time, sender, senderEmail, language } = input;
  if (channel === "email" && senderEmail === "") throw new Problem("intake.sender-email", { field: "senderEmail" });
  const day = readDate("received", received, { today: officeDate(now) });
  if (!day.ok) throw new Problem("intake.received-unknown", { field: "received" });
  const clock = time === "" ? null : time.replace(".", ":").padStart(5, "0");
  const receivedAt = receiptAt(day.value, clock, now);
  const begun = await beginIntake(context.office, context.office.files, { channel, receivedAt, sender, senderEmail: senderEmail || null, uploads: files, language, by: actor, now });
  return redirect(paths.intake(begun.id), 303);
});

export default function Intakes() {
  const shown = useLoaderData<typeof loader>();
  const answer: unknown = useActionData();
  return (
    <StaffLayout>
      <IntakeList shown={shown} format={useFormat()} problem={isActionProblem(answer) ? answer.problem : null} />
    </StaffLayout>
  );
}
