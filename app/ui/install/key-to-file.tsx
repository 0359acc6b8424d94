import { useFetcher } from "@remix-run/react";
import { type ReactNode, useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";

import { Button } from "#app/ui/button.tsx";
import { Notice } from "#app/ui/notice.tsx";
import { Progress } from "#app/ui/progress.tsx";
import { PageTitle } from "#app/ui/section.tsx";
import { useShell } from "#app/ui/shell.tsx";

import type { InstallStep } from "./install-steps.tsx";
import { makeCsr, makeKey, makeKeystore } from "./keystore.ts";
import { OpenOnDevice } from "./open-on-device.tsx";
import { PasswordStep } from "./password-step.tsx";
import { type MadeFile, SaveFile, type SavingAnswer } from "./save-file.tsx";
import { StepPicture } from "./step-picture.tsx";

type CertificateAnswer = { issued: { certificate: string; chain: string[]; notAfter: string } } | { problem: { message: string; code: string; correlationId: string } };
type Working = "no" | "key" | "certificate" | "failed";

/** For whom, and which addresses make the certificate and hear that it was saved; `savedAt` is null where nothing waits for that word. */
export type Making = { userNumber: string; holder: string; hello: string; isSaved: boolean; makeAt: string; savedAt: string | null; /** What is asked for beside the key. */ besides?: Readonly<Record<string, string>> };

type Face = { making: Making; /** How many steps came before the key. */ stepsBefore: number; frame: (step: InstallStep, content: ReactNode) => ReactNode; /** Another way than making a key here. */ instead?: ReactNode; /** What can be saved beside the file. */ besidesFile?: ReactNode; afterwards?: ReactNode };

/**
 * From key to file, in the browser: key, signing request, certificate, `.p12` (D5), for a first certificate as well as for a renewed one. The key stays in this
 * page; the office sees the signing request only, and the password goes nowhere.
 */
export function KeyToFile({ making, stepsBefore, frame, instead, besidesFile, afterwards }: Face) {
  const { t } = useTranslation("installation");
  const { office } = useShell();
  const asking = useFetcher<CertificateAnswer>();
  const saving = useFetcher<SavingAnswer>();
  const keys = useRef<CryptoKeyPair | null>(null);
  const [working, setWorking] = useState<Working>("no");
  const [file, setFile] = useState<MadeFile | null>(null);
  const [said, setSaid] = useState(false);

  const issued = asking.data !== undefined && "issued" in asking.data ? asking.data.issued : null;
  const problem = asking.data !== undefined && "problem" in asking.data && asking.state === "idle" ? asking.data.problem : null;
  const isSaved = making.isSaved || said || (saving.data !== undefined && "saved" in saving.data);
  const step: InstallStep = isSaved ? 4 : file !== null ? 3 : issued !== null ? 2 : 1;

  async function makeKeyAndAsk() {
    setWorking("key");
    try {
      keys.current ??= await makeKey();
      const csr = await makeCsr(keys.current, making.userNumber);
      setWorking("certificate");
      // The same key again gets the same certificate, so that trying again is safe.
      await asking.submit({ ...making.besides, csr }, { method: "post", action: making.makeAt, encType: "application/json" });
    } catch {
      setWorking("failed");
    }
  }

  async function makeFile(password: string) {
    if (issued === null || keys.current === null) return;
    const friendlyName = `${making.holder} (${office.name})`;
    const { certificate, chain } = issued;
    const bytes = await makeKeystore({ privateKey: keys.current.privateKey, certificatePem: certificate, chainPem: chain, password, friendlyName });
    setFile({ url: URL.createObjectURL(new Blob([bytes], { type: "application/x-pkcs12" })), downloaded: false });
  }

  const isBusy = (working === "key" || working === "certificate") && problem === null && issued === null;
  return frame(
    step,
    <>
      <StepHead step={step}>
        <PageTitle title={t(`steps.${step}.title`)} kicker={t("stepOf", { step: step + stepsBefore, steps: 4 + stepsBefore })} lead={t(`steps.${step}.sentence`)} />
      </StepHead>
      <noscript>
        <Notice kind="warn">{t("noscript")}</Notice>
      </noscript>
      <StepPicture step={step} label={t(`steps.${step}.picture`)} />

      {step === 1 ? (
        <div className="grid gap-4">
          <p className="max-w-text">{making.hello}</p>
          {problem === null ? null : (
            <Notice kind="late" live title={problem.message}>
              <p className="text-sm">{t("common:problem.code", { code: problem.code, correlationId: problem.correlationId })}</p>
            </Notice>
          )}
          {working === "failed" ? <Notice kind="late" live>{t("key.failed")}</Notice> : null}
          {isBusy ? (
            <div role="status">
              <Progress label={t(`key.busy.${working}`)} />
            </div>
          ) : (
            <Button type="button" className="justify-self-start" onClick={() => void makeKeyAndAsk()}>
              {problem === null && working !== "failed" ? t("key.make") : t("key.again")}
            </Button>
          )}
          {isBusy ? null : instead}
        </div>
      ) : null}

      {step === 2 ? <PasswordStep onChosen={makeFile} /> : null}

      {step === 3 && file !== null ? <SaveFile file={file} savedAt={making.savedAt} saving={saving} onSaid={() => setSaid(true)} onDownload={() => setFile({ ...file, downloaded: true })} /> : null}

      {step === 3 ? besidesFile : null}

      {step === 4 ? <OpenOnDevice fileUrl={file?.url ?? null} afterwards={afterwards} /> : null}
    </>,
  );
}

/** Whoever listens to the page hears each new step: the focus goes to its heading. */
function StepHead({ step, children }: { step: InstallStep; children: ReactNode }) {
  const head = useRef<HTMLDivElement>(null);
  const shown = useRef(step);
  useEffect(() => {
    if (shown.current !== step) head.current?.focus();
    shown.current = step;
  }, [step]);
  return (
    <div ref={head} tabIndex={-1} className="outline-none">
      {children}
    </div>
  );
}
