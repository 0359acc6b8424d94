import { useTranslation } from "react-i18next";

import { DateInput } from "../date-input.tsx";
import type { DeskProblem } from "../desk/screen.ts";
import { typedText } from "../desk/typed.ts";
import { Select, TextInput } from "../field.tsx";
import { Notice } from "../notice.tsx";
import { showPage } from "./scan-viewer.tsx";
import type { SaidShown, TypedOverShown } from "./shown.ts";

type Props = {
  of: Pick<TypedOverShown, "signers" | "isSenderRegistered" | "asksIdCopy"> & { seen: SaidShown };
  problem: DeskProblem | null;
  /** The page of the scan on which the copy is; null where none came as a file of its own. */
  copyAt?: string | null;
};

const COPIES = ["present", "missing", "unmasked", "expired"] as const;
const DOCUMENTS = ["passport", "identity-card", "driving-licence", "residence-permit"] as const;

/** Nothing was said of it yet. */
export const NOTHING_SEEN: SaidShown = { signed: "", idCopy: "", idDocument: "", idLastFour: "", idExpiresOn: { day: "", month: "", year: "" } };

/** What was said of the paper when the form was sent and came back; as it was before where this form was not sent. */
export function saidIn(problem: DeskProblem | null, isSent: boolean, before: SaidShown): SaidShown {
  if (!isSent) return before;
  const was = (name: string) => typedText(problem, name);
  return {
    signed: was("_signed"),
    idCopy: was("_idCopy"),
    idDocument: was("_idDocument"),
    idLastFour: was("_idLastFour"),
    idExpiresOn: { day: was("_idExpiresOn.day"), month: was("_idExpiresOn.month"), year: was("_idExpiresOn.year") },
  };
}

/** What a person sees on the paper (D8, D17). Of a copy that is there and valid three things more are kept: they are asked for then, by style alone, so that it works without scripts. */
export function SeenOnPaper({ of: { signers, isSenderRegistered, asksIdCopy, seen }, problem, copyAt = null }: Props) {
  const { t } = useTranslation("intake");
  const error = (name: string) => problem?.fields[name];
  return (
    <section aria-labelledby="seen" className="group @container grid min-w-0 gap-3">
      <h3 id="seen" className="text-base font-semibold">
        {t("seen.title")}
      </h3>
      {isSenderRegistered ? null : <Notice kind="warn">{t("seen.senderUnknown")}</Notice>}
      <div className="grid items-end gap-x-4 gap-y-3 @sm:grid-cols-2">
        <Select
          name="_signed"
          label={t("seen.signed")}
          help={signers.length === 0 ? t("seen.noSigners") : t("seen.signedHelp")}
          placeholder={t("seen.choose")}
          choices={[...signers, { value: "of-another", label: t("seen.ofAnother") }, { value: "none", label: t("seen.none") }]}
          defaultValue={seen.signed}
          error={error("_signed")}
        />
        {asksIdCopy ? (
          <Select
            name="_idCopy"
            label={t("seen.idCopy")}
            help={
              <>
                {t("seen.idCopyHelp")}{" "}
                {copyAt === null ? null : (
                  <a href={`#${copyAt}`} onClick={(event) => showPage(event, copyAt)} className="text-link">
                    {t("seen.toCopy")}
                  </a>
                )}
              </>
            }
            placeholder={t("seen.choose")}
            choices={COPIES.map((value) => ({ value, label: t(`seen.copy.${value}`) }))}
            defaultValue={seen.idCopy}
            error={error("_idCopy")}
          />
        ) : (
          <p className="text-soft">{t("seen.notAsked")}</p>
        )}
      </div>
      {asksIdCopy ? (
        <div className="hidden items-end gap-x-4 gap-y-3 group-has-[option[value=present]:checked]:grid @sm:grid-cols-2">
          <Select name="_idDocument" label={t("seen.idDocument")} placeholder={t("seen.choose")} choices={DOCUMENTS.map((value) => ({ value, label: t(`seen.document.${value}`) }))} defaultValue={seen.idDocument} error={error("_idDocument")} />
          <TextInput name="_idLastFour" label={t("seen.idLastFour")} help={t("seen.idLastFourHelp")} mono width="tiny" maxLength={4} autoComplete="off" defaultValue={seen.idLastFour} error={error("_idLastFour")} />
          <div className="@sm:col-span-2">
            <DateInput name="_idExpiresOn" label={t("seen.idExpiresOn")} value={seen.idExpiresOn} error={error("_idExpiresOn")} />
          </div>
        </div>
      ) : null}
    </section>
  );
}
