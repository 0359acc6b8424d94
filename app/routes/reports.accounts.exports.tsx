import { redirect } from "@remix-run/node";
import { z } from "zod";

import { BLOCK_CAUSES, everyBlocked } from "#app/domain/dashboards/blocked.ts";
import { EXPORT_LIMIT, ExportForm, exportList } from "#app/web/exports.server.ts";
import { staffAction, staffLoader } from "#app/web/guards.server.ts";
import { paths } from "#app/web/paths.ts";

const Form = z.object({ cause: z.enum(BLOCK_CAUSES).catch("pin"), ...ExportForm.shape });

/** All accounts behind a figure of what is blocked, as a file: `everyBlocked`. */
export const action = staffAction({ can: "report:read", input: Form, limit: EXPORT_LIMIT, refusedAt: (_params, sent) => paths.blockedAccounts({ cause: Form.parse(sent).cause }) }, async ({ actor, input: { cause, as: format }, db, now, t, context }) => {
  const column = (name: string) => t(`customers:column.${name}`);
  return exportList({
    db,
    context,
    actor,
    now,
    list: "accounts",
    searched: false,
    filter: { cause },
    format,
    title: t("reports:export.blocked"),
    batches: everyBlocked(db, { cause }),
    columns: [
      { head: column("userNumber"), value: ({ userNumber }) => userNumber },
      { head: column("person"), value: ({ name }) => name },
      { head: column("agbCode"), value: ({ agbCode }) => agbCode },
      { head: t("reports:blocked.practice"), value: ({ practice }) => practice },
      { head: t("reports:blocked.since"), value: ({ since }) => since },
    ],
  });
});

/** A file leaves the house only by the button: who comes here by hand goes to the figures. */
export const loader = staffLoader({ can: "anything" }, async () => redirect(paths.reports()));
