import { Link } from "@remix-run/react";
import { useTranslation } from "react-i18next";

import { Pager } from "../customers/pager.tsx";
import type { DeskFormat } from "../desk/screen.ts";
import { ExportForm } from "../export-form.tsx";
import { Tabs } from "../navigation.tsx";
import { Notice } from "../notice.tsx";
import { EmptyState, PageTitle } from "../section.tsx";
import { CertificateFilters, type Option } from "./certificate-filters.tsx";
import { CertificateRows, ToInstallRows, type CertificateLine, type ToInstallLine } from "./certificate-rows.tsx";
import { ExpiryWeeks, type WeekShown } from "./expiry-weeks.tsx";

type Search = Readonly<Record<string, string>>;
type Count = { count: number; isMore: boolean };
type List = ({ of: "certificates"; rows: readonly CertificateLine[] } | { of: "to-install"; rows: readonly ToInstallLine[] }) & { next: string | null; isCut: boolean };

export type CertificateListShown = {
  title: string;
  search: Search;
  list: List;
  isLaterPage: boolean;
  /** Somebody whom the search fits has nothing installed yet. */
  waitsAsWell: boolean;
  choices: { state: readonly Option[]; profile: readonly Option[] };
  weeks: readonly WeekShown[] | null;
  bands: ReadonlyArray<{ band: string } & Count> | null;
  /** Whose they are, where the list is of one enterprise or AGB code. */
  owner: string | null;
  /** Within how many days they expire, or since when they have, where that was asked. */
  stretch: string | null;
  /** Of the daily check; null for who may not see those. */
  findings: number | null;
};

type Paths = { certificates: (narrowed?: Record<string, string>) => string; certificate: (serial: string) => string; account: ((userNumber: string) => string) | null; exports: string; authority: string };
type Props = CertificateListShown & { here: (change: Record<string, string | undefined>) => string; paths: Paths; format: DeskFormat };

/** The certificates of the office: all of them, what is about to expire, and what nobody has installed yet. */
export function CertificateListPage(props: Props) {
  const { t } = useTranslation("certificates");
  const { title, owner, stretch, search, list, findings, weeks, bands, here, paths, format } = props;
  const text = search["q"];
  const beside = weeks ? <ExpiryWeeks weeks={weeks} chosen={search["week"] ?? null} weekPath={(week) => here({ week, within: undefined, place: undefined })} format={format} /> : null;
  return (
    <>
      <PageTitle title={text === undefined ? title : t("search.title", { text })} acts={list.rows.length > 0 ? <ExportForm action={paths.exports} fields={search} /> : undefined} />
      {owner === null ? null : (
        <p className="flex flex-wrap items-center gap-x-4">
          <span className="font-semibold">{t("owner.of", { name: owner })}</span>
          <Link to={here({ agb: undefined, enterprise: undefined, place: undefined })} className="inline-flex min-h-6 items-center text-link">
            {t("owner.all")}
          </Link>
        </p>
      )}
      <Views {...props} />
      {stretch === null ? null : (
        <p className="flex flex-wrap items-center gap-x-4">
          <span className="font-semibold">{stretch}</span>
          <Link to={here({ within: undefined, since: undefined, place: undefined })} className="inline-flex min-h-6 items-center text-link">
            {t(search["since"] === undefined ? "stretch.soon" : "stretch.expired")}
          </Link>
        </p>
      )}
      {findings !== null && findings > 0 ? (
        <Notice kind="late" title={t("findings.title", { count: findings })}>
          <Link to={paths.authority} className="inline-flex min-h-6 items-center text-link">
            {t("findings.open")}
          </Link>
        </Notice>
      ) : null}
      <CertificateFilters action={paths.certificates()} search={search} choices={props.choices} clear={paths.certificates()} />
      {bands ? <Bands {...props} bands={bands} /> : null}
      <div className={beside ? "grid items-start gap-5 xl:grid-cols-[24rem_minmax(0,1fr)]" : "grid gap-5"}>
        {beside}
        <div className="grid min-w-0 gap-4">
          {list.isCut ? <Notice kind="info">{t("search.cut")}</Notice> : null}
          {props.waitsAsWell ? (
            <Notice kind="info">
              <Link to={here({ state: "to-install", profile: undefined })} className="inline-flex min-h-6 items-center text-link">
                {t("search.waitsAsWell")}
              </Link>
            </Notice>
          ) : null}
          <Rows {...props} />
          <Pager rows={list.rows.length} first={props.isLaterPage ? here({ place: undefined }) : null} next={list.next === null ? null : here({ place: list.next })} />
        </div>
      </div>
      <p className="text-help max-md:hidden">{t("keys")}</p>
    </>
  );
}

/** The three ways to look at them, as links. */
function Views({ search, paths }: Props) {
  const { t } = useTranslation("certificates");
  const q = Object.fromEntries(Object.entries(search).filter(([name]) => ["q", "agb", "enterprise"].includes(name)));
  const tabs = [
    { key: "", label: t("views.all"), to: paths.certificates(q) },
    { key: "expires-soon", label: t("views.expiring"), to: paths.certificates({ ...q, state: "expires-soon" }) },
    { key: "to-install", label: t("views.toInstall"), to: paths.certificates({ ...q, state: "to-install" }) },
  ];
  const state = search["state"] ?? "";
  return <Tabs label={t("views.label")} tabs={tabs} current={tabs.some(({ key }) => key === state) ? state : ""} />;
}

/** How many wait, by how long already; each leads to them. */
function Bands({ bands, search, here, format }: Props & { bands: NonNullable<Props["bands"]> }) {
  const { t } = useTranslation("certificates");
  return (
    <ul aria-label={t("bands.label")} className="grid gap-2 sm:grid-cols-3">
      {bands.map(({ band, count, isMore }) => (
        <li key={band}>
          <Link
            to={here({ band: search["band"] === band ? undefined : band, place: undefined })}
            aria-current={search["band"] === band ? "true" : undefined}
            className="grid gap-0.5 rounded-md border border-line bg-sheet px-4 py-3 text-ink hover:border-petrol aria-[current]:border-petrol aria-[current]:bg-petrol-tint"
          >
            <span className="text-xl font-semibold tabular-nums">
              {format.number(count)}
              {isMore ? "+" : ""}
            </span>
            <span>{t(`bands.${band}.days`)}</span>
            <span className="text-help">{t(`bands.${band}.left`)}</span>
          </Link>
        </li>
      ))}
    </ul>
  );
}

function Rows({ list, search, paths, format }: Props) {
  const { t } = useTranslation("certificates");
  if (list.rows.length === 0) {
    if (search["q"] !== undefined) return <EmptyState title={t("search.none")}>{t("search.noneText")}</EmptyState>;
    const kind = search["state"] === undefined && Object.keys(search).length > 0 ? "narrowed" : (search["state"] ?? "all");
    return <EmptyState title={t(`none.${kind}`)}>{Object.keys(search).length === 0 ? t("none.allText") : undefined}</EmptyState>;
  }
  const caption = t(list.of === "to-install" ? "caption.toInstall" : "caption.certificates", { count: list.rows.length });
  if (list.of === "to-install") return <ToInstallRows rows={list.rows} caption={caption} format={format} accountPath={paths.account} />;
  return <CertificateRows rows={list.rows} caption={caption} format={format} accountPath={paths.account} certificatePath={paths.certificate} />;
}
