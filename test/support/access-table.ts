import { ACTS, type Act } from "#app/domain/access/permissions.ts";
import { STAFF_ROLES, type StaffRole } from "#app/domain/access/roles.ts";

/**
 * Who may do what at which address, written out by hand a second time: the table of acts says it once, each route names its act, and this is what both must
 * come to. A change of permission is made here too, where a reviewer sees at a glance whom it lets in.
 *
 * Route (the file's name), method, act; then reviewer, print room, administrator, manager, auditor, security officer, on call. Acts that no route asks for yet
 * stand below, without one.
 */
const STAFF_TABLE = `
audit._index                                    GET   audit:read                     · · · · x x ·
audit.exports                                   POST  audit:read                     · · · · x x ·
audit.exports                                   GET   anything                       x x x x x x x
authority                                       GET   authority:read                 · · · x x x ·
calendar._index                                 GET   definition:read                x · x x x · ·
calendar.preview                                GET   definition:read                x · x x x · ·
calendar.preview                                POST  definition:edit                · · x · · · ·
calendar.proposal                               GET   definition:read                x · x x x · ·
calendar.proposal                               POST  definition:edit                · · x · · · ·
calendar.proposals.$proposalId                  GET   definition:read                x · x x x · ·
calendar.proposals.$proposalId                  POST  definition:publish             · · x · · · ·
certificates._index                             GET   certificate:list               x · · x x x ·
certificates.$serial._index                     GET   certificate:read               x · · x x x ·
certificates.$serial.file                       GET   certificate:read               x · · x x x ·
certificates.$serial.revocation                 GET   certificate:revoke             x · · · · x ·
certificates.$serial.revocation                 POST  certificate:revoke             x · · · · x ·
certificates.$serial.status                     GET   certificate:read               x · · x x x ·
certificates.exports                            POST  certificate:list               x · · x x x ·
certificates.exports                            GET   anything                       x x x x x x x
customers.$enterpriseId.$section                GET   organisation:read              x · · x x · ·
customers.$enterpriseId._index                  GET   organisation:read              x · · x x · ·
customers._index                                GET   organisation:list              x · · x x · ·
customers.accounts.$userNumber                  GET   account:read                   x · · x x x ·
customers.accounts.$userNumber_.releases        GET   account:read                   x · · x x x ·
customers.accounts.$userNumber_.releases        POST  release:propose                x · · · · x ·
customers.accounts.$userNumber_.releases_.$releaseId GET account:read                x · · x x x ·
customers.accounts.$userNumber_.releases_.$releaseId POST release:check              x · · · · x ·
customers.exports                               POST  organisation:list              x · · x x · ·
customers.exports                               GET   anything                       x x x x x x x
desk._index                                     GET   request:list                   x · · x x · ·
desk.arrangement                                POST  request:list                   x · · x x · ·
desk.arrangement                                GET   request:list                   x · · x x · ·
desk.bulk._index                                GET   request:bulk                   x · · · · · ·
desk.bulk.new                                   POST  request:bulk                   x · · · · · ·
desk.bulk.new                                   GET   request:bulk                   x · · · · · ·
desk.bulk.$runId                                GET   request:list                   x · · x x · ·
desk.bulk.$runId.cancellation                   POST  request:bulk                   x · · · · · ·
desk.bulk.$runId.exports                        POST  request:list                   x · · x x · ·
desk.bulk.$runId.exports                        GET   anything                       x x x x x x x
desk.bulk.$runId.plan                           POST  request:bulk                   x · · · · · ·
desk.bulk.$runId.start                          POST  request:bulk                   x · · · · · ·
desk.bulk.$runId.undo                           POST  request:decide                 x · · · · · ·
desk.exports                                    POST  request:list                   x · · x x · ·
desk.exports                                    GET   anything                       x x x x x x x
desk.next                                       POST  request:claim                  x · · · · · ·
desk.next                                       GET   request:claim                  x · · · · · ·
desk.requests.$requestId.acceptance-check       POST  identification:second-check    x · · · · · ·
desk.requests.$requestId.acceptance             POST  identification:judge           x · · · · · ·
desk.requests.$requestId.bank-answers           POST  identification:judge           x · · · · · ·
desk.requests.$requestId.by-hand.$partyId       POST  identification:judge           x · · · · · ·
desk.requests.$requestId.by-hand.$partyId_.check POST identification:second-check    x · · · · · ·
desk.requests.$requestId.claim                  POST  request:claim                  x · · · · · ·
desk.requests.$requestId.decision               POST  request:decide                 x · · · · · ·
desk.requests.$requestId.files                  POST  request:register               x · · · · · ·
desk.requests.$requestId.joining                POST  request:decide                 x · · · · · ·
desk.requests.$requestId.notes                  POST  request:note                   x · · · · · ·
desk.requests.$requestId.parting                POST  request:decide                 x · · · · · ·
desk.requests.$requestId.phone-answer           POST  request:ask                    x · · · · · ·
desk.requests.$requestId.question               POST  request:ask                    x · · · · · ·
desk.requests.$requestId.refusal                POST  identification:judge           x · · · · · ·
desk.requests.$requestId.release                POST  request:claim                  x · · · · · ·
desk.requests.$requestId.repetition             POST  identification:judge           x · · · · · ·
desk.requests.$requestId.second-check           POST  request:second-check           x · · · · · ·
desk.requests.$requestId.task-return            POST  task:complete                  x · · · · · ·
desk.requests.$requestId.tasks                  POST  task:complete                  x · · · · · ·
desk.requests.$requestId.shredding              POST  request:register               x · · · · · ·
desk.requests.$requestId.take-over              POST  request:take-over              x · · · · · ·
desk.requests.$requestId                        GET   request:read                   x · · x x · ·
desk.requests.$requestId.undo                   POST  request:decide                 x · · · · · ·
desk.views.$viewId.removal                      POST  request:list                   x · · x x · ·
desk.views.$viewId.removal                      GET   request:list                   x · · x x · ·
desk.views                                      POST  request:list                   x · · x x · ·
desk.views                                      GET   request:list                   x · · x x · ·
find                                            GET   anything                       x x x x x x x
keys                                            GET   anything                       x x x x x x x
keys                                            POST  anything                       x x x x x x x
files.$fileId.$page                             GET   file:read                      x · · · · · ·
desk.requests.$requestId.print                  POST  request:print                  x · · · · · ·
desk.requests.$requestId.print                  GET   anything                       x x x x x x x
forms._index                                    GET   form:print                     x · x · · · ·
forms.$type                                     POST  form:print                     x · x · · · ·
forms.$type                                     GET   anything                       x x x x x x x
incidents._index                                GET   incident:read                  · · · · x x ·
incidents._index                                POST  incident:register              · · · · · x ·
incidents.$incidentId                           GET   incident:read                  · · · · x x ·
incidents.$incidentId                           POST  incident:register              · · · · · x ·
incidents.exports                               POST  incident:read                  · · · · x x ·
incidents.exports                               GET   anything                       x x x x x x x
intake.$intakeId.drop                           POST  request:register               x · · · · · ·
intake.$intakeId.files                          POST  request:register               x · · · · · ·
intake.$intakeId.form                           POST  request:register               x · · · · · ·
intake.$intakeId.refused-copy                   POST  request:register               x · · · · · ·
intake.$intakeId.request                        POST  request:register               x · · · · · ·
intake.$intakeId                                GET   request:register               x · · · · · ·
intake.$intakeId.type                           POST  request:register               x · · · · · ·
intake.$intakeId_.masking.$fileId.$page         GET   request:register               x · · · · · ·
intake.$intakeId_.masking.$fileId.$page         POST  request:register               x · · · · · ·
intake._index                                   GET   request:register               x · · · · · ·
intake._index                                   POST  request:register               x · · · · · ·
jobs.$jobId.try                                 POST  job:resume                     · · x · · x ·
jobs.mails.$mailId.try                          POST  job:resume                     · · x · · x ·
jobs                                            GET   job:list                       · · x x x x ·
moves._index                                    GET   practice:move                  x · · · · · ·
moves._index                                    POST  practice:move                  x · · · · · ·
moves.$moveId                                   GET   practice:move-check            x · · · · · ·
moves.$moveId                                   POST  practice:move-check            x · · · · · ·
moves.$moveId_.reissues                         GET   practice:move                  x · · · · · ·
moves.$moveId_.reissues                         POST  task:complete                  x · · · · · ·
person-report._index                            GET   person:report                  · · · · · x ·
person-report._index                            POST  person:report                  · · · · · x ·
person-report.file                              POST  person:report                  · · · · · x ·
person-report.file                              GET   anything                       x x x x x x x
print-room._index                               GET   letter:list                    · x · x x · ·
print-room.batches.$number.release              POST  letter:print                   · x · · · · ·
print-room.batches.$number.settlement           POST  letter:confirm                 · x · · · · ·
print-room.batches.$number.take-over            POST  letter:print                   · x · · · · ·
print-room.batches.$number                      GET   letter:list                    · x · x x · ·
print-room.batches.new                          POST  letter:print                   · x · · · · ·
print-room.batches.new                          GET   letter:print                   · x · · · · ·
print-room.keys.$keyId.loss                     GET   print-room-key:lose            · x · · · x ·
print-room.keys.$keyId.loss                     POST  print-room-key:lose            · x · · · x ·
print-room.keys._index                          GET   print-room-key:list            · x · x x x ·
register-endings.$endingId.check                POST  register:check                 x · · · · · ·
register-endings                                GET   register:list                  x · · x x · ·
returned-post                                   GET   letter:return                  x x · · · · ·
returned-post                                   POST  letter:return                  x x · · · · ·
returned-post_.$returnId                        GET   letter:renew                   x · · · · · ·
returned-post_.$returnId                        POST  letter:renew                   x · · · · · ·
retention                                       GET   retention:read                 · · x x x x ·
retention.halt                                  POST  retention:halt                 · · x · · x ·
retention.resumption                            POST  retention:halt                 · · x · · x ·
staff._index                                    GET   staff:list                     · · x · x x ·
staff.$staffId                                  GET   staff:list                     · · x · x x ·
staff.$staffId                                  POST  staff:change                   · · x · · · ·
staff.role-changes.$changeId                    GET   staff:list                     · · x · x x ·
staff.role-changes.$changeId                    POST  staff:second-check             · · x · · x ·
reports._index                                  GET   report:read                    · · · x x · ·
reports.accounts._index                         GET   report:read                    · · · x x · ·
reports.accounts.exports                        POST  report:read                    · · · x x · ·
reports.accounts.exports                        GET   anything                       x x x x x x x
reports.exports                                 POST  report:read                    · · · x x · ·
reports.exports                                 GET   anything                       x x x x x x x
reports.flow                                    GET   report:read                    · · · x x · ·
reports.weekly._index                           GET   report:read                    · · · x x · ·
reports.weekly._index                           POST  report:read                    · · · x x · ·
reports.weekly.end                              POST  report:read                    · · · x x · ·
reports.weekly.end                              GET   anything                       x x x x x x x
reports.pdf                                     POST  report:read                    · · · x x · ·
reports.pdf                                     GET   anything                       x x x x x x x
reports.people                                  GET   report:read                    · · · x x · ·
reports.requests._index                         GET   report:read                    · · · x x · ·
reports.requests.exports                        POST  report:read                    · · · x x · ·
reports.requests.exports                        GET   anything                       x x x x x x x
reports.rules                                   GET   report:read                    · · · x x · ·
studio._index                                   GET   definition:read                x · x x x · ·
studio.bundle._index                            GET   definition:edit                · · x · · · ·
studio.bundle._index                            POST  definition:edit                · · x · · · ·
studio.bundle.file                              POST  definition:edit                · · x · · · ·
studio.bundle.file                              GET   anything                       x x x x x x x
studio.changes.$changeId                        GET   definition:read                x · x x x · ·
studio.changes.$changeId_.$kind.$key            GET   definition:read                x · x x x · ·
studio.changes.$changeId_.$kind.$key            POST  definition:edit                · · x · · · ·
studio.changes.$changeId_.$kind.$key_.base      GET   definition:edit                · · x · · · ·
studio.changes.$changeId_.$kind.$key_.base      POST  definition:edit                · · x · · · ·
studio.changes.$changeId_.$kind.$key_.check     POST  definition:edit                · · x · · · ·
studio.changes.$changeId_.$kind.$key_.check     GET   anything                       x x x x x x x
studio.changes.$changeId_.$kind.$key_.past      POST  definition:edit                · · x · · · ·
studio.changes.$changeId_.$kind.$key_.past      GET   anything                       x x x x x x x
studio.changes.$changeId_.$kind.$key_.preview   POST  definition:edit                · · x · · · ·
studio.changes.$changeId_.$kind.$key_.preview   GET   anything                       x x x x x x x
studio.changes.$changeId_.$kind.$key_.removal   GET   definition:edit                · · x · · · ·
studio.changes.$changeId_.$kind.$key_.removal   POST  definition:edit                · · x · · · ·
studio.changes.$changeId_.$kind.$key_.trial     POST  definition:edit                · · x · · · ·
studio.changes.$changeId_.$kind.$key_.trial     GET   anything                       x x x x x x x
studio.changes.$changeId_.backtest              GET   definition:read                x · x x x · ·
studio.changes.$changeId_.backtest              POST  definition:edit                · · x · · · ·
studio.changes.$changeId_.backtest_.cancellation GET  definition:edit                · · x · · · ·
studio.changes.$changeId_.backtest_.cancellation POST definition:edit                · · x · · · ·
studio.changes.$changeId.approval               POST  definition:publish             · · x · · · ·
studio.changes.$changeId.draft                  POST  definition:edit                · · x · · · ·
studio.changes.$changeId.entries                POST  definition:edit                · · x · · · ·
studio.changes.$changeId.proposal               POST  definition:edit                · · x · · · ·
studio.changes.$changeId.undo                   POST  definition:edit                · · x · · · ·
studio.changes.$changeId.withdrawal             POST  definition:edit                · · x · · · ·
studio.definitions.$kind.$key                   GET   definition:read                x · x x x · ·
studio.definitions.$kind.$key                   POST  definition:edit                · · x · · · ·
studio.definitions.request-type.$type.logic     GET   definition:read                x · x x x · ·
studio.new-change                               GET   definition:edit                · · x · · · ·
studio.new-change                               POST  definition:edit                · · x · · · ·
undelivered._index                              GET   number:send-again              x · · · · · ·
undelivered.$undeliveredId                      GET   number:send-again              x · · · · · ·
undelivered.$undeliveredId                      POST  number:send-again              x · · · · · ·
urgent-block._index                             GET   account:block                  x · · · · x x
urgent-block.$userNumber                        GET   account:block                  x · · · · x x
urgent-block.$userNumber                        POST  account:block                  x · · · · x x
urgent-block.calls.$callId                      GET   account:block                  x · · · · x x
-                                               -     account:unblock                x · · · · x ·
-                                               -     certificate:block              x · · · · x ·
-                                               -     certificate:unblock            x · · · · x ·
-                                               -     authority:manage               · · · · · x ·
-                                               -     report:read                    · · · x x · ·
`;

