// Names of everything jobwire keeps in Redis. Each begins with KEY_PREFIX; on a cluster the prefix
// holds a hash tag (`{jobwire}`), so that all of them share one slot and may meet in a script.

export interface Keys {
  readonly prefix: string;
  /** Stream of canonical events, field `e` = JSON. */
  readonly journal: string;
  /** Identity of this journal, chosen once. */
  readonly epoch: string;
  /** List of the identities that it had before it went back in time. */
  readonly formerEpochs: string;
  /** That it did, as JSON, until somebody confirms it. */
  readonly rollback: string;
  /** Written now and then, to find out whether writes are taken. */
  readonly alive: string;
  /** Hash: source -> position up to which it was read. */
  readonly positions: string;
  /** Hash: source -> what of it is being tried, and by whom. */
  readonly trying: string;
  /** Sorted set of messages to try again by when they are due; and `…:messages`, a hash of them. */
  readonly again: string;
  /** Hash: position -> state of the entries that a follower of the journal (`follower:<name>`) set aside. */
  readonly aside: (source: string) => string;
  /** Of the journal's indexes (redis/journal/events.lua): all types, minutes, late projects, surplus events. */
  readonly types: string;
  readonly times: string;
  readonly late: string;
  readonly surplus: string;
  /** Set of the generations of ids that were seen. */
  readonly seen: string;
  /** Position after the last routed event. */
  readonly routed: string;
  /** List of counts that commands hand over to whoever is asked for metrics. */
  readonly counts: string;
  /** Stream of dead letters. */
  readonly deadLetters: string;
  /** Hashes: chat id -> chat, user id -> member, as JSON; and the number that counts their changes. */
  readonly chats: string;
  readonly members: string;
  readonly audienceRevision: string;
  /** Hash: job key -> job as JSON; and the sorted set of job keys by time of change. */
  readonly jobs: string;
  readonly jobsByChange: string;
  /** Hash: source and job id (job-key.ts) -> the project that was named first. */
  readonly jobHomes: string;
  /** Set of the job keys of one id, by its stable name. */
  readonly jobsOf: (name: string) => string;
  /** Hash: identity -> key of its newest request; and the set of identities of one id, by its stable name. */
  readonly currentApprovals: string;
  readonly approvalsOf: (name: string) => string;
  /** Sorted sets of approval ids: pending by time of request, pending by deadline. */
  readonly pendingApprovals: string;
  readonly deadlines: string;
  /** Sorted sets: all approval ids by request, reminders and unheard decisions by when they are due. */
  readonly approvals: string;
  readonly reminders: string;
  readonly unheard: string;
  /**
   * Hash: message id -> `<verdict> <key> <version>` of a question to which the answer decides that, or
   * `request <key> <version>` (without the version where it is not known) of a message that shows a request.
   */
  readonly asked: (chatId: number) => string;
  /** Hash: button token -> `<approval id>\n<address>`. */
  readonly taps: string;
  /** Sorted set: chat id -> when it has something to send. */
  readonly due: string;
  /** Hash: the calls in a row that Telegram did not take; and `…:chats`, whom they were for. */
  readonly failing: string;
  readonly tails: string;
  /** Hash: SHA-256 of a token's secret, in hex -> token as JSON. */
  readonly tokens: string;
  /** The key with which the cursors of readers are sealed, in base64url. */
  readonly cursorKey: string;
  readonly approval: (approvalId: string) => string;
  /** Hash: `user`, `ids` (JSON), and place -> 1 for what is picked. */
  readonly selection: (token: string) => string;
  /** Hash: `reply` (JSON), `meaning` once it was chosen. */
  readonly replyChoice: (token: string) => string;
  readonly lease: (name: string) => string;
  /** A mark of an update that was handled; the set of those that began with it (redis/updates/begin-update.lua). */
  readonly update: (updateId: number) => string;
  readonly updateTries: (updateId: number) => string;
  /** Hash: update id -> update as JSON, kept in Telegram's place until it is handled. */
  readonly parkedUpdates: string;
}

export function createKeys(prefix: string): Keys {
  const key = (name: string) => `${prefix}:${name}`;
  return {
    prefix,
    journal: key('journal'),
    epoch: key('epoch'),
    formerEpochs: key('epoch:former'),
    rollback: key('rollback'),
    alive: key('alive'),
    positions: key('positions'),
    trying: key('trying'),
    again: key('again'),
    aside: (source) => key(`${source}:aside`),
    types: key('ix:types'),
    times: key('times'),
    late: key('late'),
    surplus: key('surplus'),
    seen: key('seen'),
    routed: key('routed'),
    counts: key('counts'),
    deadLetters: key('dlq'),
    chats: key('chats'),
    members: key('members'),
    audienceRevision: key('audience-revision'),
    jobs: key('jobs'),
    jobsByChange: key('jobs:by-change'),
    jobHomes: key('jobs:homes'),
    jobsOf: (name) => key(`jobs:of:${name}`),
    currentApprovals: key('approvals:current'),
    approvalsOf: (name) => key(`approvals:ids:${name}`),
    pendingApprovals: key('approvals:pending'),
    deadlines: key('approvals:deadlines'),
    approvals: key('approvals:all'),
    reminders: key('approvals:reminders'),
    unheard: key('approvals:unheard'),
    asked: (chatId) => key(`out:${chatId}:asked`),
    taps: key('taps'),
    due: key('due'),
    failing: key('failing'),
    tails: key('tails'),
    tokens: key('tokens'),
    cursorKey: key('cursor-key'),
    approval: (approvalId) => key(`approval:${approvalId}`),
    selection: (token) => key(`selection:${token}`),
    replyChoice: (token) => key(`reply-choice:${token}`),
    lease: (name) => key(`lease:${name}`),
    update: (updateId) => key(`update:${updateId}`),
    updateTries: (updateId) => key(`update:${updateId}:tries`),
    parkedUpdates: key('updates:parked'),
  };
}
