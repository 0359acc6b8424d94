import { useTranslation } from "react-i18next";

import { SCOPE_KEYS, winnersOf } from "#app/domain/decisions/resolve-policy.ts";

import { StatusTag } from "../../../status-tag.tsx";
import { isDay } from "../inputs/typed.ts";
import { wholeOf } from "./policies.ts";

/** For everybody whom the values of a policy tell apart: which of them holds on a day. The most precise does; two that are just as precise are told. */
export function WhoWins({ policyKey, content, on }: { policyKey: string; content: unknown; on: string }) {
  const { t } = useTranslation("studio");
  const policies = wholeOf(content);
  if (policies.filter(({ key }) => key === policyKey).length < 2 || !isDay(on)) return null;
  const winners = winnersOf(policies, policyKey, on);
  return (
    <div className="overflow-x-auto">
      <table className="border-collapse text-left text-sm">
        <caption className="py-1 text-left text-soft sm:whitespace-nowrap">{t("policy-editor.wins", { on: on.split("-").reverse().map(Number).join("-") })}</caption>
        <thead>
          <tr className="border-b border-edge text-soft">
            <th scope="col" className="px-2 py-1">{t("policy-editor.whom")}</th>
            <th scope="col" className="px-2 py-1">{t("policy-editor.value")}</th>
          </tr>
        </thead>
        <tbody>
          {winners.map(({ situation, place, isTied }) => {
            const whom = SCOPE_KEYS.flatMap((name) => (situation[name] === undefined ? [] : [t(`policy-editor.scope.${name}.${situation[name]}`)]));
            const value = place === null ? null : policies[place]?.value;
            return (
              <tr key={JSON.stringify(situation)} className="border-b border-line last:border-0">
                <th scope="row" className="px-2 py-1 font-normal">{whom.length === 0 ? t("policy-editor.others") : whom.join(", ")}</th>
                <td className="px-2 py-1">
                  {place === null ? <StatusTag tone="late">{t("policy-editor.nothing")}</StatusTag> : value === null ? t("policy-editor.unlimited") : Array.isArray(value) ? value.join(", ") : typeof value === "boolean" ? t(value ? "trial.yes" : "trial.no") : value}
                  {isTied ? <> <StatusTag tone="late">{t("policy-editor.tied")}</StatusTag></> : null}
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}
