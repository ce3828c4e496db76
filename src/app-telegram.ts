// Telegram: outgoing messages, incoming commands and taps. Part of the composition root.

import type { Deciding } from './app-routing.ts';
import {
  redactedAddComment,
  redactedApprovals,
  redactedDecide,
  redactedStandings,
} from './approvals/decisions/redact-approval.ts';
import type { FileRoute } from './audience/file-route.ts';
import type { BotConfig } from './config/load-config.ts';
import { createTitleEvents } from './deliver/titled-events.ts';
import type { Redrive } from './intake/redrive.ts';
import { redactedLetters } from './journal/redact-letter.ts';
import type { Translator } from './message/locale/translate.ts';
import type { Render } from './message/render/render.ts';
import { confirmed } from './monitoring/durability.ts';
import type { Redaction } from './redact/redaction.ts';
import { isUnavailable } from './redis/connection/unavailable.ts';
import type { Storage } from './redis/storage.ts';
import type { Clock } from './runtime/clock.ts';
import { defined } from './runtime/defined.ts';
import type { Health } from './runtime/health.ts';
import type { Logger } from './runtime/logger.ts';
import type { Metrics } from './runtime/metrics.ts';
import type { SystemState } from './runtime/system-state.ts';
import type { Tails } from './tails/tail.ts';
import { createTelegram, type Telegram } from './telegram/telegram.ts';

type TelegramConfig = Pick<
  BotConfig,
  'botToken' | 'telegramApiRoot' | 'updates' | 'publicUrl' | 'miniAppsByHttp'
>;

type TelegramStorage = Pick<
  Storage,
  | 'alerts'
  | 'approvals'
  | 'standings'
  | 'board'
  | 'bundles'
  | 'thingTitles'
  | 'chatBook'
  | 'copies'
  | 'deadLetters'
  | 'history'
  | 'journal'
  | 'lease'
  | 'invitations'
  | 'members'
  | 'moveChat'
  | 'durability'
  | 'origins'
  | 'outbox'
  | 'replyChoices'
  | 'selections'
  | 'tokens'
  | 'updateLog'
>;

interface Deps {
  readonly deciding: Deciding;
  readonly tails: Tails;
  /** From the policy file. */
  readonly routes: readonly FileRoute[];
  readonly systemState: () => SystemState | undefined;
  /** Redacted. */
  readonly redrive: Redrive;
  readonly translator: Translator;
  readonly redaction: Redaction;
  readonly render: Render;
  readonly clock: Clock;
  readonly log: Logger;
  readonly metrics: Metrics;
  readonly health: Health;
}

/** Chats get redacted texts; what machines read is not redacted. */
export function createTelegramEdge(
  config: TelegramConfig,
  storage: TelegramStorage,
  deps: Deps,
): Telegram {
  const { deciding, tails, routes, systemState, translator } = deps;
  const { redaction, clock, log, metrics, health } = deps;
  return createTelegram({
    config: {
      botToken: config.botToken,
      telegramApiRoot: config.telegramApiRoot,
      updates: config.updates,
      ...defined({ dashboard: dashboardOf(config) }),
    },
    members: storage.members,
    invitations: storage.invitations,
    chatBook: storage.chatBook,
    outbox: storage.outbox,
    updateLog: confirmedUpdates(storage),
    journal: storage.journal,
    alerts: storage.alerts,
    titleEvents: createTitleEvents({ board: storage.board, things: storage.thingTitles }),
    origins: storage.origins,
    render: deps.render,
    approvals: redactedApprovals(storage.approvals, redaction),
    standings: redactedStandings(storage.standings, redaction),
    stopStanding: deciding.stopStanding,
    copies: storage.copies,
    bundles: storage.bundles,
    selections: storage.selections,
    replyChoices: storage.replyChoices,
    decide: redactedDecide(deciding.decide, redaction),
    addComment: redactedAddComment(deciding.addComment, redaction),
    revokedVotes: deciding.revokedVotes,
    jobs: storage.board,
    tails,
    tokens: storage.tokens,
    routes,
    deadLetters: redactedLetters(storage.deadLetters, redaction),
    redrive: deps.redrive,
    rollbacks: storage.history,
    lease: storage.lease,
    moveChat: storage.moveChat,
    isUnavailable,
    systemState,
    redaction,
    translator,
    clock,
    log,
    metrics,
    health,
  });
}

function dashboardOf({ publicUrl: url, miniAppsByHttp: appsByHttp }: TelegramConfig) {
  return url === undefined ? undefined : { url, ...defined({ appsByHttp }) };
}

/** What Telegram is told to forget is durable by then. */
function confirmedUpdates({ updateLog, durability }: TelegramStorage) {
  return { ...updateLog, keep: confirmed(updateLog.keep, durability) };
}
