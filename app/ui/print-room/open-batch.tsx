import { useFetcher } from "@remix-run/react";
import { KeyRound } from "lucide-react";
import { type FormEvent, useEffect, useId, useRef, useState, useSyncExternalStore } from "react";
import { useTranslation } from "react-i18next";

import { keyMark } from "#app/domain/correspondence/key-mark.ts";
import type { Language } from "#app/domain/people.ts";
import { isProblem } from "#app/domain/problem.ts";

import { Button } from "../button.tsx";
import { Field } from "../field.tsx";
import { FileInput } from "../file-input.tsx";
import { Notice } from "../notice.tsx";
import { Progress } from "../progress.tsx";
import { Card } from "../section.tsx";
import type { BatchFormat, BatchShown, Outside, ParcelShown, Printable } from "./batch.ts";
import { controlSheet } from "./control-sheet.ts";
import { openKeyFile, type PrintRoomKey } from "./key.ts";
import { mergeLetters } from "./merge.ts";
import { openLetters } from "./open.ts";

type SealedLine = { id: string; reference: string; sealed: string; parcel: ParcelShown | null };
type Released = { letters: SealedLine[] } | { problem: { code: string; message: string } };

type Opening = {
  batch: BatchShown;
  language: Language;
  outside: Outside;
  path: string;
  format: BatchFormat;
  /** Handed out before: it is not handed out again. */
  isReleased: boolean;
  onOpened: (opened: Printable) => void;
};

/**
 * Opens the batch with the print room's key. The key file and its passphrase stay in this browser: their inputs have no name, so that
 * no form can post them. The letters are asked for only once the key is open and is the one they are sealed for, because they come once.
 */
export function OpenBatch({ batch, language, outside, path, format, isReleased, onOpened }: Opening) {
  const { t } = useTranslation(["print-room", "problems"]);
  const release = useFetcher<Released>();
  const key = useRef<PrintRoomKey | null>(null);
  const form = useRef<HTMLFormElement>(null);
  // Before scripts run there is nothing here that could open a key.
  const isReady = useSyncExternalStore(neverChanges, () => true, () => false);
  const [isBusy, setBusy] = useState(false);
  const [progress, setProgress] = useState(0);
  const [trouble, setTrouble] = useState<string | null>(null);
  const isOneSided = useRef(false);
  const ids = { file: useId(), passphrase: useId(), oneSided: useId() };

  const say = (thrown: unknown) => (isProblem(thrown) ? t(`problems:${thrown.code}`, { ...thrown.details }) : t("print-room:open.failed"));

  async function openKey(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const file = event.currentTarget.querySelector<HTMLInputElement>("input[type=file]")?.files?.[0];
    const passphrase = event.currentTarget.querySelector<HTMLInputElement>("input[type=password]")?.value ?? "";
    isOneSided.current = event.currentTarget.querySelector<HTMLInputElement>("input[type=checkbox]")?.checked ?? false;
    if (!file || passphrase === "") return setTrouble(t("print-room:open.both"));
    setTrouble(null);
    setBusy(true);
    try {
      const opened = await openKeyFile(await file.text(), passphrase);
      if (opened.kid !== batch.key.id) {
        setBusy(false);
        return setTrouble(t("print-room:open.otherKey", { wanted: batch.key.mark, chosen: keyMark(opened.kid) }));
      }
      key.current = opened;
      release.submit(null, { method: "post", action: `${path}/release` });
    } catch (thrown) {
      setBusy(false);
      setTrouble(say(thrown));
    }
  }

  /** The office's answer comes once, and so is this done once, with what the page then knows. */
  async function openReleased(answer: Released, opening: PrintRoomKey) {
    if ("problem" in answer) {
      setBusy(false);
      return setTrouble(answer.problem.message);
    }
    const { letters } = answer;
    try {
      const opened = await openLetters(letters, opening, (done, of) => setProgress(done / of));
      const pdfs = opened.map(({ pdf }) => pdf);
      const { pdf, pages } = await mergeLetters(pdfs, { oneSided: isOneSided.current });
      const sheet = { number: `P-${batch.number}`, date: format.dateOnly(batch.madeAt), letters: letters.map(({ reference, parcel }, index) => ({ reference, pages: pages[index] ?? 1, parcel: parcel?.number ?? null })) };
      onOpened({
        letters: new Map(letters.map(({ id }, index) => [id, pdfs[index] ?? new Uint8Array()])),
        printFile: pdfUrl(pdf),
        controlSheet: pdfUrl(await controlSheet(sheet, language)),
      });
    } catch (thrown) {
      setTrouble(say(thrown));
    } finally {
      form.current?.reset();
      setBusy(false);
    }
  }
  const latest = useRef(openReleased);
  useEffect(() => {
    latest.current = openReleased;
  });

  const released = release.data;
  useEffect(() => {
    const opening = key.current;
    if (released === undefined || opening === null) return;
    key.current = null;
    void latest.current(released, opening);
  }, [released]);

  if (isReleased && !isBusy) {
    return (
      <Notice kind="warn" title={t("print-room:gone.title")}>
        {trouble ?? t("print-room:gone.text")}
      </Notice>
    );
  }
  return (
    <Card title={t("print-room:open.title")}>
      <form ref={form} onSubmit={(event) => void openKey(event)} className="grid max-w-form gap-4" autoComplete="off">
        <p>{t("print-room:open.lead", { count: batch.letters.filter(({ status }) => status === "in-batch").length })}</p>
        {trouble === null ? null : <Notice kind="late" live>{trouble}</Notice>}
        {outside ? (
          <p className="text-help">
            {t("print-room:open.demonstration")}{" "}
            <a href={outside.printRoomKey} target="_blank" rel="noopener" className="text-link">
              {t("print-room:open.demonstrationLink")}
            </a>
          </p>
        ) : null}
        <p>
          {t(batch.key.isFormer ? "print-room:open.formerKey" : "print-room:open.key")} <span className="font-mono">{batch.key.mark}</span>
        </p>
        <FileInput name={ids.file} label={t("print-room:open.file")} help={t("print-room:open.fileHelp")} accept=".json,application/json" staysHere />
        <Field name={ids.passphrase} label={t("print-room:open.passphrase")} help={t("print-room:open.passphraseHelp")}>
          <input type="password" id={ids.passphrase} autoComplete="off" aria-describedby={`${ids.passphrase}--help`} className="control" />
        </Field>
        <div className="flex items-center gap-2">
          <input type="checkbox" id={ids.oneSided} className="size-4 accent-petrol" />
          <label htmlFor={ids.oneSided}>{t("print-room:open.oneSided")}</label>
        </div>
        {isBusy ? <Progress label={t("print-room:open.busy")} value={progress > 0 ? progress : undefined} /> : null}
        <div>
          <Button size="small" icon={KeyRound} disabled={!isReady || isBusy}>
            {t("print-room:open.act")}
          </Button>
        </div>
        <p className="text-help">{t("print-room:open.once")}</p>
      </form>
    </Card>
  );
}

const neverChanges = () => () => undefined;

function pdfUrl(pdf: Uint8Array): string {
  return URL.createObjectURL(new Blob([new Uint8Array(pdf)], { type: "application/pdf" }));
}
