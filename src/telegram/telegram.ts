// The Telegram edge as a whole: the channel out, and the service that handles updates.
import type { Api } from 'grammy';
import type { Message } from 'grammy/types';
import type { Bundles } from '../approvals/bundles.ts';
import type { AddComment } from '../approvals/decisions/add-comment.ts';
import type { StopStanding } from '../approvals/decisions/stop-standing.ts';
import type { ReplyChoices } from '../approvals/reply-choices.ts';
import type { AlertStore } from '../deliver/alert-store.ts';
import type { Channel } from '../deliver/channel.ts';
import type { OpenLists } from '../deliver/visits/open-lists.ts';
import type { UploadFile } from '../deliver/visits/send-logs.ts';
import type { Journal } from '../journal/journal.ts';
import type { Render } from '../message/render/render.ts';
import { defined } from '../runtime/defined.ts';
import type { Health } from '../runtime/health.ts';
import type { Lease } from '../runtime/lease.ts';
import type { Service } from '../runtime/lifecycle.ts';
import type { Logger } from '../runtime/logger.ts';
import type { Metrics } from '../runtime/metrics.ts';
import type { Secret } from '../runtime/secret.ts';
import { createOpenLists } from './commands/approvals/open-list.ts';
import type { ChatCommandDeps, CommandMenus } from './commands/command/command.ts';
import { createCommandRegistration } from './commands/register-commands.ts';
import { createDeadLetterUpdate } from './handling/dead-letter-update.ts';
import type { Handler, UpdateHandler } from './handling/handler.ts';
import { createIsolateUpdate } from './handling/isolate-update.ts';
import { createPatience, type HandlingPatience } from './handling/patience.ts';
import type { TapAction } from './handling/tap.ts';
import { createTelegramTime, type TelegramTime } from './handling/telegram-time.ts';
import type { UpdateLog } from './handling/update-log.ts';
import { POLL_TIMEOUT_SECONDS } from './polling/fetch-updates.ts';
import { createReceiving, type KeepUpdate, type ReceivingMode } from './receiving.ts';
import { createTelegramChannel } from './sending/channel.ts';
import { createApi } from './sending/client.ts';
import {
  createDashboardButton,
  type DashboardAddress,
  miniAppUrl,
} from './sending/dashboard-button.ts';
import { type BotName, createLogin, type Login } from './sending/login.ts';
import { createMenuButton } from './sending/menu-button.ts';
import { createUpload, UPLOAD_TIMEOUT_SECONDS } from './sending/upload.ts';
import { createAlertTaps } from './taps/alert-taps.ts';
import { createApprovalTaps } from './taps/approval-taps.ts';
import { createBundleTaps } from './taps/bundle-taps.ts';
import { createDigestTaps } from './taps/digest-taps.ts';
import { createHoldTaps } from './taps/hold-taps.ts';
import { createJobTaps, createTailTaps } from './taps/job-taps.ts';
import { createLookTaps } from './taps/look-taps.ts';
import { createPeopleTaps } from './taps/people-taps.ts';
import { createReplyChoiceTaps } from './taps/reply-choice-taps.ts';
import { createRoleTaps } from './taps/role-taps.ts';
import { createSelectionTaps } from './taps/selection-taps.ts';
import { createSettingTaps } from './taps/setting-taps.ts';
import { createStandingTaps } from './taps/standing-taps.ts';
import { createTapHandler } from './taps/taps.ts';
import { createMembershipHandler } from './updates/membership.ts';
import { createMessageHandler } from './updates/messages.ts';
import { createUpdateHandler } from './updates/update-handler.ts';
import { answerUnkept } from './webhook/answer-unkept.ts';

export interface Telegram {
  readonly channel: Channel;
  /** For large files. */
  readonly upload: UploadFile;
  /** The lists of /approvals. */
  readonly openLists: OpenLists;
  /** Starts early: finds the bot's name, and whether Telegram accepts the token. */
  readonly login: Login;
  /** Receives updates, and registers the commands. Started once Telegram answered. */
  readonly service: Service;
  /** Keeps an update that Telegram posted, until it is handled. */
  readonly keepUpdate: KeepUpdate;
}

