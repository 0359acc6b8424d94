import { useTranslation } from "react-i18next";

import { Select } from "../field.tsx";
import type { CaseShown, DeskProblem } from "./screen.ts";
import { typedText } from "./typed.ts";

type Props = { screen: CaseShown; problem: DeskProblem | null; onChoose: (position: number, reason: string) => void };

/** Of several people, who is approved and who is not, with the reason: one choice each. Whom a rule forbids can only be rejected. */
export function PersonOutcomes({ screen: { people, reasons }, problem, onChoose }: Props) {
  const { t } = useTranslation("desk");
  return (
    <fieldset className="grid gap-3">
      <legend className="mb-1 font-semibold">{t("people.question")}</legend>
      {people.map(({ position, name, isBlocked }) => (
        <Select
          key={position}
          name={`refused.${position}`}
          label={`${position}. ${name}`}
          {...(isBlocked ? { help: t("people.onlyReject"), placeholder: t("decision.chooseReason") } : {})}
          error={problem?.fields[`refused.${position}`]}
          choices={[...(isBlocked ? [] : [{ value: "", label: t("people.approve") }]), ...reasons.map(({ code, label }) => ({ value: code, label: t("people.rejectBecause", { reason: label }) }))]}
          defaultValue={typedText(problem, `refused.${position}`)}
          onChange={(event) => onChoose(position, event.currentTarget.value)}
        />
      ))}
    </fieldset>
  );
}

/** The e-mail's text with what is chosen in the place of "approved", line by line: `words` as the applicant reads them. */
export function withOutcomes(text: string, screen: CaseShown, chosen: ReadonlyMap<number, string>): string {
  const { people, reasons, outcomeWords } = screen;
  return people.reduce((so, { position, name }) => {
    const told = reasons.find(({ code }) => code === chosen.get(position))?.told;
    return told === undefined ? so : so.replaceAll(`${name}: ${outcomeWords.approved}`, `${name}: ${outcomeWords.rejected} ${told}`);
  }, text);
}

/** The e-mail's subject, with how many are approved as soon as somebody is chosen who is not. */
export function withTally(subject: string, { people, reasons, outcomeWords }: CaseShown, chosen: ReadonlyMap<number, string>): string {
  const refused = people.filter(({ position }) => reasons.some(({ code }) => code === chosen.get(position))).length;
  return refused === 0 ? subject : subject.replace(outcomeWords.all, outcomeWords.partly[refused] ?? outcomeWords.all);
}
