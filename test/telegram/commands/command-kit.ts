// Commands as people write them, answered by the real handler over memory stores.
import type { Chat as TelegramChat, Message as TelegramMessage, User } from 'grammy/types';
import { type AddComment, createAddComment } from '../../../src/approvals/decisions/add-comment.ts';
import { createDecide } from '../../../src/approvals/decisions/decide.ts';
import { createStopStanding } from '../../../src/approvals/decisions/stop-standing.ts';
import type { Member } from '../../../src/audience/access.ts';
import type { FileRoute } from '../../../src/audience/file-route.ts';
import type { Job } from '../../../src/jobs/job-board.ts';
import { createRedaction } from '../../../src/redact/redaction.ts';
import { type Clock, systemClock } from '../../../src/runtime/clock.ts';
import { createHealth } from '../../../src/runtime/health.ts';
import { createMetrics } from '../../../src/runtime/metrics.ts';
import type { SystemState } from '../../../src/runtime/system-state.ts';
import type { Tail } from '../../../src/tails/tail.ts';
import { createTelegramTime } from '../../../src/telegram/handling/telegram-time.ts';
import { createRetryWhileUnavailable } from '../../../src/telegram/sending/retry-while-unavailable.ts';
import { voiceFor } from '../../../src/telegram/sending/speech.ts';
import { createTapActions } from '../../../src/telegram/telegram.ts';
import { createMessageHandler } from '../../../src/telegram/updates/messages.ts';
import { createLogBook } from '../../helpers/log-book.ts';
import { createMemoryAlerts } from '../../helpers/memory-alerts.ts';
import { createMemoryApprovalStore } from '../../helpers/memory-approval-store.ts';
import { createMemoryBundles } from '../../helpers/memory-bundles.ts';
import { createMemoryChatBook } from '../../helpers/memory-chat-book.ts';
import { createMemoryDeadLetters } from '../../helpers/memory-dead-letters.ts';
import { createMemoryInvitations } from '../../helpers/memory-invitations.ts';
import { boardOver } from '../../helpers/memory-job-board.ts';
import { createMemoryJournal } from '../../helpers/memory-journal.ts';
import { createMemoryMembers } from '../../helpers/memory-members.ts';
import { createMemoryOrigins } from '../../helpers/memory-origins.ts';
import { createMemoryReplyChoices } from '../../helpers/memory-reply-choices.ts';
import { createMemorySelections } from '../../helpers/memory-selections.ts';
import { tailsOver } from '../../helpers/memory-tail-store.ts';
import { createMemoryTokenStore } from '../../helpers/memory-token-store.ts';
import { createOutage } from '../../helpers/outage.ts';
import { createRecordingCopies } from '../../helpers/recording-copies.ts';
import { createRecordingOutbox, type Posted } from '../../helpers/recording-outbox.ts';
import { allVotesStand } from '../../helpers/voter-rights.ts';
import { render, translator } from '../../message/speaking.ts';
import { redriveOver } from '../handling/redrive-over.ts';
import { EMPTY_GROUP, PEOPLE } from './cast.ts';

/** Admin from the start. */
export const ANA = 1001;
/** Approver of `acme/web`, speaks German. */
export const BEN = 1002;
/** Viewer of everything. */
export const CLEO = 1003;
/** Nobody gave Dan a role. */
export const DAN = 1004;
export const GROUP = -1_001_000_000_001;
export const CHANNEL = -1_001_000_000_009;
export const BOT = 'jobwire_bot';
export const NOW = Date.UTC(2026, 2, 2, 12);

interface Where {
  /** Default: the private chat of the person. */
  readonly chatId?: number;
  readonly topicId?: number;
  /** Epoch milliseconds; default: now. */
  readonly at?: number;
  /** Anything else that the message has. */
  readonly more?: Partial<TelegramMessage>;
}

