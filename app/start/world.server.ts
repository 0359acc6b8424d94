import { agbService } from "#db/schema/organisations.ts";
import type { Db } from "#db/types.ts";
import { PRACTICES, practice, type CastPractice } from "#db/worlds/cast.ts";
import { AGB_ENTRIES } from "#db/worlds/registers.ts";
import { colleagueOf, domainOf, makeColleague, type Colleague } from "#db/worlds/colleagues.ts";
import { makeDice, type Dice } from "#db/worlds/dice.ts";
import { POSITIONS, REMARKS, REMARKS_WITH_BSN } from "#db/worlds/words.ts";
import type { Calendar } from "#app/domain/deadlines/calendar.ts";
import { allowedServices } from "#app/domain/decisions/services.ts";
import { currentRelease, listDefinitions } from "#app/domain/definitions/store.ts";

import type { FilledForm, World } from "./world-acts.server.ts";
import { tellChange, tellPosting, tellRevocation, type ChangePlot, type RevocationPlot } from "./world-changes.server.ts";
import { CHANGED, LAST_PRINTED, tellChanges, tellNights, tellPrintRoom } from "./world-routine.server.ts";
import { tellRequest, type Ending, type Plot } from "./world-stories.server.ts";
import { momentsOf, tellInOrder, type Story } from "./world-time.server.ts";

/** So many requests end so, and were sent between so many working days ago. Decided and settled a few days later. */
type Act = { ending: Ending; amount: number; sent: readonly [earliest: number, latest: number]; settled?: readonly [earliest: number, latest: number]; only?: readonly string[] };

/** Some 200 requests of ten weeks. What still waits is spread so that some is late, some due today, and most has time. */
const BUSY: readonly Act[] = [
  { ending: "fulfilled", amount: 20, sent: [12, 48] },
  { ending: "installed", amount: 8, sent: [16, 46] },
  { ending: "ruled", amount: 2, sent: [12, 30] },
  { ending: "rejected", amount: 27, sent: [4, 48] },
  { ending: "refused", amount: 2, sent: [12, 30] },
  { ending: "cancelled", amount: 11, sent: [8, 46] },
  { ending: "unanswered", amount: 6, sent: [20, 46] },
  { ending: "unconfirmed", amount: 6, sent: [9, 46] },
  // What is under way now.
  { ending: "unconfirmed", amount: 6, sent: [0, 2] },
  { ending: "fulfilled", amount: 3, sent: [6, 9], settled: [3, 3] },
  { ending: "fulfilled", amount: 8, sent: [3, 7], settled: [0, 1] },
  { ending: "identifying", amount: 15, sent: [3, 8] },
  { ending: "near", amount: 3, sent: [4, 8], settled: [1, 2] },
  { ending: "proposed", amount: 1, sent: [5, 8], settled: [2, 2] },
  { ending: "mismatch", amount: 2, sent: [4, 8], settled: [1, 2] },
  { ending: "second-check", amount: 7, sent: [2, 5], only: CHANGED },
  { ending: "decided", amount: 1, sent: [3, 3], only: ["de-boer"] },
  { ending: "claimed", amount: 5, sent: [2, 5] },
  { ending: "asked", amount: 4, sent: [2, 12] },
  { ending: "answered", amount: 3, sent: [4, 8], settled: [0, 1] },
  { ending: "objected", amount: 2, sent: [3, 4], settled: [1, 2] },
  { ending: "denied", amount: 1, sent: [5, 6], settled: [1, 1] },
  { ending: "waiting", amount: 3, sent: [6, 7] },
  { ending: "waiting", amount: 9, sent: [5, 5] },
  { ending: "waiting", amount: 10, sent: [4, 4] },
  { ending: "waiting", amount: 10, sent: [3, 3] },
  { ending: "waiting", amount: 11, sent: [2, 2] },
  { ending: "waiting", amount: 9, sent: [1, 1] },
  { ending: "waiting", amount: 5, sent: [0, 0] },
  { ending: "sent-twice", amount: 1, sent: [2, 2] },
];

