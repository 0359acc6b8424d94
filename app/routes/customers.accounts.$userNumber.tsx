import { useLoaderData } from "@remix-run/react";

import { AccountPage } from "#app/ui/customers/account-page.tsx";
import { CustomerSearch } from "#app/ui/customers/customer-search.tsx";
import { StaffLayout } from "#app/ui/staff-layout.tsx";
import { accountPlaces } from "#app/web/account-places.ts";
import { viewAccount } from "#app/web/customers.server.ts";
import { staffLoader } from "#app/web/guards.server.ts";
import type { PageHandle } from "#app/web/i18n.ts";
import { pageMeta } from "#app/web/page-meta.ts";
import { AccountParams } from "#app/web/params.ts";
import { paths } from "#app/web/paths.ts";
import { useFormat } from "#app/web/use-format.ts";

export const handle: PageHandle = { i18n: ["customers", "desk", "requests"] };
export const meta = pageMeta;

/** Everything that the office knows of one account; that somebody looked is in the trail. */
export const loader = staffLoader({ can: "account:read", params: AccountParams }, (asked) => viewAccount(asked, asked.params.userNumber));

export default function Account() {
  const { screen } = useLoaderData<typeof loader>();
  const { enterpriseId } = screen.practice;
  return (
    <StaffLayout search={enterpriseId === null ? undefined : <CustomerSearch action={paths.customers()} />}>
      <AccountPage screen={screen} format={useFormat()} {...accountPlaces(screen)} />
    </StaffLayout>
  );
}
