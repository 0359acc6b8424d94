import { useTranslation } from "react-i18next";

import { sampleOf, type SampleSays } from "#app/domain/certificates/sample.ts";

import { OID_NAMES } from "../../../certificates/oid-names.ts";
import { StatusTag } from "../../../status-tag.tsx";

/** Somebody who is not there, with a name that has what names have. */
const HOLDER = { commonName: "Z. van der Håkon", userNumber: "12345678901237", organisation: "Tandartspraktijk De Brug", agbCode: "12345678" };

/** What a certificate of the profile would say, of an invented holder. */
export function ProfileSample({ content }: { content: Readonly<Record<string, unknown>> }) {
  const { t } = useTranslation(["studio", "certificates"]);
  const { subject, extensions } = sampleOf(content, HOLDER);
  return (
    <section aria-label={t("profile-editor.sample")} className="grid min-w-0 gap-3">
      <h3 className="text-lg">{t("profile-editor.sample")}</h3>
      <p className="text-help">{t("profile-editor.sampleHelp")}</p>
      <table className="w-full table-fixed border-collapse text-left text-sm">
        <caption className="sr-only">{t("profile-editor.sample")}</caption>
        <thead>
          <tr className="border-b border-edge text-soft">
            <th scope="col" className="w-2/5 px-2 py-1">{t("profile-editor.says")}</th>
            <th scope="col" className="px-2 py-1">{t("profile-editor.what")}</th>
          </tr>
        </thead>
        <tbody>
          {subject.map(({ attribute, value }, at) => (
            <tr key={at} data-says={attribute} className="border-b border-line align-top">
              <th scope="row" className="px-2 py-2 font-normal">{t(`profile-editor.attributes.${attribute}`)}</th>
              <td className="px-2 py-2 font-mono wrap-anywhere">{value}</td>
            </tr>
          ))}
          {extensions.map(({ oid, isCritical, says }) => (
            <tr key={oid} data-says={oid} className="border-b border-line align-top last:border-0">
              <th scope="row" className="px-2 py-2 font-normal">
                {t(`certificates:oid.${OID_NAMES[oid] ?? "unknown"}.name`)} {isCritical ? <StatusTag>{t("certificates:extensions.critical")}</StatusTag> : null}
                <span className="block font-mono text-xs text-soft">{oid}</span>
              </th>
              <td className="px-2 py-2 wrap-anywhere">
                <Says says={says} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function Says({ says }: { says: SampleSays }) {
  const { t } = useTranslation(["studio", "certificates"]);
  if (says.kind === "usages") return <>{says.usages.map((usage) => t(`certificates:usage.${usage}`)).join("; ")}</>;
  if (says.kind !== "oids") return <>{says.kind === "leaf" ? t("certificates:extensions.notAuthority") : t(`profile-editor.decided.${says.kind}`)}</>;
  return (
    <ul>
      {says.oids.map((oid) => (
        <li key={oid}>
          {OID_NAMES[oid] ? t(`certificates:oid.${OID_NAMES[oid]}.name`) : null} <span className="font-mono text-xs text-soft">{oid}</span>
        </li>
      ))}
    </ul>
  );
}