/** One user of old and a few requests: some to judge, one that is being identified, one that was rejected. */
const QUIET: readonly Act[] = [
  { ending: "installed", amount: 1, sent: [20, 20] },
  { ending: "rejected", amount: 1, sent: [6, 6] },
  { ending: "identifying", amount: 1, sent: [4, 4] },
  { ending: "waiting", amount: 1, sent: [3, 3] },
];

/** The users whom the cast names have their certificates; who is to come (Zoë) is left to whoever looks around. */
const KNOWN_USERS = [["de-brug", "sem"], ["de-brug", "elif"], ["zonneveld", "ahmet"]] as const;

/** Changes of what those users may do: each after the account was made. */
const CHANGES: Readonly<Record<"busy-office" | "quiet-office", readonly ChangePlot[]>> = {
  "busy-office": [
    { ending: "done", practiceId: "zonneveld", personId: "ahmet", sent: 6 },
    { ending: "rejected", practiceId: "de-brug", personId: "elif", sent: 6 },
    { ending: "identifying", practiceId: "de-brug", personId: "elif", sent: 4 },
    { ending: "waiting", practiceId: "de-brug", personId: "sem", sent: 2 },
    { ending: "waiting", practiceId: "zonneveld", personId: "ahmet", sent: 1 },
  ],
  "quiet-office": [{ ending: "waiting", practiceId: "de-brug", personId: "sem", sent: 1 }],
};

const REVOCATIONS: readonly RevocationPlot[] = [
  { ending: "done", reason: "not-needed", sent: 11 },
  { ending: "done", reason: "left", sent: 8 },
  { ending: "waiting", reason: "left", sent: 0 },
];

const LONGEST_AGO = 49;
const SEED = 2481;

/** Tells what happened in a world until `now`. In the transaction that `world.office.db` is; answers how many moments it took. */
export async function tellWorld(world: World, which: "busy-office" | "quiet-office", calendar: Calendar, now: Date): Promise<number> {
  const services = await servicesByCode(world.office.db);
  const plots = (which === "busy-office" ? BUSY : QUIET).flatMap((act) => Array.from({ length: act.amount }, (_, index) => ({ act, index })));
  const cast = makeDice(SEED);
  const earlier: FilledForm[] = [];
  const stories = plots.map(({ act, index }, place): Story => {
    const dice = makeDice(SEED + 1 + place);
    const form = castForm(act, index, cast, services, earlier);
    earlier.push(form);
    return tellRequest(world, { ending: act.ending, form, ...daysOf(act, dice) }, dice, momentsOf(dice, calendar, now));
  });
  const changes = CHANGES[which].map((plot, place): Story => {
    const dice = makeDice(SEED + 1001 + place);
    return tellChange(world, plot, services, dice, momentsOf(dice, calendar, now));
  });
  const known = KNOWN_USERS.map(([, personId]) => personId);
  const revocations = (which === "busy-office" ? REVOCATIONS : []).map((plot, place): Story => {
    const dice = makeDice(SEED + 2001 + place);
    return tellRevocation(world, plot, known, dice, momentsOf(dice, calendar, now));
  });
  const routine = (seed: number) => momentsOf(makeDice(seed), calendar, now);
  const office = which === "busy-office" ? [tellChanges(world, routine(1)), tellNights(world, routine(2), LONGEST_AGO), tellPrintRoom(world, routine(3), LONGEST_AGO)] : [tellPosting(world, routine(3), 12)];
  return tellInOrder([...office, ...stories, ...changes, ...revocations]);
}

