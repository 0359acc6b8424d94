import { pino, type Logger } from "pino";

import type { Database } from "#db/client.server.ts";
import { openMovableClock, systemClock, type MovableClock } from "#app/adapters/clock/clock.ts";
import { readDefinitionFiles, readJson, readScreenTexts } from "#app/adapters/files/definitions.ts";
import { openAuthority } from "#app/adapters/forge/index.ts";
import { makeAmpCourier } from "#app/adapters/amp/courier.ts";
import { makeCertificateReader } from "#app/adapters/inspection/certificate-reader.ts";
import { makeInspector } from "#app/adapters/inspection/inspector.ts";
import { makeStatusAsker } from "#app/adapters/inspection/status-asker.ts";
import { makeJudgingRoom } from "#app/adapters/judging/judging-room.ts";
import { makeIdinBroker } from "#app/adapters/idin/broker.ts";
import { makeTradeRegister } from "#app/adapters/kvk/trade-register.ts";
import { openStaffSignIn } from "#app/adapters/oidc/staff-sign-in.ts";
import { makeFigurePress } from "#app/adapters/pdf/figure-press.ts";
import { loadLetterFonts } from "#app/adapters/pdf/fonts.ts";
import { makeFormPress } from "#app/adapters/pdf/form-press.ts";
import { makeLetterPress } from "#app/adapters/pdf/letter-press.ts";
import { qrModules } from "#app/adapters/pdf/qr.ts";
import { makeScanRoom } from "#app/adapters/scans/scan-room.ts";
import { makeLetterSeal } from "#app/adapters/seal/letter-seal.ts";
import { makeMailer } from "#app/adapters/smtp/mailer.ts";
import { makeAgbRegister } from "#app/adapters/vektis/agb-register.ts";
import { auditFolder } from "#app/domain/audit/key.ts";
import { Branding } from "#app/domain/correspondence/branding.ts";
import { takeKeyIntoUse } from "#app/domain/correspondence/sealing-keys.ts";
import type { Say, TellOffice } from "#app/domain/correspondence/post.ts";
import type { Post } from "#app/domain/correspondence/send.ts";
import type { WeeklyOffice } from "#app/domain/dashboards/weekly/send.ts";
import type { Clock } from "#app/domain/deadlines/ports.ts";
import { takeIntoUse } from "#app/domain/certificates/authorities.ts";
import type { CertificateInspector } from "#app/domain/certificates/ports.ts";
import { loadDefinitions } from "#app/domain/definitions/load.ts";
import type { JudgingRoom } from "#app/domain/definitions/backtest/ports.ts";
import type { FulfilOffice } from "#app/domain/effects/fulfil.ts";
import { openFileCipher } from "#app/domain/files/cipher.ts";
import { openQueue, type Queue } from "#app/domain/jobs/queue.ts";
import { JOBS } from "#app/domain/jobs/list.ts";
import { openSealer } from "#app/domain/sealer.ts";
import type { OfficeAtWork, Mode } from "#app/web/context.ts";
import { translator } from "#app/web/i18n.server.ts";
import { composeWeekly } from "#app/web/weekly.server.ts";

import { openIssuingKey } from "./start/issuing-key.server.ts";
import type { OfficeSettings } from "./start/settings.server.ts";
import { openTexts, type TextsAtWork } from "./start/texts.server.ts";

/** Everything that a process of the office works with, wired once. */
export type Composition = {
  mode: Mode;
  log: Logger;
  database: Database;
  queue: Queue;
  clock: Clock;
  /** Only in the demonstration. */
  movable: MovableClock | null;
  audit: ReturnType<typeof auditFolder>;
  texts: TextsAtWork;
  /** Hears what another process changed that all of them go by: the words of a newer release, and the demonstration's clock. */
  keepUp: () => Promise<void>;
  office: OfficeAtWork;
  fulfil: FulfilOffice;
  telling: TellOffice;
  weekly: WeeklyOffice;
  post: Post;
  /** Where a back-test judges. */
  judging: JudgingRoom;
  /** Judges stored certificates by other code than made them (P14). */
  inspector: CertificateInspector;
  sessionSecrets: readonly string[];
  /** What AMP's callbacks carry. */
  ampCallbackSecret: string;
  returnedMailToken: string | null;
  metricsToken: string | null;
  baseUrl: string;
  loginUrl: string;
  close(): Promise<void>;
};

/**
 * Wires the office over an open database. Throws the problems of what it opens, each with one sentence for whoever starts it. The clock is the
 * mode's own, unless somebody brings one (the tests do).
 */
