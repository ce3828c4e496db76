// Metrics of the state of the whole system, which every replica reads from the same place, and of this replica's folders.
import type { FolderFacts, SystemState } from '../system-state.ts';
import type { Instruments } from './instruments.ts';

export interface StateFamily {
  systemState(state: SystemState): void;
  componentState(component: string, ok: boolean): void;
  folderState(folder: FolderFacts): void;
  /** How far this replica's clock is ahead of that of Redis, in seconds. */
  clockOffset(seconds: number): void;
}

const EVERYWHERE = 'The same on every replica.';

export function stateFamily(instruments: Instruments): StateFamily {
  const component = instruments.gauge(
    'component_up',
    '1 if the component works, as on /readyz; else 0.',
    ['component'],
  );
  const free = instruments.gauge(
    'disk_free_bytes',
    'Free space of the file system that holds the folder.',
    ['folder'],
  );
  const offset = instruments.gauge(
    'clock_offset_seconds',
    "How far this replica's clock is ahead of that of Redis.",
  );
  offset.remove();
  const reports = [routing, sending, waiting, storage].map((create) => create(instruments));
  return {
    systemState: (state) => {
      for (const report of reports) report(state);
    },
    componentState: (name, ok) => component.set({ component: name }, ok ? 1 : 0),
    folderState: ({ name, freeBytes }) => free.set({ folder: name }, freeBytes),
    clockOffset: (seconds) => offset.set(seconds),
  };
}

type Report = (state: SystemState) => void;

function routing(instruments: Instruments): Report {
  const unrouted = everywhere(
    instruments,
    'oldest_unrouted_seconds',
    'Age of the oldest event that is not routed yet.',
  );
  const newest = everywhere(
    instruments,
    'newest_event_timestamp_seconds',
    'When the newest event of the journal arrived; absent: there is none.',
  );
  return ({ routing: { waitingMs = 0 }, newestEventAt }) => {
    unrouted.set(waitingMs / 1_000);
    if (newestEventAt === undefined) newest.remove();
    else newest.set(newestEventAt / 1_000);
  };
}

function sending(instruments: Instruments): Report {
  const late = everywhere(
    instruments,
    'sending_late_seconds',
    'How late the chat is that has been due the longest.',
  );
  const due = everywhere(instruments, 'chats_due', 'Chats with something to send, now or later.');
  const failing = everywhere(
    instruments,
    'telegram_failing_calls',
    'Calls in a row that Telegram did not accept, of all replicas.',
  );
  return (state) => {
    late.set(state.sending.lateMs / 1_000);
    due.set(state.sending.chats);
    failing.set(state.failing?.calls ?? 0);
  };
}

function waiting(instruments: Instruments): Report {
  const asideChats = everywhere(
    instruments,
    'chats_put_aside',
    'Chats with something that was put aside because it could not be sent.',
  );
  const since = everywhere(
    instruments,
    'put_aside_since_timestamp_seconds',
    'Since when some chat has something that could not be sent; absent: none has.',
  );
  const aside = instruments.gauge(
    'put_aside',
    `Items put aside because they could not be sent or handled yet. ${EVERYWHERE}`,
    ['kind'],
  );
  const dead = instruments.gauge(
    'dead_letters',
    `Dead letters that wait for somebody to retry or drop them. ${EVERYWHERE}`,
    ['stage'],
  );
  const open = everywhere(instruments, 'approvals_open', 'Approvals that wait for a decision.');
  return ({ putAside, deadLettersByStage, openApprovals }) => {
    asideChats.set(putAside.chats);
    if (putAside.since === undefined) since.remove();
    else since.set(putAside.since / 1_000);
    // A kind with nothing left is no longer exported.
    aside.reset();
    for (const [kind, count] of Object.entries(putAside.items)) aside.set({ kind }, count);
    aside.set({ kind: 'message' }, putAside.messages);
    for (const [stage, count] of Object.entries(deadLettersByStage)) dead.set({ stage }, count);
    open.set(openApprovals);
  };
}

function storage(instruments: Instruments): Report {
  const used = everywhere(instruments, 'redis_memory_used_bytes', 'Memory that Redis uses.');
  const max = everywhere(
    instruments,
    'redis_memory_max_bytes',
    'Memory that Redis may use; absent: unlimited, or unknown.',
  );
  return (state) => {
    if (state.storage === undefined) return;
    const { usedMemoryBytes, maxMemoryBytes } = state.storage;
    used.set(usedMemoryBytes);
    if (maxMemoryBytes === 0) max.remove();
    else max.set(maxMemoryBytes);
  };
}

/** Absent until it is known. */
function everywhere({ gauge }: Instruments, name: string, help: string) {
  const created = gauge(name, `${help} ${EVERYWHERE}`);
  created.remove();
  return created;
}
