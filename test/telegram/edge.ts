// The whole edge against the simulator, over memory stores that can go away as Redis does.

import type { ApprovalRequest } from '../../src/approvals/approval.ts';
import { createAddComment } from '../../src/approvals/decisions/add-comment.ts';
import { createDecide } from '../../src/approvals/decisions/decide.ts';
import { createStopStanding } from '../../src/approvals/decisions/stop-standing.ts';
import type { Address, Chat } from '../../src/audience/chat-book.ts';
import type { Outbox } from '../../src/deliver/outbox.ts';
import { createRedaction } from '../../src/redact/redaction.ts';
import { type Clock, systemClock } from '../../src/runtime/clock.ts';
import { createHealth } from '../../src/runtime/health.ts';
import { createMetrics } from '../../src/runtime/metrics.ts';
import { createSecret } from '../../src/runtime/secret.ts';
import { type Simulator, startSimulator } from '../../src/simulator/simulator.ts';
import { TAP_PATIENCE_MS } from '../../src/telegram/taps/taps.ts';
import { createTelegram } from '../../src/telegram/telegram.ts';
import { createLogBook } from '../helpers/log-book.ts';
import { createMemoryAlerts } from '../helpers/memory-alerts.ts';
import { createMemoryApprovalStore } from '../helpers/memory-approval-store.ts';
import { createMemoryBundles } from '../helpers/memory-bundles.ts';
import { createMemoryChatBook } from '../helpers/memory-chat-book.ts';
import { createMemoryDeadLetters } from '../helpers/memory-dead-letters.ts';
import { createMemoryInvitations } from '../helpers/memory-invitations.ts';
import { createMemoryJournal } from '../helpers/memory-journal.ts';
import { createMemoryLease } from '../helpers/memory-lease.ts';
import { createMemoryMembers } from '../helpers/memory-members.ts';
import { createMemoryReplyChoices } from '../helpers/memory-reply-choices.ts';
import { createMemorySelections } from '../helpers/memory-selections.ts';
import { tailsOver } from '../helpers/memory-tail-store.ts';
import { createMemoryTokenStore } from '../helpers/memory-token-store.ts';
import { createMemoryUpdateLog } from '../helpers/memory-update-log.ts';
import { createOutage, type Outage } from '../helpers/outage.ts';
import { createRecordingCopies } from '../helpers/recording-copies.ts';
import { allVotesStand } from '../helpers/voter-rights.ts';
import { waitUntil } from '../helpers/wait.ts';
import { render, translator } from '../message/speaking.ts';

/** Admin from the start. */
export const ANA = 1001;
/** Approver of `acme/web`, speaks German. */
export const BEN = 1002;
/** Nobody gave Dan a role. */
export const DAN = 1004;
export const GROUP = -1_001_000_000_001;
export const TOPIC = 7;
export const SMALL_GROUP = -5_001;
export const TOKEN = 'abcdefghijklmnopqrstuv';

/** Pauses pass faster, so that a test need not wait for seconds. */
const HASTE = 8;
export const hasty: Clock = {
  ...systemClock,
  sleep: (ms, signal) => systemClock.sleep(ms / HASTE, signal),
};

/** What a tap became is its answer, however busy the machine; while Redis is away it is answered early, as in life. */
function patient(clock: Clock, redis: Outage): Clock {
  const isEarly = (ms: number) => ms === TAP_PATIENCE_MS && !redis.isAway;
  return { ...clock, sleep: (ms, signal) => clock.sleep(isEarly(ms) ? 60_000 : ms, signal) };
}

export type Stores = ReturnType<typeof createStores>;
export type Edge = ReturnType<typeof createEdge>;
export type Started = Awaited<ReturnType<typeof startEdge>>;

/** What outlives a replica. */
export function createStores() {
  const members = createMemoryMembers({ adminUserIds: [ANA] });
  return {
    redis: createOutage(),
    members,
    invitations: createMemoryInvitations({ members }),
    chatBook: createMemoryChatBook({ members }),
    approvals: createMemoryApprovalStore(),
    bundles: createMemoryBundles(),
    selections: createMemorySelections(),
    replyChoices: createMemoryReplyChoices(),
    copies: createRecordingCopies(),
    updateLog: createMemoryUpdateLog(),
    journal: createMemoryJournal(),
    leases: createMemoryLease(),
    moves: [] as [number, number][],
    /** Chats for which what was put aside was to be tried at once. */
    retried: [] as number[],
  };
}

export async function startWorld(): Promise<Simulator> {
  const simulator = await startSimulator({ clock: systemClock, limits: 'off' });
  const { world } = simulator;
  world.addPerson({ id: ANA, firstName: 'Ana', languageCode: 'en' });
  world.addPerson({ id: BEN, firstName: 'Ben', languageCode: 'de' });
  world.addPerson({ id: DAN, firstName: 'Dan', languageCode: 'en' });
  for (const id of [ANA, BEN, DAN]) world.addPrivateChat(id);
  const topics = [{ id: TOPIC, name: 'Deploys' }];
  world.addGroup({ id: GROUP, title: 'Shop team', members: [ANA, BEN, DAN], topics });
  world.addGroup({ id: SMALL_GROUP, title: 'Night shift', members: [ANA, BEN] });
  return simulator;
}

interface Options {
  readonly simulator: Pick<Simulator, 'apiRoot' | 'token'>;
  readonly stores: Stores;
  /** Default: pauses pass faster. */
  readonly clock?: Clock;
  /** Default: it polls. */
  readonly updates?: Parameters<typeof createTelegram>[0]['config']['updates'];
}

