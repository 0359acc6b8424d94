import { redirect } from "@remix-run/node";

import { everyCustomer } from "#app/domain/customers/list.ts";
import { EXPORT_LIMIT, ExportForm, exportList } from "#app/web/exports.server.ts";
import { staffAction, staffLoader } from "#app/web/guards.server.ts";
import { paths } from "#app/web/paths.ts";

/** Every customer that the search fits as a file: `everyCustomer`. */
export const action = staffAction({ can: "organisation:list", input: ExportForm, limit: EXPORT_LIMIT, refusedAt: (_params, { q }) => paths.customers(typeof q === "string" ? q.trim().slice(0, 100) : "") }, async ({ actor, input, db, now, t, context }) => {
  const { as: format, q: text } = input;
  return exportList({
    db,
    context,
    actor,
    now,
    list: "customers",
    searched: text !== "",
    format,
    title: t("customers:export.customers"),
    batches: everyCustomer(db, { text, now }),
    columns: [
      { head: t("customers:column.name"), value: ({ name }) => name },
      { head: t("customers:column.kvkNumber"), value: ({ kvkNumber }) => kvkNumber },
      { head: t("customers:column.legalForm"), value: ({ legalForm }) => legalForm },
      { head: t("customers:column.town"), value: ({ town }) => town },
      { head: t("customers:column.codes"), value: ({ codes }) => codes.map(({ code }) => code).join(", ") },
      { head: t("customers:column.accounts"), value: ({ accounts }) => accounts },
      { head: t("customers:column.agreement"), value: ({ agreement }) => t(`customers:agreement.state.${agreement}`) },
    ],
  });
});

/** A file leaves the house only by the button: who comes here by hand goes to the list. */
export const loader = staffLoader({ can: "anything" }, async () => redirect(paths.customers()));