function chatOf(id: number, person: User | undefined): TelegramChat {
  if (id > 0) return { id, type: 'private', first_name: person?.first_name ?? '' };
  return { id, type: id === CHANNEL ? 'channel' : 'supergroup', title: 'Shop team' };
}

export type CommandKit = Awaited<ReturnType<typeof createCommandKit>>;

interface KitOptions {
  readonly adminUserIds?: readonly number[];
  readonly dashboardUrl?: string;
}

export async function createCommandKit({ adminUserIds = [ANA], dashboardUrl }: KitOptions = {}) {
  const time = { now: NOW };
  const clock: Clock = { ...systemClock, now: () => time.now, sleep: async () => {} };
  const log = createLogBook();
  const telegramTime = createTelegramTime(clock);
  const redis = createOutage();
  const members = createMemoryMembers({ adminUserIds });
  const chatBook = createMemoryChatBook({ members });
  const approvals = createMemoryApprovalStore();
  const outbox = createRecordingOutbox();
  const deadLetters = createMemoryDeadLetters();
  const { journal } = createMemoryJournal({ clock });
  const jobs: Job[] = [];
  const tails: Tail[] = [];
  const moves: [number, number][] = [];
  const origins = createMemoryOrigins();
  const routes: FileRoute[] = [];
  const tokens = createMemoryTokenStore();
  const invitations = createMemoryInvitations({ members });
  const health = createHealth(clock);
  /** What /health gets besides the parts. */
  const whole: { state?: SystemState; isRolledBack: boolean } = { isRolledBack: false };
  const replyChoices = createMemoryReplyChoices();
  /** Members whose votes were looked through. */
  const dropped: Member[] = [];
  await members.grant(BEN, { role: 'approver', projectId: 'acme/web' }, { name: 'Ben Weber' });
  await members.grant(CLEO, { role: 'viewer' }, { name: 'Cleo' });
  const decide = createDecide({
    store: approvals,
    standings: approvals.standings,
    rightsNow: allVotesStand,
    clock,
    metrics: createMetrics(),
  });
  const deps = {
    chatBook: redis.over(chatBook),
    ...{ members, invitations, approvals, decide },
    addComment: createAddComment({ store: approvals, timeOut: decide.timeOut, clock }),
    selections: createMemorySelections(),
    standings: approvals.standings,
    replyChoices,
    copies: createRecordingCopies(),
    outbox,
    deadLetters,
    redrive: redriveOver({ deadLetters, journal, clock, log }),
    health,
    systemState: () => whole.state,
    rollbacks: {
      async acknowledge() {
        const wasOpen = whole.isRolledBack;
        whole.isRolledBack = false;
        return wasOpen;
      },
    },
    translator,
    clock,
    log,
    retryWhileUnavailable: createRetryWhileUnavailable({ clock, log, isUnavailable: () => false }),
    telegramTime,
    botName: async () => BOT,
    commandMenus: { refresh() {} },
    ...(dashboardUrl === undefined ? {} : { dashboardUrl }),
    moveChat: async (from, to) => void moves.push([from, to]),
    tokens,
    revokedVotes: {
      async drop(member) {
        dropped.push(member);
        return 0;
      },
    },
    routes,
    journal,
    origins,
    redaction: createRedaction({ redact: true }),
    titleEvents: async (events) => events.map((event) => ({ event })),
    jobs: boardOver(jobs),
    tails: tailsOver(tails),
  } satisfies Parameters<typeof createMessageHandler>[0] & {
    readonly addComment: AddComment;
  };
  const handle = createMessageHandler(deps);
  const alerts = createMemoryAlerts();
  const actions = createTapActions(
    {
      ...{ ...deps, alerts, render, bundles: createMemoryBundles() },
      stopStanding: createStopStanding({ store: approvals, standings: approvals.standings, clock }),
    },
    deps,
  );
  let messageId = 0;

  /** What was posted while this message was handled. */
  async function hear(from: number | undefined, text: string | undefined, where: Where = {}) {
    const before = outbox.posted.length;
    messageId += 1;
    const chatId = where.chatId ?? from ?? 0;
    const person =
      PEOPLE.get(from ?? 0) ??
      (from === undefined ? undefined : { id: from, is_bot: false, first_name: `P${from}` });
    const message = {
      message_id: messageId,
      date: Math.floor((where.at ?? time.now) / 1000),
      chat: chatOf(chatId, person),
      ...(person === undefined ? {} : { from: person }),
      ...(text === undefined ? {} : { text }),
      ...(where.topicId === undefined
        ? {}
        : { message_thread_id: where.topicId, is_topic_message: true }),
      ...where.more,
    } as TelegramMessage;
    await handle(message, new AbortController().signal);
    return outbox.posted.slice(before);
  }

  /** Taps the button with this data below a message that was posted. */
  async function tap(from: number, { address, message }: Posted, data: string) {
    const { chatId, topicId } = address;
    const person = PEOPLE.get(from) ?? { id: from, is_bot: false, first_name: `P${from}` };
    const keyboard = (message.buttons ?? []).map((row) =>
      row.map(({ label, action }) => ({ text: label, callback_data: action })),
    );
    const shown = {
      message_id: 1,
      date: NOW / 1000,
      chat: chatOf(chatId, person),
      ...(topicId === undefined ? {} : { message_thread_id: topicId, is_topic_message: true }),
      reply_markup: { inline_keyboard: keyboard },
    } as TelegramMessage;
    const query = { id: `q${outbox.posted.length}`, from: person, chat_instance: '', data };
    const locale = (await chatBook.get(chatId))?.locale ?? 'en';
    const voice = voiceFor(translator, locale);
    const given = { query: { ...query, message: shown }, data, voice };
    for (const action of actions) {
      const answer = action(given);
      if (answer !== undefined) return answer;
    }
    throw new Error(`no button means ${data}`);
  }

  /** The group (or one topic of it) gets these projects, as Ana wanted. */
  async function groupGets(projects: readonly string[], topicId?: number) {
    const topic = topicId === undefined ? {} : { topicId };
    const added = projects.map((id) => ({ kind: 'project', id, ...topic, by: ANA }) as const);
    await chatBook.update(GROUP, (stored = EMPTY_GROUP) => ({
      ...stored,
      subscriptions: [...stored.subscriptions, ...added],
    }));
  }

  return {
    alerts,
    telegramTime,
    groupGets,
    tap,
    ...{ time, clock, log },
    redis,
    ...{ members, invitations, chatBook, approvals },
    copies: deps.copies,
    deadLetters,
    health,
    whole,
    journal,
    origins,
    outbox,
    jobs,
    tails,
    tokens,
    replyChoices,
    routes,
    dropped,
    moves,
    hear,
    /** The one answer to a command; throws when the command failed, with what was logged. */
    async ask(from: number, text: string, where?: Where): Promise<Posted> {
      const logged = log.lines.length;
      const [answer, ...more] = await hear(from, text, where);
      const failed = log.lines.slice(logged).find(({ name }) => name === 'command_failed');
      if (failed !== undefined) throw new Error(`${text}: ${JSON.stringify(failed.fields)}`);
      if (answer === undefined || more.length > 0) {
        throw new Error(`${text} was answered ${more.length} times too often, or not at all`);
      }
      return answer;
    },
    /** The text of the one answer. */
    async told(from: number, text: string, where?: Where): Promise<string> {
      return (await this.ask(from, text, where)).message.body.text;
    },
  };
}

export function aJob(fields: Partial<Job> = {}): Job {
  return {
    id: '7b2e0000-0000-4000-8000-000000000001',
    projectId: 'acme/web',
    sessionId: 'S12',
    status: 'running',
    visibility: 'public',
    title: 'fix the login',
    startedAt: '2026-03-02T11:00:00.000Z',
    updatedAt: '2026-03-02T11:30:00.000Z',
    ...fields,
  };
}
