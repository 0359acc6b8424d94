import { useTranslation } from "react-i18next";

import type { ExtensionRead } from "#app/domain/certificates/reading.ts";

import { StatusTag } from "../status-tag.tsx";
import { OID_NAMES } from "./oid-names.ts";

type Props = { extensions: readonly ExtensionRead[]; /** Which kind of certificate each policy stands for. */ policies: Readonly<Record<string, string>> };

/** What a certificate says of itself, each with its number, what it is called, what it means, and what stands in it. */
export function Extensions({ extensions, policies }: Props) {
  const { t } = useTranslation("certificates");
  return (
    <dl className="grid gap-3">
      {extensions.map(({ oid, isCritical, value }) => {
        const name = OID_NAMES[oid];
        return (
          <div key={oid} className="grid gap-x-6 gap-y-1 border-b border-line pb-3 last:border-0 lg:grid-cols-[minmax(14rem,2fr)_3fr]">
            <dt className="min-w-0">
              <span className="font-semibold">{name ? t(`oid.${name}.name`) : t("oid.unknown.name")}</span> {isCritical ? <StatusTag>{t("extensions.critical")}</StatusTag> : null}
              <span className="block font-mono text-xs text-soft">{oid}</span>
            </dt>
            <dd className="min-w-0">
              <Value value={value} policies={policies} />
              <span className="block text-help">{name ? t(`oid.${name}.means`) : t("oid.unknown.means")}</span>
            </dd>
          </div>
        );
      })}
    </dl>
  );
}

function Value({ value, policies }: Pick<Props, "policies"> & { value: ExtensionRead["value"] }) {
  const { t } = useTranslation("certificates");
  switch (value.kind) {
    case "constraints":
      return <>{value.isAuthority ? t(value.pathLength === null ? "extensions.authority" : "extensions.authorityOf", { count: value.pathLength ?? 0 }) : t("extensions.notAuthority")}</>;
    case "usages":
      return <>{value.usages.map((usage) => t(`usage.${usage}`)).join("; ")}</>;
    case "oids":
      return (
        <ul>
          {value.oids.map((oid) => (
            <li key={oid}>
              {policies[oid] ? t("extensions.policy", { kind: policies[oid] }) : OID_NAMES[oid] ? t(`oid.${OID_NAMES[oid]}.name`) : t("oid.unknown.name")} <span className="font-mono text-xs text-soft">{oid}</span>
            </li>
          ))}
        </ul>
      );
    case "key":
    case "raw":
      return <span className="font-mono text-xs break-all">{value.hex}</span>;
    case "addresses":
      return (
        <ul>
          {value.addresses.map(({ method, url }) => (
            <li key={`${method ?? ""} ${url}`}>
              {method === null ? null : `${OID_NAMES[method] ? t(`oid.${OID_NAMES[method]}.name`) : method}: `}
              <span className="font-mono text-xs break-all">{url}</span>
              {method === null ? null : <span className="font-mono text-xs text-soft"> {method}</span>}
            </li>
          ))}
        </ul>
      );
    case "nothing":
      return null;
  }
}
