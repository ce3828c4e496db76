// The Telegram edge as a whole: the channel out, and a service that hears what comes in.
import type { ChatBook } from '../audience/chat-book.ts';
import type { Members } from '../audience/members.ts';
import type { Channel } from '../deliver/channel.ts';
import type { Outbox } from '../deliver/outbox.ts';
import type { Health } from '../health.ts';
import type { JobBoard } from '../jobs/job-board.ts';
import type { Journal } from '../journal/journal.ts';
import type { Lease } from '../lease.ts';
import type { Service } from '../lifecycle.ts';
import type { Logger } from '../logger.ts';
import type { Metrics } from '../metrics.ts';
import type { Redaction } from '../redact/redaction.ts';
import type { Secret } from '../secret.ts';
import { createApprovalTaps } from './approval-taps.ts';
import { createTelegramChannel } from './channel.ts';
import { createApi } from './client.ts';
import type { CommandDeps } from './commands/command.ts';
import { createDeadLetterUpdate } from './dead-letter-update.ts';
import { POLL_TIMEOUT_SECONDS } from './fetch-updates.ts';
import { createInTime, MAX_HANDLING_MS } from './handling-time.ts';
import { createIsolateUpdate } from './isolate-update.ts';
import { createLogin, type Login } from './login.ts';
import { createMembershipHandler } from './membership.ts';
import { createMessageHandler } from './messages.ts';
import { createPersist } from './persist.ts';
import { createPoller } from './poller.ts';
import { createCommandRegistration } from './register-commands.ts';
import { createReplyChoiceTaps } from './reply-choice-taps.ts';
import { createSelectionTaps } from './selection-taps.ts';
import { createSettingTaps } from './setting-taps.ts';
import { createTapHandler } from './taps.ts';
import { createTelegramTime } from './telegram-time.ts';
import { createUpdateHandler, type UpdateHandler } from './update-handler.ts';
import type { UpdateLog } from './update-log.ts';

export interface Telegram {
  readonly channel: Channel;
  /** Starts early: who the bot is, and whether Telegram accepts its token. */
  readonly login: Login;
  /** Polls, and registers the commands. It is ready once Telegram answered. */
  readonly service: Service;
  /** For updates that come in another way; see webhook.ts. */
  readonly handler: UpdateHandler;
}

interface Deps extends Omit<CommandDeps, 'jobs' | 'botName'> {
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
  return { channel: createTelegramChannel(deps), login, handler, service };
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
    persist: createPersist({ clock, log, isUnavailable, onOutage }),
    inTime: createInTime({ clock, isAway }),
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