/** What asks for no role: pages for everybody, or for whoever has an unguessable link. */
const PUBLIC_TABLE = `
$                                               GET   anybody
$                                               POST  anybody
_index                                          GET   anybody
apply.$type                                     GET   anybody
apply.$type                                     POST  anybody
apply.$type_.paper                              GET   anybody
apply.$type_.printed-forms                      POST  anybody
apply.$type_.printed-forms                      GET   anybody
checklist                                       GET   anybody
confirm.$token                                  GET   anybody
confirm.$token                                  POST  anybody
contact                                         GET   anybody
draft.$token.$page                              GET   anybody
draft.$token.$page                              POST  anybody
draft.$token.$page_.entries.$entry              GET   anybody
draft.$token.$page_.entries.$entry              POST  anybody
draft.$token.$page_.entries.$entry_.removal     GET   anybody
draft.$token.$page_.entries.$entry_.removal     POST  anybody
draft.$token.$page_.list                        GET   anybody
draft.$token.$page_.list                        POST  anybody
draft.$token.later                              GET   anybody
draft.$token.later                              POST  anybody
draft.$token.review                             GET   anybody
draft.$token.review                             POST  anybody
draft.$token.sent                               GET   anybody
draft.$token.sent                               POST  anybody
draft.resume.$token                             GET   anybody
guide                                           GET   anybody
identify.$token._index                          GET   anybody
identify.$token._index                          POST  anybody
identify.$token.appointment                     GET   anybody
identify.$token.appointment                     POST  anybody
identify.$token.bank                            GET   anybody
identify.$token.bank                            POST  anybody
identify.$token.denial                          GET   anybody
identify.$token.denial                          POST  anybody
identify.$token.otherwise                       GET   anybody
identify.$token.otherwise                       POST  anybody
identify.return                                 GET   anybody
install                                         GET   anybody
install                                         POST  anybody
install_.certificate                            POST  anybody
install_.certificate                            GET   anybody
install_.chain                                  GET   anybody
install_.signing-request                        GET   anybody
install_.signing-request                        POST  anybody
install_.saved                                  POST  anybody
install_.saved                                  GET   anybody
language                                        POST  anybody
log-out                                         POST  anybody
log-out                                         GET   anybody
login                                           POST  anybody
login                                           GET   anybody
login_.authenticator                            POST  anybody
login_.authenticator                            GET   anybody
language                                        GET   anybody
objection.$token                                GET   anybody
objection.$token                                POST  anybody
refer.$destination                              GET   anybody
sign-in                                         GET   anybody
sign-in                                         POST  anybody
sign-in_.return                                 GET   anybody
sign-out                                        POST  anybody
sign-out                                        GET   anybody
status.$token                                   GET   anybody
status.$token_.again                            POST  anybody
status.$token_.again                            GET   anybody
status.$token_.answer                           GET   anybody
status.$token_.answer                           POST  anybody
status.$token_.cancel                           GET   anybody
status.$token_.cancel                           POST  anybody
status.$token_.phone-answer                     GET   anybody
status.$token_.phone-answer                     POST  anybody
terms.$version                                  GET   anybody
root                                            GET   anybody
texts.$language.$namespace                      GET   anybody
`;

