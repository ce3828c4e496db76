// Rendering and sending. Part of the composition root.
import type { Logs } from './app-tails.ts';
import type { FileRoute } from './audience/file-route.ts';
import type { Config } from './config/load-config.ts';
import type { Channel } from './deliver/channel.ts';
import { createTitleEvents } from './deliver/titled-events.ts';
import { createGiveUp } from './deliver/undelivered/give-up.ts';
import { createSettleOutcome } from './deliver/undelivered/settle-outcome.ts';
import { createShowElsewhere } from './deliver/undelivered/show-elsewhere.ts';
import { createEvenOut, type EvenOut } from './deliver/visits/even-out.ts';
import type { OpenLists } from './deliver/visits/open-lists.ts';
import { renderSafely } from './deliver/visits/render-safely.ts';
import { createSendLogs, type SendLogs, type UploadFile } from './deliver/visits/send-logs.ts';
import { createSweeper } from './deliver/visits/sweeper.ts';
import { createVisitChat } from './deliver/visits/visit.ts';
import { watchVisits } from './deliver/visits/watch-visits.ts';
import type { Translator } from './message/locale/translate.ts';
import { withOpening } from './message/pages/with-opening.ts';
import { redactedRender } from './message/render/redact-notice.ts';
import { createRender, type Render } from './message/render/render.ts';
import type { Redaction } from './redact/redaction.ts';
import { createWakeWorker } from './redis/outbox/waker.ts';
import type { Storage } from './redis/storage.ts';
import type { Clock } from './runtime/clock.ts';
import type { Health } from './runtime/health.ts';
import type { Service } from './runtime/lifecycle.ts';
import type { Logger } from './runtime/logger.ts';
import type { Metrics } from './runtime/metrics.ts';
import { createLastLines } from './tails/lines/last-lines.ts';

interface RenderDeps {
  readonly translator: Translator;
  readonly redaction: Redaction;
  readonly log: Logger;
}

/** Redacts credentials, and never fails. */
export function createSafeRender({ translator, redaction, log }: RenderDeps): Render {
  const render = redactedRender(createRender({ translator }), redaction);
  return renderSafely(withOpening(render, { translator, redaction }), log);
}

type DeliveryConfig = Pick<Config, 'keyPrefix' | 'globalMessagesPerSecond' | 'defaultLocale'>;

type DeliveryStorage = Pick<
  Storage,
  | 'connect'
  | 'origins'
  | 'outbox'
  | 'outboxStore'
  | 'silentCards'
  | 'journal'
  | 'alerts'
  | 'approvals'
  | 'standings'
  | 'board'
  | 'thingTitles'
  | 'copies'
  | 'chatBook'
  | 'moveChat'
  | 'pace'
  | 'waker'
>;

interface Deps {
  readonly channel: Channel;
  /** From the policy file. */
  readonly routes: readonly FileRoute[];
  readonly logs: Pick<Logs, 'sources' | 'openWholeLog'>;
  readonly upload: UploadFile;
  readonly openLists: OpenLists;
  readonly render: Render;
  readonly clock: Clock;
  readonly log: Logger;
  readonly metrics: Metrics;
  readonly health: Health;
}

interface Delivery {
  /** Visits chats on their wake-ups. */
  readonly worker: Service;
  /** Wakes chats whose wake-up was lost. */
  readonly sweeper: Service;
  readonly sendLogs: Service;
}

export function createDelivery(
  config: DeliveryConfig,
  storage: DeliveryStorage,
  deps: Deps,
): Delivery {
  const { channel, render, routes, clock, log, health } = deps;
  const { journal, approvals, standings, board, chatBook, waker } = storage;
  const { outboxStore: store } = storage;
  const { defaultLocale, keyPrefix: prefix } = config;
  const evenOut = createEvenOut({ clock, callsPerSecond: config.globalMessagesPerSecond });
  const undelivered = createUndelivered(storage, deps);
  const sendLogs = createLogSending({ config, evenOut }, storage, deps);
  const visitChat = createVisitChat({
    sendLogs,
    store,
    channel,
    chatBook,
    journal,
    approvals,
    standings,
    board,
    routes,
    alerts: storage.alerts,
    lastLines: createLastLines({ sources: deps.logs.sources, board, chatBook, routes, clock }),
    titleEvents: createTitleEvents({ board: storage.board, things: storage.thingTitles }),
    lists: deps.openLists,
    render,
    waker,
    evenOut,
    giveUp: undelivered.giveUp,
    settleOutcome: undelivered.settleOutcome,
    showElsewhere: undelivered.showElsewhere,
    defaultLocale,
    clock,
  });
  const blocking = storage.connect('blocking');
  return {
    sendLogs,
    worker: createWakeWorker({ waker, blocking, prefix, log }, watchVisits(visitChat, health)),
    sweeper: createSweeper({ store, cards: storage.silentCards, waker, clock, log }),
  };
}

/** What becomes of an answer, and of what could not be sent. */
function createUndelivered(
  {
    outboxStore: store,
    journal,
    approvals,
    copies,
    chatBook,
    moveChat,
    ...storage
  }: DeliveryStorage,
  { clock, log, metrics }: Pick<Deps, 'clock' | 'log' | 'metrics'>,
) {
  const { pace, waker } = storage;
  const giveUp = createGiveUp({ store, journal, metrics, log });
  const showElsewhere = createShowElsewhere({
    approvals,
    copies,
    chatBook,
    clock,
    metrics,
    log,
  });
  const settleOutcome = createSettleOutcome({
    store,
    pace,
    approvals,
    chatBook,
    origins: storage.origins,
    waker,
    giveUp,
    clock,
    metrics,
    log,
    showElsewhere,
    moveChat,
  });
  return { giveUp, showElsewhere, settleOutcome };
}

interface LogSending {
  readonly config: Pick<DeliveryConfig, 'defaultLocale'>;
  readonly evenOut: EvenOut;
}

/** Sends whole logs. */
function createLogSending(
  { config: { defaultLocale }, evenOut }: LogSending,
  { outboxStore: store, outbox, pace, waker }: DeliveryStorage,
  { logs, upload, render, clock, log }: Pick<Deps, 'logs' | 'upload' | 'render' | 'clock' | 'log'>,
): SendLogs {
  const { openWholeLog } = logs;
  return createSendLogs({
    store,
    outbox,
    pace,
    waker,
    openWholeLog,
    upload,
    evenOut,
    render,
    defaultLocale,
    clock,
    log,
  });
}
