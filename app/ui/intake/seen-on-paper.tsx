import { useTranslation } from "react-i18next";

import { DateInput } from "../date-input.tsx";
import type { DeskProblem } from "../desk/screen.ts";
import { typedText } from "../desk/typed.ts";
import { Select, TextInput } from "../field.tsx";
import { Notice } from "../notice.tsx";
import { Section } from "../section.tsx";
import type { TypedOverShown } from "./shown.ts";

type Props = {
  of: Pick<TypedOverShown, "signers" | "isSenderRegistered" | "asksIdCopy" | "seen">;
  problem: DeskProblem | null;
  /** Whether what came back is of this form. */
  isSent: boolean;
};

const COPIES = ["present", "missing", "unmasked", "expired"] as const;
const DOCUMENTS = ["passport", "identity-card", "driving-licence", "residence-permit"] as const;

/** Nothing was said of it yet. */
export const NOTHING_SEEN: TypedOverShown["seen"] = { signed: "", idCopy: "", idDocument: "", idLastFour: "", idExpiresOn: { day: "", month: "", year: "" } };

/** What a person sees on the paper (D8, D17). */
export function SeenOnPaper({ of: form, problem, isSent }: Props) {
  const { t } = useTranslation("intake");
  const { seen } = form;
  const was = (name: string, before: string) => (isSent ? typedText(problem, name) : before);
  const error = (name: string) => problem?.fields[name];
  const expires = (part: "day" | "month" | "year") => was(`_idExpiresOn.${part}`, seen.idExpiresOn[part]);
  return (
    <Section title={t("seen.title")}>
      <div className="grid gap-5">
        {form.isSenderRegistered ? null : <Notice kind="warn">{t("seen.senderUnknown")}</Notice>}
        <Select
          name="_signed"
          label={t("seen.signed")}
          help={form.signers.length === 0 ? t("seen.noSigners") : t("seen.signedHelp")}
          placeholder={t("seen.choose")}
          choices={[...form.signers, { value: "of-another", label: t("seen.ofAnother") }, { value: "none", label: t("seen.none") }]}
          defaultValue={was("_signed", seen.signed)}
          error={error("_signed")}
        />
        {form.asksIdCopy ? (
          <>
            <Select name="_idCopy" label={t("seen.idCopy")} help={t("seen.idCopyHelp")} placeholder={t("seen.choose")} choices={COPIES.map((value) => ({ value, label: t(`seen.copy.${value}`) }))} defaultValue={was("_idCopy", seen.idCopy)} error={error("_idCopy")} />
            <Select name="_idDocument" label={t("seen.idDocument")} placeholder={t("seen.choose")} optional choices={DOCUMENTS.map((value) => ({ value, label: t(`seen.document.${value}`) }))} defaultValue={was("_idDocument", seen.idDocument)} error={error("_idDocument")} />
            <TextInput name="_idLastFour" label={t("seen.idLastFour")} help={t("seen.idLastFourHelp")} optional mono width="tiny" maxLength={4} autoComplete="off" defaultValue={was("_idLastFour", seen.idLastFour)} error={error("_idLastFour")} />
            <DateInput name="_idExpiresOn" label={t("seen.idExpiresOn")} optional value={{ day: expires("day"), month: expires("month"), year: expires("year") }} error={error("_idExpiresOn")} />
          </>
        ) : (
          <p className="text-soft">{t("seen.notAsked")}</p>
        )}
      </div>
    </Section>
  );
}