/** The dependencies of commands, and what else the edge needs. */
interface Deps extends Omit<ChatCommandDeps, 'botName' | 'commandMenus' | 'dashboardUrl' | 'log'> {
  readonly config: {
    readonly botToken: Secret;
    readonly telegramApiRoot: string;
    readonly updates: ReceivingMode;
    readonly dashboard?: DashboardAddress;
  };
  readonly bundles: Bundles;
  readonly addComment: AddComment;
  readonly stopStanding: StopStanding;
  readonly replyChoices: ReplyChoices;
  readonly updateLog: UpdateLog;
  readonly journal: Pick<Journal, 'append' | 'get' | 'query'>;
  readonly alerts: AlertStore;
  readonly render: Render;
  /** Whether the error means that Redis is away, so that the same call may succeed later. */
  readonly isUnavailable: (error: unknown) => boolean;
  readonly lease: (name: string) => Lease;
  readonly moveChat: (from: number, to: number) => Promise<void>;
  readonly health: Health;
  readonly metrics: Metrics;
  readonly log: Logger;
}

type TapActionDeps = Omit<
  Deps,
  'config' | 'updateLog' | 'isUnavailable' | 'lease' | 'moveChat' | 'health' | 'metrics'
>;

export function createTelegram(deps: Deps): Telegram {
  const { config, lease, updateLog, members, translator, clock, log, metrics, health } = deps;
  const address = { token: config.botToken.reveal(), apiRoot: config.telegramApiRoot };
  const telegramTime = createTelegramTime(clock);
  const api = createApi(address);
  const pollApi = createApi({
    ...address,
    timeoutSeconds: POLL_TIMEOUT_SECONDS,
    onDate: telegramTime.observe,
  });
  const uploadApi = createApi({ ...address, timeoutSeconds: UPLOAD_TIMEOUT_SECONDS });
  const login = createLogin({ api: pollApi, health, clock, log });
  const { botName } = login;
  const { dashboard } = config;
  const toDashboard = createDashboardButton(dashboard);
  const { retryWhileUnavailable, inTime } = createPatience(deps);
  const registration = createCommandRegistration({ api, members, translator, clock, log });
  const appUrl = miniAppUrl(dashboard);
  const menuButton = createMenuButton({ api, appUrl, translator, clock, log });
  const patience = { retryWhileUnavailable, inTime };
  const tools = { api, telegramTime, botName, commandMenus: registration, ...patience };
  const receiving = createReceiving({
    mode: config.updates,
    api: pollApi,
    handler: createHandler(deps, tools),
    ...{ lease: lease('telegram'), updateLog, telegramTime, retryWhileUnavailable },
    ...{ health, metrics, clock, log },
  });
  return {
    channel: createTelegramChannel({ api, toDashboard, clock, metrics, log }),
    upload: createUpload({ api: uploadApi, clock, metrics }),
    openLists: createOpenLists({ ...deps, botName }),
    login,
    service: createService({ login, receiving, inBackground: [registration, menuButton] }),
    keepUpdate: answerUnkept(receiving.keepUpdate, { api, translator, clock, log }),
  };
}

/** What the edge makes for its handlers. */
interface HandlerTools extends HandlingPatience {
  readonly api: Api;
  readonly telegramTime: TelegramTime;
  readonly botName: BotName;
  readonly commandMenus: CommandMenus;
}

function createHandler(deps: Deps, tools: HandlerTools): UpdateHandler {
  const { journal, redaction, updateLog, chatBook, outbox, translator } = deps;
  const { clock, log, metrics } = deps;
  const { api, retryWhileUnavailable, inTime } = tools;
  const deadLetter = createDeadLetterUpdate({
    journal,
    redaction,
    chatBook,
    outbox,
    translator,
    retryWhileUnavailable,
    clock,
    metrics,
    log,
  });
  const isolate = createIsolateUpdate({
    updateLog,
    deadLetter,
    retryWhileUnavailable,
    inTime,
    clock,
    log,
  });
  const onTap = createTapHandler({
    actions: createTapActions(deps, tools),
    api,
    chatBook,
    outbox,
    translator,
    retryWhileUnavailable,
    inTime,
    clock,
    log,
  });
  const onMessage = createOnMessage(deps, tools);
  const onMembership = createMembershipHandler({
    chatBook,
    outbox,
    translator,
    retryWhileUnavailable,
  });
  return createUpdateHandler({ onTap, onMessage, onMembership, isolate, deadLetter, metrics });
}

