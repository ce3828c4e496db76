// Metrics in Prometheus' text format. No secrets and no job ids in labels.
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { FolderFacts, SystemState } from './system-state.ts';

interface IntakeMetrics {
  /** An event was journalled, `seconds` after it arrived. */
  eventJournalled(type: string, projectId: string | undefined, seconds: number): void;
  /** A message could not be decoded, or was too large. */
  decodeFailed(dialect: string): void;
  /** A message has an unreadable timestamp; its event gets the arrival time. */
  timeUnreadable(dialect: string): void;
  /** A message was seen before. */
  repeatDropped(dialect: string): void;
  /** Pub/Sub messages may have been missed while disconnected. */
  gapSeen(source: string): void;
}

interface AsideMetrics {
  /** Number of streams of a component that can't be read and are set aside. */
  streamsAside(component: string, count: number): void;
  /** An event had too many links; `count` were ignored. */
  linksLeftOut(dialect: string, count: number): void;
  /** Number of events that a follower of the journal has set aside for a retry. */
  followerAside(follower: string, count: number): void;
  /** A message became a dead letter at this stage. */
  deadLettered(stage: string): void;
}

interface TelegramMetrics {
  /** A Bot API call ended: method and outcome kind. */
  callEnded(method: string, outcome: string, seconds: number): void;
  /** Something could not be sent and is retried later: what, and the outcome's kind. */
  putAside(item: string, outcome: string): void;
  /** A chat could not show a request: `admins` got it instead, or it is shown `nowhere` else. */
  requestShownElsewhere(where: 'admins' | 'nowhere'): void;
  /** A request was opened or settled: `pending`, `approved`, … */
  approvalChanged(status: string): void;
  /** An update from Telegram was handled: `command`, `tap`, `other`. */
  updateHandled(kind: string): void;
}

interface ReaderMetrics {
  readers(shape: string, delta: 1 | -1): void;
  /** A slow reader was cut off. */
  readerCut(shape: string): void;
  tails(count: number): void;
}

interface StateMetrics {
  /** State of the whole system; the same on every replica. */
  systemState(state: SystemState): void;
  componentState(component: string, ok: boolean): void;
  folderState(folder: FolderFacts): void;
}

export interface Metrics
  extends IntakeMetrics,
    AsideMetrics,
    TelegramMetrics,
    ReaderMetrics,
    StateMetrics {
  /** The text of /metrics. */
  text(): Promise<string>;
}

const LABEL_LIMIT = 200;

export function createMetrics(): Metrics {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry, prefix: 'jobwire_' });
  return {
    ...intakeMetrics(registers),
    ...asideMetrics(registers),
    ...telegramMetrics(registers),
    ...readerMetrics(registers),
    ...stateMetrics(registers),
    text: () => registry.metrics(),
  };
}

function intakeMetrics(registers: Registry[]): IntakeMetrics {
  const bounded = createLabelBound();
  const events = new Counter({
    name: 'jobwire_events_total',
    help: 'Events appended to the journal.',
    labelNames: ['event_type', 'project_id'],
    registers,
  });
  const processing = new Histogram({
    name: 'jobwire_event_processing_seconds',
    help: 'From arrival at jobwire to the journal.',
    labelNames: ['event_type'],
    buckets: [0.001, 0.005, 0.02, 0.1, 0.5, 2, 10],
    registers,
  });
  const failed = new Counter({
    name: 'jobwire_decode_failures_total',
    help: 'Messages that could not be decoded, or were too big.',
    labelNames: ['dialect'],
    registers,
  });
  const unreadable = new Counter({
    name: 'jobwire_unreadable_timestamps_total',
    help: 'Messages with an unreadable timestamp; their events get the arrival time.',
    labelNames: ['dialect'],
    registers,
  });
  const repeats = new Counter({
    name: 'jobwire_repeats_total',
    help: 'Messages that had been seen before.',
    labelNames: ['dialect'],
    registers,
  });
  const gaps = new Counter({
    name: 'jobwire_gaps_total',
    help: 'Times a source may have lost messages.',
    labelNames: ['source'],
    registers,
  });
  return {
    eventJournalled(type, projectId, seconds) {
      const event_type = bounded('type', type);
      events.inc({ event_type, project_id: bounded('project', projectId ?? '') });
      processing.observe({ event_type }, seconds);
    },
    decodeFailed: (dialect) => failed.inc({ dialect }),
    timeUnreadable: (dialect) => unreadable.inc({ dialect }),
    repeatDropped: (dialect) => repeats.inc({ dialect }),
    gapSeen: (source) => gaps.inc({ source }),
  };
}

