import { Link } from "@remix-run/react";
import { useTranslation } from "react-i18next";

import { Card } from "../section.tsx";
import { StatusTag, type Tone } from "../status-tag.tsx";
import type { ActPath, CaseShown, DeskFormat, PartyShown } from "./screen.ts";

const STAGE_TONES: Record<string, Tone> = { match: "well", near: "soon", mismatch: "late", denied: "late", confirmed: "waiting", opened: "waiting" };
const ORDER_TONES: Record<string, Tone> = { identified: "well", mismatch: "late", "no-show": "soon", refused: "soon", expired: "soon", withdrawn: "plain" };

type Round = { screen: CaseShown; round: NonNullable<CaseShown["round"]>; format: DeskFormat; path: ActPath };

/** How far each person who was asked to identify has come, whichever way they went (D24, D26, R76). */
export function Round({ screen, round, format, path }: Round) {
  const { t } = useTranslation("desk");
  return (
    <Card title={t("round.title")} aside={round.status === "open" ? <span className="text-help">{t("round.until", { date: format.date(round.expiresAt) })}</span> : undefined}>
      <ul className="grid">
        {round.parties.map((party) => (
          <li key={party.id} className="grid gap-1 border-b border-line py-1.5 last:border-0">
            <div className="flex flex-wrap items-center justify-between gap-2">
              <span>
                {party.name} <span className="text-soft">· {t(`role.${party.role}`)}</span>
                {party.phone === null || round.status !== "at-desk" ? null : <span className="block text-soft">{t("round.call", { phone: party.phone })}</span>}
              </span>
              <span className="flex flex-wrap items-center gap-2">
                {party.at ? <Moment at={party.at} format={format} /> : null}
                <StatusTag tone={STAGE_TONES[party.stage] ?? "plain"}>{t(`round.stage.${party.stage}`)}</StatusTag>
              </span>
            </div>
            {party.order ? <OrderLine order={party.order} format={format} /> : null}
            <OtherWay party={party} mayEnter={screen.may.judgeIdentity} format={format} path={path} />
          </li>
        ))}
      </ul>
      {round.everybody ? <p className="mt-2 text-help">{t("round.everybody")}</p> : null}
    </Card>
  );
}

function Moment({ at, format }: { at: string; format: DeskFormat }) {
  return (
    <span className="text-help">
      {format.shortDate(at)} {format.time(at)}
    </span>
  );
}

/** How their order at AMP stands, and when somebody comes. */
function OrderLine({ order, format }: { order: NonNullable<PartyShown["order"]>; format: DeskFormat }) {
  const { t } = useTranslation("by-hand");
  return (
    <div className="flex flex-wrap items-center justify-between gap-2">
      <span className="text-soft">{order.from && order.isOpen ? t("order.comes", { day: format.shortDate(order.from), time: format.time(order.from) }) : t("order.label")}</span>
      <span className="flex flex-wrap items-center gap-2">
        <Moment at={order.at} format={format} />
        <StatusTag tone={ORDER_TONES[order.stage] ?? "waiting"}>{t(`order.stage.${order.stage}`)}</StatusTag>
      </span>
    </div>
  );
}

function OtherWay({ party, mayEnter, format, path }: { party: PartyShown; mayEnter: boolean; format: DeskFormat; path: ActPath }) {
  const { t } = useTranslation("by-hand");
  const mayPropose = mayEnter && party.mayByHand && party.byHand === null;
  if (party.otherWayAskedAt === null && !mayPropose) return null;
  return (
    <div className="flex flex-wrap items-center justify-between gap-2">
      <span className="text-soft">{party.otherWayAskedAt ? t("asked.since", { moment: format.dateTime(party.otherWayAskedAt) }) : null}</span>
      {mayPropose ? (
        <Link to={path(`by-hand/${party.id}`)} className="text-link">
          {t("enter.link")}
          <span className="sr-only">: {party.name}</span>
        </Link>
      ) : null}
    </div>
  );
}