/** One replica. */
export function createEdge({
  simulator,
  stores,
  clock: given = hasty,
  updates = { kind: 'polling' },
}: Options) {
  const { redis, leases, moves, ...kept } = stores;
  const clock = patient(given, redis);
  const log = createLogBook();
  const health = createHealth();
  const metrics = createMetrics();
  const approvals = redis.over(kept.approvals);
  /** Posts at once what the real one would queue. */
  const outbox: Outbox = {
    async post(address, message, { editing, asks } = {}) {
      if (editing !== undefined) {
        await telegram.channel.edit(address, editing, message);
        return;
      }
      const sent = await telegram.channel.send(address, message);
      if (sent.kind !== 'sent' || asks === undefined) return;
      kept.approvals.asks(address.chatId, sent.messageId, asks);
    },
    async live(address, _, message) {
      await telegram.channel.send(address, message);
    },
    async wholeLog(address, { jobId }) {
      const content = async function* () {
        yield Buffer.from(`all of ${jobId}\n`);
      };
      const caption = { body: { text: jobId, spans: [] }, silent: true };
      await telegram.upload(address, { name: `${jobId}.log`, content }, caption);
    },
    retry: async (chatId) => void stores.retried.push(chatId),
  };
  const decide = createDecide({
    store: approvals,
    standings: kept.approvals.standings,
    rightsNow: allVotesStand,
    clock,
    metrics,
  });
  const telegram = createTelegram({
    config: {
      ...{ botToken: createSecret(simulator.token), telegramApiRoot: simulator.apiRoot },
      updates,
    },
    members: redis.over(kept.members),
    invitations: redis.over(kept.invitations),
    chatBook: redis.over(kept.chatBook),
    updateLog: redis.over(kept.updateLog.process()),
    journal: redis.over(kept.journal.journal),
    alerts: createMemoryAlerts(),
    origins: { of: async () => undefined },
    redaction: createRedaction({ redact: true }),
    titleEvents: async (events) => events.map((event) => ({ event })),
    render,
    isUnavailable: () => false,
    approvals,
    bundles: redis.over(kept.bundles),
    selections: redis.over(kept.selections),
    standings: redis.over(kept.approvals.standings),
    stopStanding: createStopStanding({
      store: approvals,
      standings: redis.over(kept.approvals.standings),
      clock,
    }),
    replyChoices: redis.over(kept.replyChoices),
    copies: redis.over(kept.copies),
    revokedVotes: { drop: async () => 0 },
    decide,
    addComment: createAddComment({ store: approvals, timeOut: decide.timeOut, clock }),
    outbox: redis.over(outbox),
    jobs: {
      get: async () => undefined,
      find: async () => [],
      recent: async () => [],
      walk: async function* () {},
    },
    tails: tailsOver([]),
    tokens: createMemoryTokenStore(),
    routes: [],
    deadLetters: createMemoryDeadLetters(),
    redrive: async () => ({ kind: 'unknown' }),
    systemState: () => undefined,
    rollbacks: { acknowledge: async () => false },
    lease: () => redis.over(leases.replica()),
    moveChat: async (from, to) => void moves.push([from, to]),
    translator,
    health,
    metrics,
    clock,
    log,
  });
  const { login } = telegram;
  const service = {
    name: 'telegram',
    async start() {
      await login.start();
      await telegram.service.start();
    },
    async stop() {
      await Promise.all([telegram.service.stop(), login.stop()]);
    },
  };
  return { ...telegram, service, log, health, metrics };
}

/** A world and one replica at work in it, without haste; Ben may approve for `acme/web`. */
export async function startEdge(stores = createStores()) {
  const simulator = await startWorld();
  await stores.members.grant(BEN, { role: 'approver', projectId: 'acme/web' });
  let edge: Edge;

  async function startNext(clock: Clock = systemClock): Promise<void> {
    edge = createEdge({ simulator, stores, clock });
    await edge.service.start();
  }

  await startNext();
  return {
    simulator,
    stores,
    /** The replica that was started last. */
    get edge() {
      return edge;
    },
    /** Another replica, instead of one that was stopped. */
    startNext,
    async stop() {
      stores.redis.end();
      await edge.service.stop();
      await simulator.stop();
    },
  };
}

/** The same, and the bot knows the group, which Ana has set up. */
export async function startGroup({
  subscriptions = [],
}: Partial<Pick<Chat, 'subscriptions'>> = {}) {
  const stores = createStores();
  await stores.chatBook.update(GROUP, () => ({
    id: GROUP,
    kind: 'group',
    title: 'Shop team',
    locale: 'en',
    level: 'all',
    subscriptions,
    sponsors: [ANA],
  }));
  return startEdge(stores);
}

/** Shows a request with buttons, as delivery does; answers the message id. */
export async function show(
  request: ApprovalRequest,
  { edge, stores, address }: { edge: Edge; stores: Stores; address: Address },
): Promise<number> {
  stores.approvals.open(request, [{ address, token: TOKEN }]);
  const approval = await stores.approvals.get(request.id);
  if (approval === undefined) throw new Error(`${request.id} was not opened`);
  const [message] = render({ kind: 'approval', approval, token: TOKEN, now: 0 }, 'en');
  if (message === undefined) throw new Error('nothing to show');
  const outcome = await edge.channel.send(address, message);
  if (outcome.kind !== 'sent') throw new Error(`not shown: ${outcome.kind}`);
  const { messageId } = outcome;
  const about = { kind: 'request', approvalId: request.id, version: request.version } as const;
  stores.approvals.asks(address.chatId, messageId, about);
  return messageId;
}

/** For what changes without an event to wait for. */
export const until = (look: () => boolean): Promise<void> => waitUntil(look);
