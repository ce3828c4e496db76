// Delivery on a real Redis: what the router commits, and a channel that answers as the test says.

import type { FileRoute } from '../../../src/audience/file-route.ts';
import type { Channel, SendOutcome } from '../../../src/deliver/channel.ts';
import type { Urgency } from '../../../src/deliver/pace.ts';
import { createTitleEvents } from '../../../src/deliver/titled-events.ts';
import { createGiveUp } from '../../../src/deliver/undelivered/give-up.ts';
import { createSettleOutcome } from '../../../src/deliver/undelivered/settle-outcome.ts';
import { createShowElsewhere } from '../../../src/deliver/undelivered/show-elsewhere.ts';
import { createEvenOut } from '../../../src/deliver/visits/even-out.ts';
import type { OpenLists } from '../../../src/deliver/visits/open-lists.ts';
import { createSendLogs } from '../../../src/deliver/visits/send-logs.ts';
import { createVisitChat } from '../../../src/deliver/visits/visit.ts';
import { decode } from '../../../src/dialects/all-dialects.ts';
import { createRedrive } from '../../../src/intake/redrive.ts';
import type { Job } from '../../../src/jobs/job-board.ts';
import { jobKey } from '../../../src/jobs/job-key.ts';
import type { OpenWholeLog, WholeLog } from '../../../src/jobs/whole-log.ts';
import type { Message } from '../../../src/message/message.ts';
import type { Render } from '../../../src/message/render/render.ts';
import { createCopies } from '../../../src/redis/approvals/copies.ts';
import { createDeadLetters } from '../../../src/redis/dead-letters/dead-letters.ts';
import { createFollowerAside } from '../../../src/redis/dead-letters/follower-aside.ts';
import { createRedriveStore } from '../../../src/redis/dead-letters/redrive-store.ts';
import { createJobBoard } from '../../../src/redis/jobs/job-board.ts';
import { createThingTitles } from '../../../src/redis/jobs/thing-titles.ts';
import { createJournal } from '../../../src/redis/journal/journal.ts';
import { createAlertStore } from '../../../src/redis/outbox/alerts/alert-store.ts';
import { createBundles } from '../../../src/redis/outbox/bundles/bundle-store.ts';
import { createOrigins } from '../../../src/redis/outbox/origins/origins.ts';
import { createOutbox, createOutboxStore } from '../../../src/redis/outbox/outbox-store.ts';
import { createPace } from '../../../src/redis/pace/pace.ts';
import { createChatBook } from '../../../src/redis/people/chat-book.ts';
import { createMembers } from '../../../src/redis/people/members.ts';
import { createMoveChat } from '../../../src/redis/people/move-chat.ts';
import { createCurrentChat } from '../../../src/redis/people/moved-chats.ts';
import { createLease } from '../../../src/redis/routing/lease.ts';
import { createRouteStore } from '../../../src/redis/routing/route-store.ts';
import type { Keys } from '../../../src/redis/scripts/keys.ts';
import { createRedeliver } from '../../../src/routing/redeliver.ts';
import type { Effect } from '../../../src/routing/route-store.ts';
import { systemClock } from '../../../src/runtime/clock.ts';
import { createMetrics } from '../../../src/runtime/metrics.ts';
import { anEvent, candidate } from '../../helpers/events.ts';
import { createLogBook } from '../../helpers/log-book.ts';
import { type RedisKit, recordingWaker } from '../../helpers/redis-kit.ts';
import { approvalStore, standingStore } from '../approvals/approval-kit.ts';
import { say } from './say.ts';

export const CHAT = -42;
/** A job on the board, shown on a card in the chat, where people with a role read it. */
export async function beginCard(delivery: Delivery, job: Job, chatId = CHAT): Promise<void> {
  const key = jobKey(job.projectId, job.id);
  await letRead(delivery, chatId);
  const entry = { position: '1-0', group: `job:${job.id}`, weight: 'news' } as const;
  const shown = [{ address: { chatId }, entry }];
  await delivery.commit(
    { kind: 'job', key, job },
    { kind: 'card', job: key, shown, everywhere: false },
  );
}

/** The job is so now; all its cards have to show it. */
export async function changeJob(delivery: Delivery, job: Job): Promise<void> {
  const key = jobKey(job.projectId, job.id);
  await delivery.commit(
    { kind: 'job', key, job },
    { kind: 'card', job: key, shown: [], everywhere: true },
  );
}

const NO_LISTS: OpenLists = { redraw: async () => undefined };
export const READER = 7;