export async function compose(
  opened: { database: Database; close(): Promise<void> },
  settings: OfficeSettings,
  options: { clock?: Clock } = {},
): Promise<Composition> {
  const { database } = opened;
  const { db } = database;
  const { mode, root, baseUrl, loginUrl, secrets } = settings;
  const log = pino({ level: settings.logLevel, base: undefined }, pino.destination({ dest: 2, sync: true }));
  const movable = options.clock === undefined && mode === "demonstration" ? await openMovableClock(db) : null;
  const clock = options.clock ?? movable ?? systemClock;
  const texts = readScreenTexts(root);
  await loadDefinitions(db, readDefinitionFiles(root), texts, clock.now());
  const textsAtWork = openTexts(db, texts);
  await textsAtWork.refresh();

  const queue = openQueue(database, { jobs: JOBS, log });
  await queue.prepare();
  const issuing = await openIssuingKey(settings.authority, root);
  const opening = { publicBaseUrl: settings.publicationUrl, clock };
  const authority = openAuthority({ ...issuing.files, ...opening });
  const testAuthority = settings.testAuthority && openAuthority({ ...settings.testAuthority, ...opening });
  const chains = [settings.authority, settings.testAuthority].flatMap((files, place) => {
    const at = [authority, testAuthority][place];
    return files && at ? [{ ...files, urls: at.urls }] : [];
  });
  await takeIntoUse(db, { authority, testAuthority }, clock.now());
  const seal = await makeLetterSeal(settings.printRoomKey);
  await takeKeyIntoUse(db, { keyId: seal.keyId, now: clock.now() });
  const branding = Branding.parse(readJson(root, "templates/branding.json"));
  const fonts = loadLetterFonts();
  const office: OfficeAtWork = {
    db,
    queue,
    registers: { agb: makeAgbRegister(settings.vektis), trade: makeTradeRegister(settings.kvk) },
    broker: makeIdinBroker(settings.idin),
    courier: makeAmpCourier(settings.amp),
    authority,
    testAuthority,
    reader: makeCertificateReader(chains),
    statusAsker: makeStatusAsker(chains),
    texts,
    formPress: makeFormPress({ fonts }),
    figurePress: makeFigurePress({ fonts }),
    letterPress: makeLetterPress({ fonts }),
    printRoomKeyId: seal.keyId,
    files: { scans: makeScanRoom(root), cipher: openFileCipher(secrets.files) },
    secrets: { link: secrets.link, identification: secrets.identification },
    authenticators: { sealer: openSealer("authenticator", secrets.totp), phones: options.clock ?? systemClock, drawQr: (text) => qrModules(text) },
    door: settings.oidc ? { provider: await openStaffSignIn(settings.oidc), roles: settings.oidc.roles, secrets: secrets.session } : null,
    simulators: mode === "demonstration" ? { printRoomKey: "/simulators/print-room-key", doormat: "/simulators/doormat/api/letters" } : null,
  };
  const mailer = makeMailer({ ...settings.smtp, from: { name: branding.name, address: settings.smtp.from }, clock });
  const say: Say = (language, key, values = {}) => translator(language)(key, values);
  const telling: TellOffice = { db, queue, branding, baseUrl, mailDomain: new URL(baseUrl).hostname, say };
  return {
    mode,
    log,
    database,
    queue,
    clock,
    movable,
    audit: auditFolder(settings.dataDir, settings.auditKeyPem),
    texts: textsAtWork,
    keepUp: async () => void (await Promise.all([textsAtWork.refresh(), movable?.refresh()])),
    office,
    fulfil: { db, queue, registers: office.registers, press: office.letterPress, seal, branding, baseUrl, environment: settings.environment, say },
    telling,
    weekly: { ...telling, composeWeekly: (page, of) => composeWeekly({ db, sender: branding.name }, page, of) },
    inspector: makeInspector([settings.authority, settings.testAuthority].flatMap((files) => files?.issuerCertPem ?? [])),
    judging: makeJudgingRoom(root),
    post: { db, mailer, linkSecret: secrets.link, figurePress: office.figurePress, baseUrl },
    sessionSecrets: secrets.session,
    ampCallbackSecret: settings.amp.callbackSecret,
    returnedMailToken: settings.returnedMailToken,
    metricsToken: settings.metricsToken,
    baseUrl,
    loginUrl,
    close: async () => {
      mailer.close();
      issuing.close();
      await opened.close();
    },
  };
}