/** What asks for a certificate and a code: a user's own things, and nobody else's. */
const USER_TABLE = `
my                                              GET   user
my._index                                       GET   user
my.logins                                       GET   user
my.renewal                                      GET   user
my.renewal_.certificate                         POST  user
my.renewal_.certificate                         GET   user
my.revocation                                   GET   user
my.revocation                                   POST  user
`;

export type Method = "GET" | "POST";
export type AccessRow = { route: string; method: Method; act: Act | "anything" | "anybody" | "user"; roles: readonly StaffRole[] };

const lines = (table: string) => table.trim().split("\n").map((line) => line.trim().split(/\s+/));

/** One row for each loader and each action of the house. */
export const ACCESS: readonly AccessRow[] = [
  ...lines(STAFF_TABLE).flatMap(([route = "", method, act, ...marks]) => (route === "-" ? [] : [{ route, method: method as Method, act: act as AccessRow["act"], roles: rolesOf(marks) }])),
  ...lines(USER_TABLE).map(([route = "", method]) => ({ route, method: method as Method, act: "user" as const, roles: [] })),
  ...lines(PUBLIC_TABLE).map(([route = "", method]) => ({ route, method: method as Method, act: "anybody" as const, roles: [] })),
];

/** Which roles may do each act, by this table; an act with two answers, or with none, is a mistake in it and throws. */
export function rolesByAct(): ReadonlyMap<Act, readonly StaffRole[]> {
  const found = new Map<Act, readonly StaffRole[]>();
  for (const [, , act, ...marks] of lines(STAFF_TABLE)) {
    const roles = rolesOf(marks);
    if (act === "anything") continue;
    const before = found.get(act as Act);
    if (before !== undefined && before.join() !== roles.join()) throw new Error(`The table says two things of ${act ?? ""}.`);
    found.set(act as Act, roles);
  }
  const missing = ACTS.filter((act) => !found.has(act));
  if (missing.length > 0) throw new Error(`The table says nothing of ${missing.join(", ")}.`);
  return found;
}

function rolesOf(marks: readonly string[]): StaffRole[] {
  if (marks.length !== STAFF_ROLES.length || marks.some((mark) => mark !== "x" && mark !== "·")) throw new Error(`"${marks.join(" ")}" is no row for ${STAFF_ROLES.length} roles.`);
  return STAFF_ROLES.filter((_role, place) => marks[place] === "x");
}