function daysOf(act: Act, dice: Dice): Pick<Plot, "sent" | "decided" | "last"> {
  const sent = dice.between(...act.sent);
  const decided = Math.max(0, sent - dice.between(1, act.settled ? 3 : 4));
  if (act.settled) {
    const last = dice.between(...act.settled);
    return { sent, decided: Math.max(decided, last), last };
  }
  // In time for the print room's last day, where the story goes that far.
  const last = Math.max(act.ending === "identifying" ? 0 : Math.min(decided, LAST_PRINTED + 1), decided - dice.between(0, 3));
  return { sent, decided, last };
}

function castForm(act: Act, index: number, dice: Dice, services: ReadonlyMap<string, string[]>, earlier: readonly FilledForm[]): FilledForm {
  const again = act.ending === "waiting" && dice.chance(6) ? dice.pick(earlier.slice(-40)) : null;
  const known = act.ending === "installed" ? KNOWN_USERS[index] : undefined;
  const of = again?.practice ?? (known ? practice(known[0]) : practice(dice.pick(act.only ?? OPEN_TO_ALL)));
  const agbCode = again?.agbCode ?? dice.pick(of.agbCodes);
  const user = again?.user ?? (known ? colleagueOf(known[1]) : makeUser(act, dice, of));
  const isContact = dice.chance(18);
  const contact = of.contacts[0] ?? of.mainContact;
  return {
    practice: of,
    agbCode,
    user,
    applicant: isContact ? colleagueOf(contact) : dice.chance(10) ? user : makeColleague(dice, of),
    reason: isContact ? "no-certificate" : dice.chance(35) ? "contact-absent" : "not-contact",
    services: someOf(services.get(agbCode) ?? [], dice),
    position: dice.pick(POSITIONS),
    remarks: dice.chance(2) ? dice.pick(REMARKS_WITH_BSN) : dice.chance(24) ? dice.pick(REMARKS) : "",
    endsOn: null,
    language: dice.chance(6) ? "en" : "nl",
  };
}

/** Some practices are larger than others, and some wrote an agreement that has ended. */
const LARGER = ["vechtdal", "singel", "het-kompas", "warmthuis", "de-waterlinie", "lab-centraal", "zonneveld", "mondzorgplein"];
const OPEN_TO_ALL = [...PRACTICES.filter(({ agreement }) => agreement !== null && agreement.endsOn === null).map(({ id }) => id), ...LARGER, ...LARGER];

function makeUser(act: Act, dice: Dice, of: CastPractice): Colleague {
  const user = makeColleague(dice, of);
  const shared = act.ending === "waiting" && dice.chance(8);
  return shared ? { ...user, email: `${dice.pick(["praktijk", "info", "administratie"])}@${domainOf(of)}` } : user;
}

/** One to three services, mostly those that everybody uses; Zorginkoop has a form of its own (R10). */
function someOf(all: readonly string[], dice: Dice): string[] {
  const own = all.filter((service) => !service.startsWith("zorginkoop"));
  const first = own.slice(0, 2).filter(() => dice.chance(75));
  const more = own.slice(2).filter(() => dice.chance(20)).slice(0, 2);
  const chosen = own.filter((service) => first.includes(service) || more.includes(service));
  return chosen.length > 0 ? chosen : own.slice(0, 1);
}

/** What each AGB code may ask for: what its agreement gives, for its care type and recognitions (R88). */
async function servicesByCode(db: Db): Promise<Map<string, string[]>> {
  const [catalogue] = await listDefinitions(db, await currentRelease(db), "services");
  const given = await db.select().from(agbService).orderBy(agbService.agbCode, agbService.service);
  return new Map(
    AGB_ENTRIES.map(({ code, careType, recognitions }) => {
      const agreementServices = given.filter((row) => row.agbCode === code).map(({ service }) => service);
      const party = { careType: careType.code, segment: careType.code === "41" ? ("pgb" as const) : ("regular" as const), recognitions: recognitions.map((one) => one.code), agreementServices };
      return [code, catalogue ? allowedServices(catalogue.content, party) : []];
    }),
  );
}
