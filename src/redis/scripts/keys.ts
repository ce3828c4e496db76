// Names of everything jobwire keeps in Redis, spelled here and nowhere else: scripts get them from lua-beginning.ts.
// Each begins with KEY_PREFIX; on a cluster the prefix holds a hash tag (`{jobwire}`), so that all of them share
// one slot and may meet in a script. `%s` is replaced by what a name is of.

export const KEY_NAMES = {
  /** Stream of canonical events, field `e` = JSON. */
  journal: 'journal',
  /** Identity of this journal, chosen once. */
  epoch: 'epoch',
  /** List of the identities that it had before it went back in time. */
  formerEpochs: 'epoch:former',
  /** That it did, as JSON, until somebody confirms it. */
  rollback: 'rollback',
  /** Written now and then, to find out whether writes are taken. */
  alive: 'alive',
  /** The clock that never runs back (base.lua). */
  clock: 'clock',
  clockStep: 'clock:step',
  /** Hash: source -> position up to which it was read. */
  positions: 'positions',
  /** Hash: source -> what of it is being tried, and by whom; and a mark of each process that tries. */
  trying: 'trying',
  instance: 'instance:%s',
  /** Sorted set of messages to try again by when they are due; hashes of them, and of their attempts. */
  again: 'again',
  againMessages: 'again:messages',
  againAttempts: 'again:attempts',
  /** Hash: position -> state of the entries that a follower of the journal (`follower:<name>`) set aside. */
  aside: '%s:aside',
  /** Of the journal's indexes (events.lua): by kind and name, by project and job, minutes, late projects. */
  types: 'ix:types',
  index: 'ix:%s:%s',
  jobIndex: 'ix:job-of:%s\t%s',
  projectsOf: 'ix:projects-of:%s',
  jobsSince: 'ix:jobs-since',
  times: 'times',
  minutes: 'times:%s',
  late: 'late',
  lateOf: 'late:%s',
  lateOfJob: 'late-of:%s\t%s',
  link: 'link:%s',
  waiting: 'waiting:%s',
  surplus: 'surplus',
  /** Set of the generations of ids that were seen; and what was seen, by generation and bucket. */
  seen: 'seen',
  seenIn: 'seen:%s:%s',
  /** Position after the last routed event. */
  routed: 'routed',
  /** List of counts that commands hand over to whoever is asked for metrics. */
  counts: 'counts',
  /** Stream of dead letters; and a mark of each, by a digest of it. */
  deadLetters: 'dlq',
  deadLettered: 'dead-lettered:%s',
  /** Hashes: chat id -> chat, user id -> member, as JSON; and the number that counts their changes. */
  chats: 'chats',
  members: 'members',
  audienceRevision: 'audience-revision',
  /** Sorted set: id of an open invitation -> when it was made; and each of them: accept-invitation.lua. */
  invitations: 'invitations',
  invitation: 'invitation:%s',
  /** How many wrong codes a person sent of late. */
  wrongCodes: 'invitations:wrong:%s',
  /** Hash: a group that became a supergroup -> that one. */
  movedChats: 'chats:moved',
  /** Hashes: job key -> job as JSON, and -> its id's stable name; and the sorted set of job keys by time of change. */
  jobs: 'jobs',
  jobNames: 'jobs:names',
  jobsByChange: 'jobs:by-change',
  /** Of lists of jobs, by time of change: those that have not ended, all those of a project (listed.lua). */
  openJobs: 'jobs:open',
  openJobsIn: 'jobs:open-in:%s',
  jobsIn: 'jobs:in:%s',
  /** That jobs of former versions are in these, too. */
  jobsListed: 'jobs:listed',
  /** Hash: source and job id (job-key.ts) -> the project that was named first; and which of them lead to a job. */
  jobHomes: 'jobs:homes',
  homesOf: 'jobs:homes-of:%s',
  /** Set of the job keys of one id, by its stable name. */
  jobsOf: 'jobs:of:%s',
  /** Jobs that are expected to give signs of life: silence.lua. */
  jobSilence: 'jobs:silence',
  jobSigns: 'jobs:signs',
  silenceChecked: 'jobs:silence:checked',
  /** Hash: identity -> key of its newest request; how many it had; the set of identities of one id's stable name. */
  currentApprovals: 'approvals:current',
  approvalGenerations: 'approvals:generations',
  approvalsOf: 'approvals:ids:%s',
  /** Hash: gate -> key of its newest request. */
  approvalGates: 'approvals:gates',
  /** Sets of a job's requests: pending ones, and decided ones of which it gave no sign yet. */
  approvalsOfJob: 'approvals:job:%s',
  unacknowledgedOf: 'approvals:unacknowledged:%s',
  /** Sorted sets of approval ids: pending by time of request, pending by deadline. */
  pendingApprovals: 'approvals:pending',
  deadlines: 'approvals:deadlines',
  /** Sorted sets: all approval ids by request; reminders and acknowledgements by when they are due. */
  approvals: 'approvals:all',
  reminders: 'approvals:reminders',
  acknowledgementsDue: 'approvals:acknowledgements-due',
  /** Standing approvals, and requests that are held back for them: standings.lua. */
  /** When the session or job of that name ended, for as long as requests of it may be open. */
  standingOver: 'standing:over:%s',
  standings: 'standing',
  standingEnds: 'standing:ends',
  standingEndings: 'standing:endings',
  standingUses: 'standing:uses',
  standingsAlike: 'standing:alike:%s',
  standingsWithin: 'standing:within:%s',
  heldApprovals: 'approvals:held',
  /** What is kept of one request: approvals.lua. */
  approval: 'approval:%s',
  approvalAttempts: 'approval:%s:attempts',
  approvalCopies: 'approval:%s:copies',
  approvalStrays: 'approval:%s:strays',
  approvalAudit: 'approval:%s:audit',
  approvalLists: 'approval:%s:lists',
  /**
   * Hash: message id -> `<verdict> <key> <version>` of a question to which the answer decides that, or
   * `request <key> <version>` (without the version where it is not known) of a message that shows a request.
   */
  asked: 'out:%s:asked',
  /** Hash: button token -> `<approval id>\n<address>`. */
  taps: 'taps',
  /** Of a chat: outbox.lua, visit.lua, next.lua. */
  outQueue: 'out:%s:queue',
  outTurns: 'out:%s:turns',
  outPayload: 'out:%s:payload',
  outShown: 'out:%s:shown',
  outMessages: 'out:%s:messages',
  outAside: 'out:%s:aside',
  outTries: 'out:%s:tries',
  outOwed: 'out:%s:owed',
  /** Who sends an item of a chat, named `<chat>/<item>`, beside the visits: lend.lua. */
  lent: 'lent:%s',
  outWindows: 'out:%s:windows',
  outSending: 'out:%s:sending',
  outTaken: 'out:%s:taken',
  outLater: 'out:%s:later',
  outStill: 'out:%s:still',
  /** Of a chat: requests that go as one message, bundles.lua. */
  outAskedAt: 'out:%s:asked-at',
  outGathered: 'out:%s:gathered',
  outBundles: 'out:%s:bundles',
  outBundled: 'out:%s:bundled',
  outChanged: 'out:%s:changed',
  /** Of a chat: lists of requests that are kept up to date, lists.lua. */
  outLists: 'out:%s:lists',
  outVisit: 'out:%s:visit',
  /** Sorted set: `<message id> <origin>` by message id: what the newest messages of a chat tell (note-origin.lua). */
  origins: 'out:%s:origins',
  /** Failures with messages of their own: alerts.lua. */
  alert: 'alert:%s',
  alertCopies: 'alert:%s:copies',
  /** Position of a recent failure, by a name that related ones know it by: alerts.lua. */
  recentAlert: 'alert:recent:%s',
  /** Hash: job, or task of a project -> position of its last failure; and the sorted set of these by time. */
  failures: 'failures',
  failuresByTime: 'failures:by-time',
  /** Live cards of jobs: cards.lua. */
  cardsOf: 'cards:of:%s',
  cardChecks: 'cards:checks',
  /** Of all chats: hash of the tokens of bundles, their counter; and a list of what a tap on one decides, as JSON. */
  bundleTokens: 'bundles',
  bundleNumber: 'bundles:number',
  bundleTap: 'bundles:tap:%s',
  /** Counters of the turns in all queues, and of visits. */
  outTurn: 'out-turn',
  outFence: 'out-fence',
  /** Of an address: what was gathered, and what of it is being sent; hashes of what is only counted. */
  window: 'window:%s',
  windowMore: 'window:%s:more',
  sending: 'sending:%s',
  sendingMore: 'sending:%s:more',
  /** Sorted set: chat id -> when it has something to send. */
  due: 'due',
  /** Sorted set: chat id -> since when something of it is put aside. */
  asideChats: 'aside',
  /** Hash: the calls in a row that Telegram did not take; and whom they were for. */
  failing: 'failing',
  failingChats: 'failing:chats',
  /** Telegram's pace: pace.lua. */
  paceAll: 'pace:all',
  paceGranted: 'pace:granted',
  paceTurn: 'pace:turn',
  paceOwn: 'pace:own',
  paceFloods: 'pace:floods',
  paceChat: 'pace:chat:%s',
  paceLog: 'pace:log:%s',
  tails: 'tails',
  /** The log of a job by its key, apart from those of other projects: log-stream.ts. */
  ownLog: 'log:%s',
  /** Of logs that were handed over: what each takes and whose it is, sums by owner, by last line: bound-log.lua. */
  logBytes: 'logs:bytes',
  logOwners: 'logs:owners',
  logsOf: 'logs:of:%s',
  /** Hash: SHA-256 of a token's secret, in hex -> token as JSON. */
  tokens: 'tokens',
  /** Hash of a session, by the hash of its secret: create-session.lua; and the sorted set of those of one holder. */
  session: 'session:%s',
  sessionsOf: 'sessions:of:%s',
  /** A ticket as JSON, by the hash of its secret. */
  ticket: 'ticket:%s',
  /** A mark of a sign-in that counts once. */
  signInOnce: 'sign-in:once:%s',
  /** The key with which the cursors of readers are sealed, in base64url. */
  cursorKey: 'cursor-key',
  /**
   * Hash: `user`, `name`, `locale`, `ids` and `shown` (JSON), and place -> 1 for what is picked.
   */
  selection: 'selection:%s',
  /** Hash: `reply` (JSON), `meaning` once it was chosen. */
  replyChoice: 'reply-choice:%s',
  /** Who holds it, the counter of its holders, and when it runs out. */
  lease: 'lease:%s',
  leaseFence: 'lease:%s:fence',
  leaseEnds: 'lease:%s:ends',
  /** A mark of an update that was handled; the set of those that began with it (begin-update.lua). */
  update: 'update:%s',
  updateTries: 'update:%s:tries',
  /** Hash: update id -> update as JSON, kept in Telegram's place until it is handled. */
  parkedUpdates: 'updates:parked',
} as const;

type KeyNames = typeof KEY_NAMES;
type Part = string | number;

type Named<Name extends string> = Name extends `${string}%s${string}%s${string}`
  ? (first: Part, second: Part) => string
  : Name extends `${string}%s${string}`
    ? (of: Part) => string
    : string;

export type Keys = { readonly prefix: string } & {
  readonly [Name in keyof KeyNames]: Named<KeyNames[Name]>;
};

export function createKeys(prefix: string): Keys {
  const named = Object.entries(KEY_NAMES).map(([name, template]) => {
    const [first = '', ...rest] = template.split('%s');
    const start = `${prefix}:${first}`;
    if (rest.length === 0) return [name, start] as const;
    const fill = (...parts: readonly Part[]) =>
      [start, ...rest.flatMap((text, at) => [parts[at], text])].join('');
    return [name, fill] as const;
  });
  return { ...Object.fromEntries(named), prefix } as Keys;
}
