// The Telegram edge as a whole: the channel out, and a service that hears what comes in.
import type { ChatBook } from '../audience/chat-book.ts';
import type { Members } from '../audience/members.ts';
import type { Channel } from '../deliver/channel.ts';
import type { Outbox } from '../deliver/outbox.ts';
import type { JobBoard } from '../jobs/job-board.ts';
import type { Journal } from '../journal/journal.ts';
import type { Redaction } from '../redact/redaction.ts';
import type { Health } from '../runtime/health.ts';
import type { Lease } from '../runtime/lease.ts';
import type { Service } from '../runtime/lifecycle.ts';
import type { Logger } from '../runtime/logger.ts';
import type { Metrics } from '../runtime/metrics.ts';
import type { Secret } from '../runtime/secret.ts';
import type { ChatCommandDeps } from './commands/command/command.ts';
import { createCommandRegistration } from './commands/register-commands.ts';
import { createDeadLetterUpdate } from './handling/dead-letter-update.ts';
import type { UpdateHandler } from './handling/handler.ts';
import { createHandlingDeadline, MAX_HANDLING_MS } from './handling/handling-time.ts';
import { createIsolateUpdate } from './handling/isolate-update.ts';
import { createTelegramTime } from './handling/telegram-time.ts';
import type { UpdateLog } from './handling/update-log.ts';
import { POLL_TIMEOUT_SECONDS } from './polling/fetch-updates.ts';
import { createPoller } from './polling/poller.ts';
import { createTelegramChannel } from './sending/channel.ts';
import { createApi } from './sending/client.ts';
import { createLogin, type Login } from './sending/login.ts';
import { createRetryWhileUnavailable } from './sending/retry-while-unavailable.ts';
import { createApprovalTaps } from './taps/approval-taps.ts';
import { createReplyChoiceTaps } from './taps/reply-choice-taps.ts';
import { createSelectionTaps } from './taps/selection-taps.ts';
import { createSettingTaps } from './taps/setting-taps.ts';
import { createTapHandler } from './taps/taps.ts';
import { createMembershipHandler } from './updates/membership.ts';
import { createMessageHandler } from './updates/messages.ts';
import { createUpdateHandler } from './updates/update-handler.ts';

export interface Telegram {
  readonly channel: Channel;
  /** Starts early: who the bot is, and whether Telegram accepts its token. */
  readonly login: Login;
  /** Polls, and registers the commands. It is ready once Telegram answered. */
  readonly service: Service;
}

interface Deps extends Omit<ChatCommandDeps, 'jobs' | 'botName'> {
  readonly config: { readonly botToken: Secret; readonly telegramApiRoot: string };
  readonly board: JobBoard;
  readonly chatBook: ChatBook;
  readonly members: Members;
  readonly outbox: Outbox;
  readonly updateLog: UpdateLog;
  readonly journal: Pick<Journal, 'append'>;
  readonly redaction: Redaction;
  /** Whether a failure of what is kept will pass, so that the same call may succeed later. */
  readonly isUnavailable: (error: unknown) => boolean;
  readonly lease: (name: string) => Lease;
  readonly moveChat: (from: number, to: number) => Promise<void>;
  readonly health: Health;
  readonly metrics: Metrics;
  readonly log: Logger;
}

export function createTelegram(given: Deps): Telegram {
  const { config, clock } = given;
  const options = { token: config.botToken.reveal(), apiRoot: config.telegramApiRoot };
  const telegramTime = createTelegramTime(clock);
  const api = createApi(options);
  const pollApi = createApi({
    ...options,
    timeoutSeconds: POLL_TIMEOUT_SECONDS,
    onDate: telegramTime.heard,
  });
  const login = createLogin({ ...given, api: pollApi });
  const base = { ...given, api, telegramTime, jobs: given.board, botName: login.botName };
  const deps = { ...base, ...createPatience(given) };
  const handler = createHandler(deps);
  const poller = createPoller({ ...deps, api: pollApi, lease: given.lease('telegram'), handler });
  const registration = createCommandRegistration(deps);
  const service = createService({ login, poller, registration });
  return { channel: createTelegramChannel(deps), login, service };
}

/** How handlers wait for what is away, and for how long others wait for them. */
function createPatience({ clock, log, health, isUnavailable }: Deps) {
  let outageSeenAt = Number.NEGATIVE_INFINITY;
  const onOutage = () => {
    outageSeenAt = clock.monotonic();
  };
  const isAway = () =>
    health.snapshot().redis?.ok === false || clock.monotonic() - outageSeenAt < MAX_HANDLING_MS;
  return {
    retryWhileUnavailable: createRetryWhileUnavailable({ clock, log, isUnavailable, onOutage }),
    inTime: createHandlingDeadline({ clock, isAway }),
  };
}

type HandlerDeps = Deps &
  ReturnType<typeof createPatience> &
  Parameters<typeof createMessageHandler>[0] &
  Pick<Parameters<typeof createTapHandler>[0], 'api'>;

function createHandler(deps: HandlerDeps): UpdateHandler {
  const deadLetter = createDeadLetterUpdate(deps);
  const actions = [
    createApprovalTaps(deps),
    createReplyChoiceTaps(deps),
    createSelectionTaps(deps),
    createSettingTaps(deps),
  ];
  return createUpdateHandler({
    ...deps,
    deadLetter,
    isolate: createIsolateUpdate({ ...deps, deadLetter }),
    onTap: createTapHandler({ ...deps, actions }),
    onMessage: createMessageHandler(deps),
    onMembership: createMembershipHandler(deps),
  });
}

interface Parts {
  readonly login: Login;
  readonly poller: Service;
  readonly registration: Service;
}

function createService({ login, poller, registration }: Parts): Service {
  return {
    name: 'telegram',
    async start() {
      await login.botName();
      await poller.start();
      await registration.start();
    },
    async stop() {
      await Promise.all([registration.stop(), poller.stop()]);
    },
  };
}
