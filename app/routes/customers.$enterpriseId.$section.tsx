import { useLoaderData } from "@remix-run/react";
import { z } from "zod";

import { may } from "#app/domain/access/permissions.ts";
import { getEnterprise } from "#app/domain/customers/enterprise.ts";
import { listAccounts, listCertificates, listLetters, listRequests, type Section } from "#app/domain/customers/sections.ts";
import { recordView } from "#app/domain/customers/viewed.ts";
import { CustomerSearch } from "#app/ui/customers/customer-search.tsx";
import { SectionPage } from "#app/ui/customers/section-page.tsx";
import { StaffLayout } from "#app/ui/staff-layout.tsx";
import { showAccountLine, showCertificate, showLetter, showRequest } from "#app/web/customers.server.ts";
import { staffLoader } from "#app/web/guards.server.ts";
import type { PageHandle } from "#app/web/i18n.ts";
import { pageMeta } from "#app/web/page-meta.ts";
import { CustomerListParams } from "#app/web/params.ts";
import { paths } from "#app/web/paths.ts";
import { useFormat } from "#app/web/use-format.ts";
import type { Db } from "#db/types.ts";

export const handle: PageHandle = { i18n: ["customers", "desk", "requests"] };
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
      const { lines, next } = await listCertificates(db, asked);
      return { section, next, rows: lines.map((line) => showCertificate(line, now)) };
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
  return (
    <StaffLayout search={<CustomerSearch action={paths.customers()} />}>
      <SectionPage
        name={name}
        customer={paths.customer(id)}
        list={list}
        next={list.next === null ? null : `${here}?place=${encodeURIComponent(list.next)}`}
        first={isLaterPage ? here : null}
        accountPath={paths.account}
        requestPath={maySeeRequests ? paths.request : null}
        format={useFormat()}
      />
    </StaffLayout>
  );
}
