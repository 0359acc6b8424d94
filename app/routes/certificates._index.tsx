import { useLoaderData } from "@remix-run/react";
import { z } from "zod";

import type { StaffActor } from "#app/domain/access/actor.ts";
import { may } from "#app/domain/access/permissions.ts";
import { countFindings } from "#app/domain/certificates/recheck.ts";
import { expiryByWeek } from "#app/domain/customers/certificates/outlook.ts";
import { ownerNamed } from "#app/domain/customers/certificates/per-code.ts";
import { searchCertificates } from "#app/domain/customers/certificates/search.ts";
import { INSTALL_BANDS } from "#app/domain/customers/certificates/states.ts";
import { countToInstall, listToInstall } from "#app/domain/customers/certificates/to-install.ts";
import { CertificateListPage } from "#app/ui/certificates/certificate-list.tsx";
import { CertificateSearchBar } from "#app/ui/certificates/certificate-search.tsx";
import { StaffLayout } from "#app/ui/staff-layout.tsx";
import { CertificateSearch, profileChoices, readCertificateList, showCertificateFound, showToInstall, stateChoices, writeCertificateSearch, type CertificateList } from "#app/web/certificates.server.ts";
import { capped } from "#app/web/desk-list.server.ts";
import { staffLoader } from "#app/web/guards.server.ts";
import type { Translate } from "#app/web/i18n.server.ts";
import type { PageHandle } from "#app/web/i18n.ts";
import { pageMeta } from "#app/web/page-meta.ts";
import { paths } from "#app/web/paths.ts";
import { useFormat } from "#app/web/use-format.ts";
import type { Db } from "#db/types.ts";

export const handle: PageHandle = { i18n: ["certificates", "customers", "desk"] };
export const meta = pageMeta;

const MOST_COUNTED = 1000;
const Search = CertificateSearch.extend({ place: z.string().max(100).optional().catch(undefined) });

/** All certificates, or those that a search fits; what expires when; and what waits to be installed. The address holds the search and the place. */
export const loader = staffLoader({ can: "certificate:list", input: Search }, async ({ actor, input: { place, ...search }, db, now, t }) => {
  const asked = readCertificateList(search);
  const list = await readList(db, asked, { place, now });
  const { owner } = asked.narrowing;
  return {
    title: t("certificates:title"),
    search: writeCertificateSearch(search),
    list,
    isLaterPage: place !== undefined,
    waitsAsWell: search.q !== "" && list.of === "certificates" && search.state === undefined ? await waitsAsWell(db, search.q, now) : false,
    choices: { state: stateChoices(t), profile: await profileChoices(db, t) },
    weeks: search.state === "expires-soon" && search.q === "" && !owner ? (await expiryByWeek(db, now)).map(({ monday, amount }) => ({ monday, amount })) : null,
    bands: search.state === "to-install" && search.q === "" && !owner ? await bandsOf(db, now) : null,
    stretch: stretchOf(asked, t),
    owner: owner ? await ownerNamed(db, owner) : null,
    findings: may(actor, "authority:read") ? await countFindings(db) : null,
    ...openTo(actor),
  };
});

/** Within how many days they expire, or since when they have, in words; null where that is not asked. */
function stretchOf({ of, narrowing }: CertificateList, t: Translate): string | null {
  if (of === "to-install") return null;
  const { within, since } = narrowing;
  return within === undefined ? (since === undefined ? null : t("certificates:stretch.since", { count: since })) : t("certificates:stretch.within", { count: within });
}

function openTo(actor: StaffActor) {
  return { mayReadAccounts: may(actor, "account:read") };
}

async function readList(db: Db, asked: CertificateList, { place, now }: { place: string | undefined; now: Date }) {
  if (asked.of === "to-install") {
    const { lines, next, isCut } = await listToInstall(db, { narrowing: asked.narrowing, place, now });
    return { of: asked.of, rows: lines.map((line) => showToInstall(line, now)), next, isCut };
  }
  const { lines, next, isCut } = await searchCertificates(db, { narrowing: asked.narrowing, place, now });
  return { of: asked.of, rows: lines.map((line) => showCertificateFound(line, now)), next, isCut };
}

/** Whether somebody whom the search fits has no certificate yet: they would not be found among those that are there. */
async function waitsAsWell(db: Db, text: string, now: Date): Promise<boolean> {
  return (await listToInstall(db, { narrowing: { text }, now, limit: 1 })).lines.length > 0;
}

async function bandsOf(db: Db, now: Date) {
  const amounts = await countToInstall(db, { now, most: MOST_COUNTED });
  return INSTALL_BANDS.map((band) => ({ band, ...capped(amounts[band]) }));
}

export default function Certificates() {
  const { title, mayReadAccounts, ...shown } = useLoaderData<typeof loader>();
  const here = (change: Record<string, string | undefined>) => paths.certificates(Object.fromEntries(Object.entries({ ...shown.search, ...change }).flatMap(([name, value]) => (value ? [[name, value]] : []))));
  return (
    <StaffLayout search={<CertificateSearchBar action={paths.certificates()} text={shown.search["q"] ?? ""} />}>
      <CertificateListPage
        {...shown}
        title={title}
        here={here}
        paths={{ certificates: paths.certificates, certificate: paths.certificate, account: mayReadAccounts ? paths.account : null, exports: paths.certificateExports(), authority: paths.authority() }}
        format={useFormat()}
      />
    </StaffLayout>
  );
}
