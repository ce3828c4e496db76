// The Telegram edge as a whole: the channel out, and a service that hears what comes in.
import type { ChatBook } from '../audience/chat-book.ts';
import type { Members } from '../audience/members.ts';
import type { Channel } from '../deliver/channel.ts';
import type { Outbox } from '../deliver/outbox.ts';
import type { Health } from '../health.ts';
import type { JobBoard } from '../jobs/job-board.ts';
import type { Lease } from '../lease.ts';
import type { Service } from '../lifecycle.ts';
import type { Logger } from '../logger.ts';
import type { Metrics } from '../metrics.ts';
import type { Secret } from '../secret.ts';
import { createApprovalTaps } from './approval-taps.ts';
import { createBotName } from './bot-name.ts';
import { createTelegramChannel } from './channel.ts';
import { CALL_TIMEOUT_SECONDS, createApi } from './client.ts';
import type { CommandDeps } from './commands/command.ts';
import { LONG_POLL_SECONDS } from './fetch-updates.ts';
import { createMembershipHandler } from './membership.ts';
import { createMessageHandler } from './messages.ts';
import { createPersist } from './persist.ts';
import { createPoller } from './poller.ts';
import { createCommandRegistration } from './register-commands.ts';
import { createReplyChoiceTaps } from './reply-choice-taps.ts';
import { createSelectionTaps } from './selection-taps.ts';
import { createSettingTaps } from './setting-taps.ts';
import { createTapHandler } from './taps.ts';
import { createUpdateHandler, type UpdateHandler } from './update-handler.ts';
import type { UpdateLog } from './update-log.ts';

export interface Telegram {
  readonly channel: Channel;
  /** Polls, and registers the commands. */
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
  readonly lease: (name: string) => Lease;
  readonly moveChat: (from: number, to: number) => Promise<void>;
  readonly health: Health;
  readonly metrics: Metrics;
  readonly log: Logger;
}

export function createTelegram(given: Deps): Telegram {
  const { config, clock, log } = given;
  const options = { token: config.botToken.reveal(), apiRoot: config.telegramApiRoot };
  const api = createApi(options);
  const persist = createPersist({ clock, log });
  const deps = { ...given, api, persist, jobs: given.board, botName: createBotName(api) };
  const handler = createUpdateHandler({
    ...deps,
    onTap: createTapHandler({
      ...deps,
      actions: [
        createApprovalTaps(deps),
        createReplyChoiceTaps(deps),
        createSelectionTaps(deps),
        createSettingTaps(deps),
      ],
    }),
    onMessage: createMessageHandler(deps),
    onMembership: createMembershipHandler(deps),
  });
  const timeoutSeconds = LONG_POLL_SECONDS + CALL_TIMEOUT_SECONDS;
  const poller = createPoller({
    ...deps,
    api: createApi({ ...options, timeoutSeconds }),
    lease: given.lease('telegram'),
    handler,
  });
  const registration = createCommandRegistration(deps);
  return { channel: createTelegramChannel(deps), handler, service: both(poller, registration) };
}

function both(poller: Service, registration: Service): Service {
  return {
    name: 'telegram',
    async start() {
      await poller.start();
      await registration.start();
    },
    async stop() {
      await Promise.all([registration.stop(), poller.stop()]);
    },
  };
}
