import { Link, useFetcher } from "@remix-run/react";
import { RefreshCw } from "lucide-react";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";

import { Button } from "../button.tsx";
import type { DeskFormat } from "../desk/screen.ts";
import { Card, DefinitionList } from "../section.tsx";
import { StatusTag, type Tone } from "../status-tag.tsx";
import { useReason } from "./standing.tsx";

type Answered<Answer> = { url: string; tookMs: number; failure: string | null; answer: Answer | null } | null;
type Ocsp = { state: "good" | "unknown" | "revoked"; revokedAt: string | null; reason: string | null; producedAt: string; nextUpdate: string | null };
type Crl = { number: string | null; entries: number; thisUpdate: string; nextUpdate: string; listed: { revokedAt: string; reason: string | null } | null };
export type StatusAnswered = { at: string; ocsp: Answered<Ocsp>; crl: Answered<Crl> };

type Props = { /** What was asked when the page was made, for who has no scripts. */ asked: StatusAnswered | null; status: { path: string; page: string }; format: DeskFormat };

/** What the authority publishes about this certificate, asked as anybody would ask it. The page does not wait for it; without scripts a link asks. */
export function LiveStatus({ asked, status, format }: Props) {
  const { t } = useTranslation("certificates");
  const { load, data, state } = useFetcher<StatusAnswered>();
  useEffect(() => {
    if (asked === null) load(status.path);
  }, [asked, load, status.path]);
  const said = data && "ocsp" in data ? data : asked;
  const isAsking = state !== "idle";
  return (
    <Card
      title={t("status.title")}
      acts="status"
      aside={
        said ? (
          <Button type="button" size="small" look="quiet" icon={RefreshCw} onClick={() => load(status.path)}>
            {t("status.again")}
          </Button>
        ) : undefined
      }
    >
      <p className="mb-3 max-w-text text-help">{t("status.lead")}</p>
      <div aria-live="polite" aria-busy={isAsking} className="grid gap-4 lg:grid-cols-2">
        {said ? (
          <>
            <OcspAnswer asked={said.ocsp} format={format} />
            <ListAnswer asked={said.crl} format={format} />
            <p className="text-help lg:col-span-2">{t("status.at", { when: format.dateTime(said.at) })}</p>
          </>
        ) : (
          <p className="min-h-40 text-soft lg:col-span-2">
            {isAsking || data ? t("status.asking") : null}
            <noscript>
              <Link to={status.page} className="text-link">
                {t("status.ask")}
              </Link>
            </noscript>
          </p>
        )}
      </div>
    </Card>
  );
}

const TONES: Record<Ocsp["state"], Tone> = { good: "well", unknown: "soon", revoked: "late" };

function OcspAnswer({ asked, format }: { asked: Answered<Ocsp>; format: DeskFormat }) {
  const { t } = useTranslation("certificates");
  const reason = useReason();
  if (!asked?.answer) return <NoAnswer what="ocsp" asked={asked} />;
  const { state, revokedAt, reason: why, producedAt, nextUpdate } = asked.answer;
  return (
    <div className="grid content-start gap-2">
      <h3 className="flex flex-wrap items-center gap-2 font-semibold">
        OCSP <StatusTag tone={TONES[state]}>{t(`status.ocsp.${state}`)}</StatusTag>
      </h3>
      <DefinitionList
        facts={[
          { label: t("status.revokedAt"), value: revokedAt && `${format.dateTime(revokedAt)} · ${reason(why)}` },
          { label: t("status.signedAt"), value: format.dateTime(producedAt) },
          { label: t("status.until"), value: nextUpdate && format.dateTime(nextUpdate) },
          { label: t("status.from"), value: <From asked={asked} /> },
        ]}
      />
    </div>
  );
}

function ListAnswer({ asked, format }: { asked: Answered<Crl>; format: DeskFormat }) {
  const { t } = useTranslation("certificates");
  const reason = useReason();
  if (!asked?.answer) return <NoAnswer what="crl" asked={asked} />;
  const { number, entries, thisUpdate, nextUpdate, listed } = asked.answer;
  return (
    <div className="grid content-start gap-2">
      <h3 className="flex flex-wrap items-center gap-2 font-semibold">
        CRL <StatusTag tone={listed ? "late" : "well"}>{t(listed ? "status.crl.listed" : "status.crl.notListed")}</StatusTag>
      </h3>
      <DefinitionList
        facts={[
          { label: t("status.revokedAt"), value: listed && `${format.dateTime(listed.revokedAt)} · ${reason(listed.reason)}` },
          { label: t("status.list"), value: number && t("status.listNumber", { number, count: entries, entries: format.number(entries) }) },
          { label: t("status.signedAt"), value: format.dateTime(thisUpdate) },
          { label: t("status.until"), value: format.dateTime(nextUpdate) },
          { label: t("status.from"), value: <From asked={asked} /> },
        ]}
      />
    </div>
  );
}

/** Where it was asked, and how long that took. */
function From({ asked }: { asked: { url: string; tookMs: number } }) {
  const { t } = useTranslation("certificates");
  return (
    <>
      <span className="font-mono text-xs break-all">{asked.url}</span>
      <span className="block text-help">{t("status.took", { count: asked.tookMs })}</span>
    </>
  );
}

/** Nobody can say: what is wrong, and that it says nothing of the certificate. */
function NoAnswer({ what, asked }: { what: "ocsp" | "crl"; asked: Answered<unknown> }) {
  const { t } = useTranslation("certificates");
  return (
    <div className="grid content-start gap-2">
      <h3 className="flex flex-wrap items-center gap-2 font-semibold">
        {what.toUpperCase()} <StatusTag tone="soon">{t("status.noAnswer")}</StatusTag>
      </h3>
      <p className="max-w-text">{t(`status.failure.${asked?.failure ?? "no-authority"}`)}</p>
      {asked ? <From asked={asked} /> : null}
    </div>
  );
}
