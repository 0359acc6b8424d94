import type { NextAction } from "#app/domain/requests/checklist.ts";

/** Where everything is. Links are made here and nowhere else, so that an address can change in one place. */
export const paths = {
  home: () => "/",
  contact: () => "/contact",
  guide: () => "/guide",
  terms: (version = "1") => `/terms/${encodeURIComponent(version)}`,
  language: () => "/language",
  install: () => "/install",
  signingRequest: () => "/install/signing-request",
  certificateChain: () => "/install/chain",
  checklist: () => "/checklist",
  apply: (type: string) => `/apply/${encodeURIComponent(type)}`,
  paper: (type: string) => `/apply/${encodeURIComponent(type)}/paper`,
  printedForms: (type: string) => `/apply/${encodeURIComponent(type)}/printed-forms`,
  status: (token: string) => `/status/${encodeURIComponent(token)}`,
  signIn: (to?: string) => (to === undefined ? "/sign-in" : `/sign-in?to=${encodeURIComponent(to)}`),
  signInReturn: () => "/sign-in/return",
  signOut: () => "/sign-out",
  signedOut: () => "/sign-in?why=signed-out",
  /** Of users, with their certificate. */
  login: (to?: string) => (to === undefined ? "/login" : `/login?to=${encodeURIComponent(to)}`),
  loginAuthenticator: () => "/login/authenticator",
  logOut: () => "/log-out",
  loggedOut: () => "/login?why=signed-out",
  my: () => "/my",
  myLogins: () => "/my/logins",
  myRenewal: () => "/my/renewal",
  myRenewalCertificate: () => "/my/renewal/certificate",
  myRevocation: () => "/my/revocation",
  desk: () => "/desk",
  request: (id: string) => `/desk/requests/${encodeURIComponent(id)}`,
  bulk: () => "/desk/bulk",
  newBulk: () => "/desk/bulk/new",
  bulkRun: (id: string) => `/desk/bulk/${encodeURIComponent(id)}`,
  /** `done`: the one that just became a request, or part of one, or was put aside, so that the list says so. */
  intakes: ({ done }: { done?: string } = {}) => (done === undefined ? "/intake" : `/intake?done=${encodeURIComponent(done)}`),
  intake: (id: string) => `/intake/${encodeURIComponent(id)}`,
  masking: (id: string, fileId: string, page: number) => `/intake/${encodeURIComponent(id)}/masking/${encodeURIComponent(fileId)}/${page}`,
  file: (id: string, page: number) => `/files/${encodeURIComponent(id)}/${page}`,
  requestPrint: (id: string) => `/desk/requests/${encodeURIComponent(id)}/print`,
  deskExports: () => "/desk/exports",
  deskNext: () => "/desk/next",
  deskViews: () => "/desk/views",
  deskArrangement: () => "/desk/arrangement",
  customers: (text?: string) => (text === undefined || text === "" ? "/customers" : `/customers?q=${encodeURIComponent(text)}`),
  customerExports: () => "/customers/exports",
  customer: (id: string) => `/customers/${encodeURIComponent(id)}`,
  customerList: (id: string, section: string) => `/customers/${encodeURIComponent(id)}/${encodeURIComponent(section)}`,
  account: (userNumber: string) => `/customers/accounts/${encodeURIComponent(userNumber)}`,
  certificates: (narrowed: Readonly<Record<string, string>> = {}) => addressWith("/certificates", narrowed),
  certificateExports: () => "/certificates/exports",
  certificate: (serial: string) => `/certificates/${encodeURIComponent(serial)}`,
  certificateFile: (serial: string) => `/certificates/${encodeURIComponent(serial)}/file`,
  certificateStatus: (serial: string) => `/certificates/${encodeURIComponent(serial)}/status`,
  revocation: (serial: string) => `/certificates/${encodeURIComponent(serial)}/revocation`,
  moves: () => "/moves",
  registerEndings: () => "/register-endings",
  printRoom: () => "/print-room",
  printRoomKeys: () => "/print-room/keys",
  printRoomKeyLoss: (id: string) => `/print-room/keys/${encodeURIComponent(id)}/loss`,
  returnedPost: () => "/returned-post",
  forms: () => "/forms",
  form: (type: string) => `/forms/${encodeURIComponent(type)}`,
  undelivered: () => "/undelivered",
  urgentBlock: () => "/urgent-block",
  urgentBlockOf: (userNumber: string) => `/urgent-block/${encodeURIComponent(userNumber)}`,
  urgentCall: (id: string) => `/urgent-block/calls/${encodeURIComponent(id)}`,
  incidents: () => "/incidents",
  incident: (id: string) => `/incidents/${encodeURIComponent(id)}`,
  incidentExports: () => "/incidents/exports",
  audit: () => "/audit",
  auditExports: () => "/audit/exports",
  staff: () => "/staff",
  staffMember: (id: string) => `/staff/${encodeURIComponent(id)}`,
  roleChangeDecision: (id: string) => `/staff/role-changes/${encodeURIComponent(id)}`,
  calendar: (year?: number) => (year === undefined ? "/calendar" : `/calendar?year=${year}`),
  calendarPreview: () => "/calendar/preview",
  calendarPropose: () => "/calendar/proposal",
  calendarProposal: (id: number) => `/calendar/proposals/${id}`,
  texts: (language: string, namespace: string, release: string) => `/texts/${language}/${encodeURIComponent(namespace)}?release=${encodeURIComponent(release)}`,
  reports: (filter: Readonly<Record<string, string>> = {}) => addressWith("/reports", filter),
  reportOf: (view: ReportView, filter: Readonly<Record<string, string>> = {}) => addressWith(view === "now" ? "/reports" : `/reports/${view}`, filter),
  reportExports: () => "/reports/exports",
  blockedAccounts: (asked: Readonly<Record<string, string>>) => addressWith("/reports/accounts", asked),
  blockedAccountExports: () => "/reports/accounts/exports",
  reportPdf: () => "/reports/pdf",
  weeklyFigures: () => "/reports/weekly",
  weeklyFiguresEnd: () => "/reports/weekly/end",
  behindFigure: (figure: Readonly<Record<string, string>>) => addressWith("/reports/requests", figure),
  behindFigureExports: () => "/reports/requests/exports",
  studio: () => "/studio",
  studioBundle: () => "/studio/bundle",
  studioBundleFile: () => "/studio/bundle/file",
  studioNewChange: () => "/studio/new-change",
  studioDefinition: (kind: string, key: string) => `/studio/definitions/${encodeURIComponent(kind)}/${encodeURIComponent(key)}`,
  studioLogic: (type: string) => `/studio/definitions/request-type/${encodeURIComponent(type)}/logic`,
  studioChange: (id: string) => `/studio/changes/${encodeURIComponent(id)}`,
  studioBacktest: (id: string) => `/studio/changes/${encodeURIComponent(id)}/backtest`,
  studioBacktestCancellation: (id: string) => `/studio/changes/${encodeURIComponent(id)}/backtest/cancellation`,
  studioEntry: (id: string, kind: string, key: string) => `/studio/changes/${encodeURIComponent(id)}/${encodeURIComponent(kind)}/${encodeURIComponent(key)}`,
  jobs: () => "/jobs",
  /** `until`: so many days ahead. */
  retention: ({ until }: { until?: number } = {}) => (until === undefined ? "/retention" : `/retention?until=${until}`),
  personReport: () => "/person-report",
  personReportFile: () => "/person-report/file",
  retentionHalt: () => "/retention/halt",
  retentionResumption: () => "/retention/resumption",
  authority: () => "/authority",
  crl: (keyId: string) => `/pki/${keyId}.crl`,
  caCertificate: (keyId: string) => `/pki/${keyId}.cer`,
  keys: () => "/keys",
  find: () => "/find",
  simulators: () => "/simulators",
};