/** Somebody with a role reads along there. */
export async function letRead({ members, chatBook }: Delivery, chatId: number): Promise<void> {
  await members.grant(READER, { role: 'viewer' });
  await chatBook.update(chatId, (chat) => ({
    ...{ id: chatId, kind: 'group', title: 'Team', locale: 'en', level: 'all', subscriptions: [] },
    ...chat,
    sponsors: [READER],
  }));
}

interface Options {
  readonly adminUserIds?: readonly number[];
  readonly render?: Render;
  /** The clock of whoever visits. */
  readonly now?: () => number;
  /** Of another replica. */
  readonly keys?: Keys;
  readonly lists?: OpenLists;
}

/** Of two lines. */
export function aWholeLog(jobId: string): WholeLog {
  const text = Buffer.from('a\nb\n');
  return {
    ...{ name: `${jobId}.log`, sizeBytes: text.length, isCut: false },
    async *content() {
      yield text;
    },
    close: async () => {},
  };
}

export type Delivery = ReturnType<typeof createDelivery>;

/** What Telegram may answer, so that an item is kept. */
export const REFUSED: SendOutcome = { kind: 'refused', reason: 'Bad Request: SOMETHING_NEW' };
export const AWAY: SendOutcome = { kind: 'unavailable', reason: 'Internal Server Error' };
export const FAILURES: readonly SendOutcome[] = [
  REFUSED,
  AWAY,
  { kind: 'unknown', reason: 'socket hang up' },
  { kind: 'no-topic' },
  { kind: 'gone' },
  { kind: 'not-allowed', reason: 'Bad Request: CHAT_WRITE_FORBIDDEN' },
  { kind: 'migrated', to: CHAT },
  { kind: 'unauthorized' },
];