function asideMetrics(registers: Registry[]): AsideMetrics {
  const streams = new Gauge({
    name: 'jobwire_streams_set_aside',
    help: "Streams that can't be read; the others are not affected.",
    labelNames: ['component'],
    registers,
  });
  const links = new Counter({
    name: 'jobwire_links_left_out_total',
    help: 'Links beyond the limit of one event.',
    labelNames: ['dialect'],
    registers,
  });
  const followed = new Gauge({
    name: 'jobwire_follower_set_aside',
    help: 'Events that a follower of the journal could not handle yet.',
    labelNames: ['follower'],
    registers,
  });
  const letters = new Counter({
    name: 'jobwire_dead_letters_total',
    help: 'Messages that became dead letters.',
    labelNames: ['stage'],
    registers,
  });
  return {
    streamsAside: (component, count) => streams.set({ component }, count),
    linksLeftOut: (dialect, count) => links.inc({ dialect }, count),
    followerAside: (follower, count) => followed.set({ follower }, count),
    deadLettered: (stage) => letters.inc({ stage }),
  };
}

function telegramMetrics(registers: Registry[]): TelegramMetrics {
  const calls = new Histogram({
    name: 'jobwire_telegram_call_seconds',
    help: 'Bot API calls.',
    labelNames: ['method', 'outcome'],
    buckets: [0.01, 0.05, 0.2, 1, 5, 20],
    registers,
  });
  const aside = new Counter({
    name: 'jobwire_delivery_put_aside_total',
    help: 'Messages that could not be sent and are tried again later.',
    labelNames: ['item', 'outcome'],
    registers,
  });
  const elsewhere = new Counter({
    name: 'jobwire_requests_shown_elsewhere_total',
    help: 'Requests that a chat could not show, by where they were shown instead.',
    labelNames: ['where'],
    registers,
  });
  // Exported from the start, because a missing series is not a 0 to an alert.
  for (const where of ['admins', 'nowhere']) elsewhere.inc({ where }, 0);
  const approvals = new Counter({
    name: 'jobwire_approvals_total',
    help: 'Approvals by the status they reached.',
    labelNames: ['status'],
    registers,
  });
  const updates = new Counter({
    name: 'jobwire_telegram_updates_total',
    help: 'Telegram updates handled.',
    labelNames: ['kind'],
    registers,
  });
  return {
    callEnded: (method, outcome, seconds) => calls.observe({ method, outcome }, seconds),
    putAside: (item, outcome) => aside.inc({ item, outcome }),
    requestShownElsewhere: (where) => elsewhere.inc({ where }),
    approvalChanged: (status) => approvals.inc({ status }),
    updateHandled: (kind) => updates.inc({ kind }),
  };
}

function readerMetrics(registers: Registry[]): ReaderMetrics {
  const readers = new Gauge({
    name: 'jobwire_readers',
    help: 'Live readers connected to this replica.',
    labelNames: ['shape'],
    registers,
  });
  const cuts = new Counter({
    name: 'jobwire_readers_cut_total',
    help: 'Live readers cut off for being slow.',
    labelNames: ['shape'],
    registers,
  });
  const tails = new Gauge({ name: 'jobwire_tails', help: 'Running log tails.', registers });
  return {
    readers: (shape, delta) => readers.inc({ shape }, delta),
    readerCut: (shape) => cuts.inc({ shape }),
    tails: (count) => tails.set(count),
  };
}

function stateMetrics(registers: Registry[]): StateMetrics {
  const gauge = (name: string, help: string, labelNames: string[] = []) =>
    new Gauge({ name: `jobwire_${name}`, help, labelNames, registers });
  const unrouted = gauge(
    'oldest_unrouted_seconds',
    'Age of the oldest event that is not routed yet.',
  );
  const late = gauge('sending_late_seconds', 'How late the chat is that has been due the longest.');
  const due = gauge('chats_due', 'Chats with something to send, now or later.');
  const asideChats = gauge(
    'chats_put_aside',
    'Chats with something that was put aside because it could not be sent.',
  );
  const aside = gauge(
    'put_aside',
    'Items put aside because they could not be sent or handled yet.',
    ['kind'],
  );
  const dead = gauge('dead_letters', 'Dead letters that wait for somebody to retry or drop them.');
  const component = gauge('component_up', '1 if the component works, as on /readyz; else 0.', [
    'component',
  ]);
  const free = gauge('disk_free_bytes', 'Free space of the file system that holds the folder.', [
    'folder',
  ]);
  return {
    systemState({ routing, sending, putAside, deadLetters }) {
      unrouted.set((routing.waitingMs ?? 0) / 1_000);
      late.set(sending.lateMs / 1_000);
      due.set(sending.chats);
      asideChats.set(putAside.chats);
      // A kind with nothing left is no longer exported.
      aside.reset();
      for (const [kind, count] of Object.entries(putAside.items)) aside.set({ kind }, count);
      aside.set({ kind: 'message' }, putAside.messages);
      dead.set(deadLetters);
    },
    componentState: (name, ok) => component.set({ component: name }, ok ? 1 : 0),
    folderState: ({ name, freeBytes }) => free.set({ folder: name }, freeBytes),
  };
}

/** Types and projects come from outside, so the number of label values is bounded. */
function createLabelBound(): (kind: string, value: string) => string {
  const known = new Map<string, Set<string>>();
  return (kind, value) => {
    const values = known.get(kind) ?? new Set();
    known.set(kind, values);
    if (values.has(value)) return value;
    if (values.size >= LABEL_LIMIT) return 'other';
    values.add(value);
    return value;
  };
}