/** Where somebody arranges what a checklist says is missing (R83). */
export function nextPath(next: NextAction): string {
  if (next === "vektis" || next === "enrolment") return `/refer/${next}`;
  return next === "install" ? paths.install() : paths.apply(next);
}

/** The pages on which management reads figures. */
export const REPORT_VIEWS = ["now", "flow", "people", "rules"] as const;
export type ReportView = (typeof REPORT_VIEWS)[number];

/** An address with what is asked there; what is empty is left out. */
export function addressWith(path: string, asked: Readonly<Record<string, string>>): string {
  const search = new URLSearchParams(Object.entries(asked).filter(([, value]) => value !== "")).toString();
  return search === "" ? path : `${path}?${search}`;
}

/** The address of a list of the desk. */
export function deskAddress(list: Readonly<Record<string, string>>): string {
  return addressWith(paths.desk(), list);
}

/** An address of our own that somebody may be sent back to; anything that could lead elsewhere becomes the fallback. */
export function ownPath(value: string | null | undefined, fallback = "/"): string {
  const here = "http://own.invalid";
  if (!value?.startsWith("/") || value.length > 2_000 || !URL.canParse(value, here)) return fallback;
  const url = new URL(value, here);
  const path = `${url.pathname}${url.search}`;
  // "/..//elsewhere" is normalised to "//elsewhere", which a browser takes for another host.
  return url.origin === here && !path.startsWith("//") ? path : fallback;
}

/** Where a page of figures goes to leave the screen. */
export const takeAlongPaths = { pdf: paths.reportPdf(), weekly: paths.weeklyFigures(), stopWeekly: paths.weeklyFiguresEnd() };
