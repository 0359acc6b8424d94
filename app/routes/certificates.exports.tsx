import { redirect } from "@remix-run/node";
import { z } from "zod";

import { everyCertificate } from "#app/domain/customers/certificates/search.ts";
import { standingOf } from "#app/domain/customers/certificates/states.ts";
import { everyToInstall } from "#app/domain/customers/certificates/to-install.ts";
import { daysLeft } from "#app/domain/accounts/install-term.ts";
import { CertificateSearch, profileName, readCertificateList, writeCertificateSearch } from "#app/web/certificates.server.ts";
import { EXPORT_LIMIT, ExportForm, exportList } from "#app/web/exports.server.ts";
import { staffAction, staffLoader } from "#app/web/guards.server.ts";
import { paths } from "#app/web/paths.ts";

const Form = z.object({ ...CertificateSearch.shape, ...ExportForm.shape });

/** Everything that the list of certificates has, as it was narrowed, as a file: `everyCertificate`, or `everyToInstall`. */
export const action = staffAction({ can: "certificate:list", input: Form, limit: EXPORT_LIMIT, refusedAt: (_params, sent) => paths.certificates(writeCertificateSearch(CertificateSearch.parse(sent))) }, async ({ actor, input, db, now, t, context }) => {
  const { as: format, ...search } = input;
  const list = readCertificateList(search);
  const { q, ...narrowed } = writeCertificateSearch(search);
  const of = { db, context, actor, now, list: "certificates" as const, searched: q !== undefined, ...(Object.keys(narrowed).length > 0 && { filter: narrowed }), format };
  const column = (name: string) => t(`customers:column.${name}`);
  const owner = [
    { head: column("person"), value: ({ name }: { name: string }) => name },
    { head: column("userNumber"), value: ({ userNumber }: { userNumber: string }) => userNumber },
    { head: column("agbCode"), value: ({ agbCode }: { agbCode: string }) => agbCode },
    { head: t("certificates:column.practice"), value: ({ practice }: { practice: string }) => practice },
    { head: column("kvkNumber"), value: ({ kvkNumber }: { kvkNumber: string }) => kvkNumber },
  ];
  if (list.of === "to-install") {
    return exportList({
      ...of,
      title: t("certificates:export.toInstall"),
      batches: everyToInstall(db, { narrowing: list.narrowing, now }),
      columns: [
        ...owner,
        { head: t("certificates:column.sentAt"), value: ({ madeAt }) => madeAt },
        { head: t("certificates:column.installUntil"), value: ({ installUntil }) => installUntil },
        { head: t("certificates:column.daysLeft"), value: ({ installUntil }) => daysLeft(installUntil, now) },
      ],
    });
  }
  return exportList({
    ...of,
    title: t("certificates:export.certificates"),
    batches: everyCertificate(db, { narrowing: list.narrowing, now }),
    columns: [
      { head: column("serial"), value: ({ serial }) => serial },
      { head: column("status"), value: (line) => t(`certificates:state.${standingOf(line, now)}`) },
      { head: column("profile"), value: ({ profile }) => profileName(profile, t) },
      ...owner,
      { head: column("notBefore"), value: ({ notBefore }) => notBefore },
      { head: column("notAfter"), value: ({ notAfter }) => notAfter },
      { head: t("certificates:column.revokedAt"), value: ({ revokedAt }) => revokedAt },
      { head: t("certificates:column.reason"), value: ({ revocationReason }) => revocationReason && t(`customers:certificate.reason.${revocationReason}`, { defaultValue: revocationReason }) },
    ],
  });
});

/** A file leaves the house only by the button: who comes here by hand goes to the list. */
export const loader = staffLoader({ can: "anything" }, async () => redirect(paths.certificates()));
