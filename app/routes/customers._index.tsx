import { useLoaderData } from "@remix-run/react";
import { z } from "zod";

import { may } from "#app/domain/access/permissions.ts";
import { listCustomers } from "#app/domain/customers/list.ts";
import { CustomerList } from "#app/ui/customers/customer-list.tsx";
import { CustomerSearch } from "#app/ui/customers/customer-search.tsx";
import { StaffLayout } from "#app/ui/staff-layout.tsx";
import { staffLoader } from "#app/web/guards.server.ts";
import type { PageHandle } from "#app/web/i18n.ts";
import { pageMeta } from "#app/web/page-meta.ts";
import { paths } from "#app/web/paths.ts";
import { useFormat } from "#app/web/use-format.ts";

export const handle: PageHandle = { i18n: ["customers", "desk"] };
export const meta = pageMeta;

/** The address holds the search and the place in the list. */
const Search = z.object({ q: z.string().trim().max(100).catch(""), place: z.string().max(100).optional().catch(undefined) });

/** Every customer, or those that a search fits. */
export const loader = staffLoader({ can: "organisation:list", input: Search }, async ({ actor, input, db, now, t }) => {
  const { q, place } = input;
  const page = await listCustomers(db, { text: q, place, now });
  return { title: t("customers:title"), q, rows: page.lines, next: page.next, isCut: page.isCut, isLaterPage: place !== undefined, maySeeRequests: may(actor, "request:list") };
});

export default function Customers() {
  const { q, rows, next, isCut, isLaterPage, maySeeRequests } = useLoaderData<typeof loader>();
  const here = (search: Record<string, string>) => {
    const text = new URLSearchParams({ ...(q === "" ? {} : { q }), ...search }).toString();
    return text === "" ? paths.customers() : `${paths.customers()}?${text}`;
  };
  return (
    <StaffLayout search={<CustomerSearch action={paths.customers()} text={q} />}>
      <CustomerList
        searched={q}
        rows={rows}
        isCut={isCut}
        next={next === null ? null : here({ place: next })}
        first={isLaterPage ? here({}) : null}
        all={paths.customers()}
        requestSearch={maySeeRequests && q !== "" ? `${paths.desk()}?q=${encodeURIComponent(q)}` : null}
        exportAction={paths.customerExports()}
        customerPath={paths.customer}
        accountPath={paths.account}
        format={useFormat()}
      />
    </StaffLayout>
  );
}