/** The buttons of all messages. */
export function createTapActions(
  deps: TapActionDeps,
  tools: Pick<HandlerTools, 'botName' | 'commandMenus'>,
): readonly TapAction[] {
  const { approvals, standings, copies, decide, addComment, stopStanding } = deps;
  const { replyChoices, selections } = deps;
  const { members, chatBook, routes, jobs, outbox, clock } = deps;
  const { journal, titleEvents, render, alerts, tails, redaction } = deps;
  return [
    createApprovalTaps({ approvals, copies, decide, members, outbox, clock }),
    createBundleTaps({ bundles: deps.bundles, approvals, decide, members, outbox, clock }),
    createReplyChoiceTaps({ replyChoices, decide, addComment, members, outbox, clock }),
    createSelectionTaps({
      approvals,
      copies,
      selections,
      decide,
      members,
      chatBook,
      outbox,
      routes,
      ...{ botName: tools.botName, clock },
    }),
    createJobTaps({
      ...{ chatBook, members, outbox, jobs, approvals, routes, tails, redaction, clock },
    }),
    createHoldTaps({ chatBook, members, outbox, jobs, approvals, routes, redaction, clock }),
    createAlertTaps({ alerts, journal, redaction, chatBook, members, outbox, routes, clock }),
    createLookTaps({
      ...{ jobs, chatBook, routes, approvals, tails, journal, titleEvents, redaction },
      ...{ botName: tools.botName, clock, members, outbox },
    }),
    createDigestTaps({ journal, chatBook, routes, titleEvents, render, outbox }),
    createStandingTaps({
      ...{ approvals, standings, stopStanding, members, chatBook, outbox, routes, clock },
    }),
    createTailTaps({ chatBook, members, tails, jobs, routes, outbox }),
    createPeopleTaps({ ...deps, ...tools }),
    createRoleTaps({ ...deps, ...tools }),
    createSettingTaps({ ...deps, ...tools }),
  ];
}

function createOnMessage(deps: Deps, tools: HandlerTools): Handler<Message> {
  return createMessageHandler({
    chatBook: deps.chatBook,
    members: deps.members,
    invitations: deps.invitations,
    approvals: deps.approvals,
    standings: deps.standings,
    copies: deps.copies,
    decide: deps.decide,
    replyChoices: deps.replyChoices,
    selections: deps.selections,
    jobs: deps.jobs,
    tails: deps.tails,
    journal: deps.journal,
    titleEvents: deps.titleEvents,
    redaction: deps.redaction,
    origins: deps.origins,
    tokens: deps.tokens,
    revokedVotes: deps.revokedVotes,
    routes: deps.routes,
    outbox: deps.outbox,
    botName: tools.botName,
    commandMenus: tools.commandMenus,
    ...defined({ dashboardUrl: deps.config.dashboard?.url }),
    deadLetters: deps.deadLetters,
    redrive: deps.redrive,
    health: deps.health,
    systemState: deps.systemState,
    rollbacks: deps.rollbacks,
    translator: deps.translator,
    clock: deps.clock,
    retryWhileUnavailable: tools.retryWhileUnavailable,
    moveChat: deps.moveChat,
    telegramTime: tools.telegramTime,
    log: deps.log,
  });
}

interface ServiceDeps {
  readonly login: Login;
  readonly receiving: Service;
  readonly inBackground: readonly Service[];
}

function createService({ login, receiving, inBackground }: ServiceDeps): Service {
  return {
    name: 'telegram',
    async start() {
      await login.botName();
      await receiving.start();
      for (const service of inBackground) await service.start();
    },
    async stop() {
      await Promise.all([receiving, ...inBackground].map((service) => service.stop()));
    },
  };
}