export function createDelivery({ redis, fresh }: RedisKit, options: Options = {}) {
  const { adminUserIds = [], render = say, now = systemClock.now } = options;
  const { keys = fresh(), lists = NO_LISTS } = options;
  const waker = recordingWaker();
  const clock = systemClock;
  const log = createLogBook();
  const metrics = createMetrics();
  /** Each call as `send <address> <text>` or `edit <message id> <text>`. */
  const calls: string[] = [];
  const messages: Message[] = [];
  const answers: SendOutcome[] = [];
  /** As which each call asked whether it may be made now. */
  const urgencies: Urgency[] = [];
  const evenOut = createEvenOut({ clock, callsPerSecond: 1_000 });
  const said = {
    /** Runs before a call is answered. */
    slow: async () => {},
    /** Answers a call by what it says, before `answers` do. */
    answer: (_: string, __: Message): SendOutcome | undefined => undefined,
  };
  const answer = (call: string, message: Message): SendOutcome => {
    calls.push(call);
    messages.push(message);
    const given = said.answer(call, message) ?? answers.shift();
    return given ?? { kind: 'sent', messageId: 100 + calls.length };
  };
  const channel: Channel = {
    send: async ({ chatId, topicId }, message) => {
      await said.slow();
      const place = `${chatId}${topicId === undefined ? '' : `:${topicId}`}`;
      const answered = message.replyTo === undefined ? '' : ` to ${message.replyTo}`;
      return answer(`send ${place}${answered} ${message.body.text}`, message);
    },
    edit: async (_, messageId, message) => {
      const outcome = answer(`edit ${messageId} ${message.body.text}`, message);
      return outcome.kind === 'sent' ? { ...outcome, messageId } : outcome;
    },
  };
  /** The log of any job, until a test says otherwise. */
  const wholeLogs: { open: OpenWholeLog } = { open: async ({ jobId }) => aWholeLog(jobId) };
  const members = createMembers({ redis, keys, adminUserIds });
  const chatBook = createChatBook({ redis, keys, members });
  const journal = createJournal({
    redis,
    keys,
    limits: { retentionMs: 86_400_000, perJob: 1_000 },
    newEpoch: () => 'e',
    clock,
  });
  const store = createOutboxStore({ redis, keys, callsPerSecond: 1_000 });
  const approvals = approvalStore(redis, keys, waker);
  const standings = standingStore(redis, keys);
  const copies = createCopies({ redis, keys, waker, now: clock.now });
  const pace = createPace({ redis, keys });
  const alerts = createAlertStore({ redis, keys, waker });
  const moveChat = createMoveChat({ redis, keys, waker });
  const means = { clock, log, metrics };
  const deadLetters = createDeadLetters(redis, keys);
  const followerAside = createFollowerAside(redis, keys);
  const redriveStore = createRedriveStore({ redis, keys, waker });
  const fileRoutes: FileRoute[] = [];
  const redeliver = createRedeliver({
    ...{ journal, chatBook, redriveStore },
    currentChat: createCurrentChat({ redis, keys }),
    fileRoutes: async () => fileRoutes,
  });
  const origins = createOrigins(redis, keys);
  const shared = {
    ...{ ...means, origins },
    store,
    pace,
    channel,
    chatBook,
    journal,
    approvals,
    standings,
    copies,
    waker,
  };
  const outbox = createOutbox({ redis, keys, clock, waker });
  const sendLogs = createSendLogs({
    ...shared,
    ...{ render, outbox, defaultLocale: 'en' },
    openWholeLog: (wish, address, signal) => wholeLogs.open(wish, address, signal),
    upload: async (address, file, caption) => {
      let size = 0;
      for await (const chunk of file.content()) size += chunk.length;
      return answer(`file ${address.chatId} ${file.name} ${size} ${caption.body.text}`, caption);
    },
    evenOut: (urgency) => {
      urgencies.push(urgency);
      return evenOut(urgency);
    },
  });
  const giveUp = createGiveUp(shared);
  const showElsewhere = createShowElsewhere(shared);
  const settleOutcome = createSettleOutcome({ ...shared, giveUp, showElsewhere, moveChat });
  const visit = createVisitChat({
    ...shared,
    clock: { ...clock, now },
    titleEvents: createTitleEvents({
      board: createJobBoard(redis, keys),
      things: createThingTitles(redis, keys),
    }),
    render,
    board: createJobBoard(redis, keys),
    routes: fileRoutes,
    alerts,
    lastLines: async () => [],
    lists,
    sendLogs,
    evenOut: (urgency) => {
      urgencies.push(urgency);
      return evenOut(urgency);
    },
    giveUp,
    settleOutcome,
    showElsewhere,
    defaultLocale: 'en',
  });
  const lease = createLease(redis, keys, 'router');
  const flowStore = createRouteStore({
    redis,
    blocking: redis,
    keys,
    lease: 'router',
    windowMs: 0,
  });

  return {
    ...{ keys, flowStore, waker, calls, messages, answers, urgencies, said, members },
    ...{ alerts, chatBook, store, approvals, copies, moveChat, origins },
    bundles: createBundles({ redis, keys, waker }),
    ...{ log, metrics, visit, journal, deadLetters, followerAside, redriveStore, fileRoutes },
    redrive: createRedrive({ ...means, deadLetters, journal, followerAside, redeliver, decode }),
    ...{ outbox, wholeLogs, sendLogs },
    async commit(...effects: Effect[]): Promise<void> {
      const fence = (await lease.acquireOrRenew()) ?? 0;
      const { revision } = await chatBook.audience();
      const from = await flowStore.position();
      const to = `${Number.parseInt(from, 10) + 1}-0`;
      const { kind } = await flowStore.commit({ fence, revision, from, to, effects });
      if (kind !== 'committed') throw new Error(`a route step was ${kind}`);
    },
    async append(count: number, sessionId = 'S1', chatId = CHAT): Promise<Effect[]> {
      const events = Array.from({ length: count }, () =>
        candidate(anEvent({ sessionId, jobId: `job of ${sessionId}` })),
      );
      const result = await journal.append({ candidates: events, deadLetters: [] });
      if (result.kind === 'moved') throw new Error('moved');
      return result.positions.map((position) => ({
        kind: 'gather',
        addresses: [{ chatId }],
        entry: { position: position ?? '', group: `session:${sessionId}`, weight: 'news' },
      }));
    },
    /** As if two seconds had passed: what waits for other requests is due, and nothing else has to wait. */
    async gathered(chatId = CHAT): Promise<void> {
      await redis.del(keys.outAskedAt(chatId));
      const waiting = await redis.zrange(keys.outGathered(chatId), '0', '-1');
      for (const [at, item] of waiting.entries()) {
        await redis.zadd(keys.outGathered(chatId), at + 1, item);
      }
    },
    /** As if the time of whatever was put aside had come, and the pace allowed a call again. */
    async later(chatId = CHAT): Promise<void> {
      const out = `${keys.prefix}:out:${chatId}`;
      for (const item of await redis.zrange(`${out}:aside`, '0', '-1')) {
        await redis.zadd(`${out}:aside`, '1', item);
      }
      await redis.del(`${keys.prefix}:pace:chat:${chatId}`, `${keys.prefix}:pace:log:${chatId}`);
      await visit(chatId);
    },
  };
}
