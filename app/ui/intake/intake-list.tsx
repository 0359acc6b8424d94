import { Form, Link, useNavigation } from "@remix-run/react";
import { Inbox } from "lucide-react";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";

import { Button } from "../button.tsx";
import { RadioGroup } from "../choices.tsx";
import { DateInput } from "../date-input.tsx";
import type { DeskFormat, DeskProblem } from "../desk/screen.ts";
import { typedText } from "../desk/typed.ts";
import { ErrorSummary } from "../error-summary.tsx";
import { Select, TextInput } from "../field.tsx";
import { FileInput } from "../file-input.tsx";
import { Card, EmptyState, PageTitle } from "../section.tsx";
import { StatusTag } from "../status-tag.tsx";
import { Became } from "./became.tsx";
import type { BecameShown } from "./shown.ts";

type OpenShown = { id: string; to: string; sender: string; channel: "paper" | "email"; receivedAt: string; hasTime: boolean; type: string | null; by: string };
type Shown = { title: string; today: { day: string; month: string; year: string }; idCopyField: string; open: readonly OpenShown[]; done: BecameShown | null };
type Props = { shown: Shown; format: DeskFormat; problem: DeskProblem | null };

/** What came in and is no request yet, and beside it the form to book something in. */
export function IntakeList({ shown, format, problem }: Props) {
  const { t } = useTranslation("intake");
  return (
    <>
      <PageTitle title={shown.title} lead={t("lead")} />
      {shown.done ? <Became of={shown.done} /> : null}
      <ErrorSummary problem={problem} labels={{ sender: t("begin.sender"), senderEmail: t("begin.senderEmail"), files: t("begin.files"), received: t("begin.received"), time: t("begin.time"), channel: t("begin.channel") }} />
      <div className="grid items-start gap-4 lg:grid-cols-[minmax(0,5fr)_minmax(0,6fr)]">
        <Card title={t("begin.title")}>
          <Begin shown={shown} problem={problem} />
        </Card>
        <Card title={t("open.title")}>
          {shown.open.length === 0 ? <EmptyState title={t("open.none")} /> : null}
          <ul className="grid">
            {shown.open.map((one) => (
              <li key={one.id} className="flex flex-wrap items-baseline justify-between gap-x-4 gap-y-1 border-b border-line py-2 last:border-0">
                <span className="grid min-w-0">
                  <Link to={one.to} className="font-semibold wrap-anywhere text-link">
                    {one.sender}
                  </Link>
                  <span className="text-help">{t("open.received", { when: one.hasTime ? format.dateTime(one.receivedAt) : format.date(one.receivedAt), name: one.by })}</span>
                </span>
                <span className="flex flex-wrap gap-2">
                  <StatusTag tone="plain">{t(`channel.${one.channel}`)}</StatusTag>
                  <StatusTag tone={one.type === null ? "soon" : "plain"}>{one.type ?? t("open.noType")}</StatusTag>
                </span>
              </li>
            ))}
          </ul>
        </Card>
      </div>
    </>
  );
}

function Begin({ shown, problem }: Pick<Props, "shown" | "problem">) {
  const { t } = useTranslation(["intake", "common"]);
  const error = (name: string) => problem?.fields[name];
  const part = (name: "day" | "month" | "year") => (problem ? typedText(problem, `received.${name}`) : shown.today[name]);
  const [channel, setChannel] = useState(typedText(problem, "channel") || "paper");
  const { state, formAction, formMethod } = useNavigation();
  const isBusy = state !== "idle" && formAction !== undefined && formAction.startsWith("/intake") && formMethod === "POST";
  const look = (event: FormEvent<HTMLFormElement>) => setChannel(String(new FormData(event.currentTarget).get("channel") ?? ""));
  return (
    // What is sent twice would lie there twice.
    <Form method="post" action="/intake?index" encType="multipart/form-data" className="grid gap-4" noValidate onChange={look} onSubmit={(event) => void (isBusy && event.preventDefault())}>
      <RadioGroup name="channel" label={t("begin.channel")} value={channel} error={error("channel")} choices={(["paper", "email"] as const).map((value) => ({ value, label: t(`channel.${value}`) }))} />
      <div className="flex flex-wrap items-end gap-x-6 gap-y-4">
        <DateInput name="received" label={t("begin.received")} help={t("begin.receivedHelp")} error={error("received")} value={{ day: part("day"), month: part("month"), year: part("year") }} />
        <TextInput name="time" label={t("begin.time")} help={t("begin.timeHelp")} optional width="tiny" error={error("time")} defaultValue={typedText(problem, "time")} autoComplete="off" />
      </div>
      <TextInput name="sender" label={t("begin.sender")} help={t("begin.senderHelp")} most={120} error={error("sender")} defaultValue={typedText(problem, "sender")} autoComplete="off" />
      <TextInput name="senderEmail" label={t("begin.senderEmail")} help={t("begin.senderEmailHelp")} optional={channel !== "email"} inputMode="email" error={error("senderEmail")} defaultValue={typedText(problem, "senderEmail")} autoComplete="off" />
      <FileInput name="files" label={t("begin.files")} help={t("files.help")} error={error("files")} multiple />
      <FileInput name={shown.idCopyField} label={t("begin.idCopy")} help={t("begin.idCopyHelp")} optional error={error(shown.idCopyField)} multiple />
      <Select name="language" label={t("begin.language")} choices={[{ value: "nl", label: "Nederlands" }, { value: "en", label: "English" }]} defaultValue={typedText(problem, "language") || "nl"} />
      <div className="flex flex-wrap items-center gap-3">
        <Button size="small" icon={Inbox} aria-disabled={isBusy || undefined}>
          {t(isBusy ? "begin.busy" : "begin.act")}
        </Button>
        <span role="status" className="text-help">
          {isBusy ? t("begin.busyHelp") : ""}
        </span>
      </div>
    </Form>
  );
}
