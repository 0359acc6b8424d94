import { useLoaderData } from "@remix-run/react";

import { may } from "#app/domain/access/permissions.ts";
import { recordView } from "#app/domain/customers/viewed.ts";
import { CustomerSearch } from "#app/ui/customers/customer-search.tsx";
import { EnterprisePage } from "#app/ui/customers/enterprise-page.tsx";
import { StaffLayout } from "#app/ui/staff-layout.tsx";
import { showEnterprise } from "#app/web/customers.server.ts";
import { staffLoader } from "#app/web/guards.server.ts";
import type { PageHandle } from "#app/web/i18n.ts";
import { pageMeta } from "#app/web/page-meta.ts";
import { CustomerParams } from "#app/web/params.ts";
import { paths } from "#app/web/paths.ts";
import { useFormat } from "#app/web/use-format.ts";

export const handle: PageHandle = { i18n: ["customers", "desk", "requests"] };
export const meta = pageMeta;

/** Everything that the office knows of one enterprise; that somebody looked is in the trail. */
export const loader = staffLoader({ can: "organisation:read", params: CustomerParams }, async ({ params, actor, db, now, t, language, context }) => {
  const { enterpriseId } = params;
  const screen = await showEnterprise({ db, actor, now, t, language }, enterpriseId);
  await recordView(db, { kind: "enterprise", id: enterpriseId, by: actor, now, correlationId: context.correlationId });
  return { title: screen.name, screen, maySeeRequests: may(actor, "request:read") };
});

export default function Customer() {
  const { screen, maySeeRequests } = useLoaderData<typeof loader>();
  return (
    <StaffLayout search={<CustomerSearch action={paths.customers()} />}>
      <EnterprisePage
        screen={screen}
        format={useFormat()}
        back={paths.customers()}
        listPath={(section) => paths.customerList(screen.id, section)}
        accountPath={paths.account}
        certificatePath={paths.certificate}
        requestPath={maySeeRequests ? paths.request : null}
      />
    </StaffLayout>
  );
}
