import { Form, Link } from "@remix-run/react";
import { EyeOff, Trash2 } from "lucide-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { Button, buttonClass } from "../button.tsx";
import type { DeskFormat } from "../desk/screen.ts";
import { BackLink } from "../navigation.tsx";
import { Notice } from "../notice.tsx";
import { Card, PageTitle } from "../section.tsx";
import { StatusTag } from "../status-tag.tsx";
import type { IntakeScreen, ScanShown } from "./shown.ts";

type View = { screen: IntakeScreen; format: DeskFormat; back: string; children: ReactNode };

/** The scan at the left, what is typed over from it at the right; on a phone one below the other. */
export function IntakeView({ screen, format, back, children }: View) {
  const { t } = useTranslation("intake");
  return (
    <>
      <div className="grid gap-2">
        <BackLink to={back}>{t("one.back")}</BackLink>
        <PageTitle
          kicker={t("one.kicker", { channel: t(`channel.${screen.channel}`), received: format.dateTime(screen.receivedAt), email: screen.senderEmail ?? "" })}
          title={screen.title}
        />
      </div>
      {screen.namesRequest && screen.isOpen ? (
        <Notice kind="info">
          {t("one.namesRequest")}{" "}
          <Link to={screen.namesRequest.to} className="font-mono text-link">
            {screen.namesRequest.reference}
          </Link>
        </Notice>
      ) : null}
      <div className="grid items-start gap-4 lg:grid-cols-2">
        <Card title={t("scan.title")} className="lg:sticky lg:top-4">
          {/* The scan scrolls by itself, so that the page that is typed over stays beside its questions; each picture is a link, which the keyboard reaches. */}
          <div className="grid max-h-[85vh] gap-6 overflow-y-auto">
            {screen.files.map((file) => (
              <Scan key={file.id} file={file} screen={screen} />
            ))}
          </div>
        </Card>
        <div className="grid min-w-0 gap-4">{children}</div>
      </div>
    </>
  );
}

function Scan({ file, screen }: { file: ScanShown; screen: IntakeScreen }) {
  const { t } = useTranslation("intake");
  const isCopy = file.kind === "id-copy";
  return (
    <section aria-label={file.name} className="grid gap-2">
      <h3 className="flex flex-wrap items-baseline gap-2 font-semibold">
        <span className="wrap-anywhere">{file.name}</span>
        <StatusTag tone="plain">{t(`files.kind.${file.kind}`)}</StatusTag>
      </h3>
      {file.destroyed ? <p className="text-soft">{t("scan.destroyed")}</p> : null}
      {file.to.map((to, index) => (
        <figure key={to} className="grid gap-1">
          <a href={to} target="_blank" rel="noreferrer" className="block" aria-label={t("files.openLabel", { page: index + 1, name: file.name })}>
            <img src={to} alt={t("scan.alt", { page: index + 1, name: file.name })} loading="lazy" className="min-h-40 w-full rounded-sm border border-line" />
          </a>
          {isCopy && screen.isOpen && file.masking[index] ? (
            <Link to={file.masking[index]} className={`${buttonClass("other", "small")} justify-self-start`}>
              <EyeOff aria-hidden className="size-4 shrink-0" />
              {t("scan.mask", { page: index + 1 })}
            </Link>
          ) : null}
        </figure>
      ))}
      {isCopy && file.format === "pdf" && screen.isOpen && !file.destroyed ? (
        <Form method="post" action={`${screen.at}/refused-copy`} className="grid gap-2">
          <input type="hidden" name="fileId" value={file.id} />
          <p className="text-help">{t("scan.refuseHelp")}</p>
          <div>
            <Button size="small" look="danger" icon={Trash2}>
              {t("scan.refuse")}
            </Button>
          </div>
        </Form>
      ) : null}
    </section>
  );
}
