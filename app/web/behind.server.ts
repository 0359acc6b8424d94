import type { z } from "zod";

import { everyBehind, listBehind, type Behind, type FigureOf, type Place } from "#app/domain/dashboards/flow/behind.ts";
import { namesOfStaff } from "#app/domain/access/directory.ts";
import { referenceOf } from "#app/domain/requests/reference.ts";
import type { Db } from "#db/types.ts";

import { asSearch, fieldNames, type FigureSearch } from "./figures.server.ts";
import type { Translate } from "./i18n.server.ts";
import { paths } from "./paths.ts";

type Search = z.output<typeof FigureSearch>;
type Reader = { db: Db; t: Translate };

/** The requests behind one figure, a page of them, with what figure that is in words. */
export async function showBehind(reader: Reader, { place, ...search }: Search) {
  const { lines, next } = await listBehind(reader.db, figureOf(search), { place: placeOf(place) });
  return {
    figure: await figureName(reader, search),
    lines: lines.map((line) => lineShown(line, reader.t)),
    next: next && paths.behindFigure({ ...asSearch(search), place: `${next.on}_${next.id}` }),
    first: place === undefined ? null : paths.behindFigure(asSearch(search)),
  };
}

/** Everything behind it, for a file. */
export async function* everyShown({ db, t }: Reader, search: Omit<Search, "place">) {
  for await (const lines of everyBehind(db, figureOf(search))) yield lines.map((line) => lineShown(line, t));
}

export function figureOf({ measure, value, from, until, ...filter }: Omit<Search, "place">): FigureOf {
  return { measure, value, from, until, filter };
}

/** In words: the measure, and its value where that has a name. */
async function figureName({ db, t }: Reader, { measure, value }: Omit<Search, "place">): Promise<string> {
  const name = t(`reports:behind.measure.${measure}`);
  if (value === "") return name;
  const word = async () => {
    if (measure === "decider" || measure === "second") return (await namesOfStaff(db, [value])).get(value) ?? t("reports:people.gone");
    if (measure === "question") return (await fieldNames({ db, t }))(value);
    if (measure === "reason") return t(`requests:reasons.${value}`, { defaultValue: value });
    if (measure === "decided" || measure === "closed") return t([`reports:outcomes.${value}`, "reports:trend.done"]);
    if (measure === "how" || measure === "letter") return t(`reports:${measure === "how" ? "hows" : "letters"}.${value}`, { defaultValue: value });
    if (measure === "identification") return t(`reports:funnel.steps.${value}`, { defaultValue: value });
    return value;
  };
  return `${name}: ${await word()}`;
}

function placeOf(place: string | undefined): Place | null {
  const [on, id] = place?.split("_") ?? [];
  return on && id ? { on, id } : null;
}

function lineShown({ requestId, number, type, channel, on, subjectName, isCleared, status, life }: Behind, t: Translate) {
  const { decided, closed } = life;
  return {
    id: requestId,
    reference: number === null ? null : referenceOf(number),
    to: isCleared ? null : paths.request(requestId),
    type: t(`requests:${type}.title`, { defaultValue: type }),
    channel: t(`desk-list:channel.${channel}`, { defaultValue: channel }),
    subject: isCleared ? t("reports:behind.gone") : subjectName,
    on,
    received: life.received,
    decided: decided ? { on: decided.on, as: t(`reports:outcomes.${decided.as}`), days: decided.days } : null,
    status: status === null ? (closed ? t(`reports:outcomes.${closed.as}`, { defaultValue: closed.as }) : "") : t(`desk:status.${status}`),
  };
}

export type BehindLine = ReturnType<typeof lineShown>;
