import { useLoaderData } from "@remix-run/react";
import { z } from "zod";

import { may } from "#app/domain/access/permissions.ts";
import { getEnterprise } from "#app/domain/customers/enterprise.ts";
import { overviewByCode } from "#app/domain/customers/certificates/per-code.ts";
import { searchCertificates } from "#app/domain/customers/certificates/search.ts";
import { listAccounts, listLetters, listRequests, type Section } from "#app/domain/customers/sections.ts";
import { recordView } from "#app/domain/customers/viewed.ts";
import { CustomerCertificates } from "#app/ui/customers/certificates.tsx";
import { CustomerSearch } from "#app/ui/customers/customer-search.tsx";
import { SectionPage } from "#app/ui/customers/section-page.tsx";
import { StaffLayout } from "#app/ui/staff-layout.tsx";
import { showCertificateFound } from "#app/web/certificates.server.ts";
import { showAccountLine, showLetter, showRequest } from "#app/web/customers.server.ts";
import { staffLoader } from "#app/web/guards.server.ts";
import type { PageHandle } from "#app/web/i18n.ts";
import { pageMeta } from "#app/web/page-meta.ts";
import { CustomerListParams } from "#app/web/params.ts";
import { paths } from "#app/web/paths.ts";
import { useFormat } from "#app/web/use-format.ts";
import type { Db } from "#db/types.ts";

export const handle: PageHandle = { i18n: ["customers", "certificates", "desk", "requests"] };
export const meta = pageMeta;

const Search = z.object({ place: z.string().max(100).optional().catch(undefined) });
const PAGE = 100;

/** One list of an enterprise, page by page. */
export const loader = staffLoader({ can: "organisation:read", params: CustomerListParams, input: Search }, async ({ params, input, actor, db, now, t, context }) => {
  const { enterpriseId, section } = params;
  const { id, name } = await getEnterprise(db, enterpriseId);
  const list = await readSection(db, { section, place: input.place, enterpriseId, now });
  await recordView(db, { kind: "enterprise", id, by: actor, now, correlationId: context.correlationId });
  return { title: `${t(`customers:section.${section}`)} · ${name}`, id, name, list, isLaterPage: input.place !== undefined, maySeeRequests: may(actor, "request:read") };
});

async function readSection(db: Db, { section, enterpriseId, place, now }: { section: Section; enterpriseId: string; place: string | undefined; now: Date }) {
  const asked = { of: { enterpriseId }, place, limit: PAGE };
  switch (section) {
    case "accounts": {
      const { lines, next } = await listAccounts(db, asked);
      return { section, next, rows: lines.map((line) => showAccountLine(line, now)) };
    }
    case "certificates": {
      const { lines, next } = await searchCertificates(db, { narrowing: { owner: { enterpriseId } }, place, now, limit: PAGE });
      return { section, next, rows: lines.map((line) => showCertificateFound(line, now)), codes: await overviewByCode(db, { enterpriseId, now }) };
    }
    case "requests": {
      const { lines, next } = await listRequests(db, asked);
      return { section, next, rows: lines.map(showRequest) };
    }
    case "letters": {
      const { lines, next } = await listLetters(db, asked);
      return { section, next, rows: lines.map(showLetter) };
    }
  }
}

export default function CustomerSection() {
  const { id, name, list, isLaterPage, maySeeRequests } = useLoaderData<typeof loader>();
  const here = paths.customerList(id, list.section);
  const next = list.next === null ? null : `${here}?place=${encodeURIComponent(list.next)}`;
  const first = isLaterPage ? here : null;
  const format = useFormat();
  if (list.section === "certificates") {
    const to = { customer: paths.customer(id), exports: paths.certificateExports(), list: paths.certificates, certificate: paths.certificate, account: paths.account };
    return (
      <StaffLayout search={<CustomerSearch action={paths.customers()} />}>
        <CustomerCertificates id={id} name={name} codes={list.codes} rows={list.rows} next={next} first={first} paths={to} format={format} />
      </StaffLayout>
    );
  }
  return (
    <StaffLayout search={<CustomerSearch action={paths.customers()} />}>
      <SectionPage
        name={name}
        customer={paths.customer(id)}
        list={list}
        next={next}
        first={first}
        accountPath={paths.account}
        certificatePath={paths.certificate}
        requestPath={maySeeRequests ? paths.request : null}
        format={format}
      />
    </StaffLayout>
  );
}
