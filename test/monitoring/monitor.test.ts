import { beforeEach, expect, it } from 'vitest';
import { createMonitor, type Look } from '../../src/monitoring/monitor.ts';
import { createHealth, type Health } from '../../src/runtime/health.ts';
import { createMetrics, type Metrics } from '../../src/runtime/metrics.ts';
import type { FolderFacts, StorageFacts, SystemState } from '../../src/runtime/system-state.ts';
import { createLogBook, type LogBook } from '../helpers/log-book.ts';
import { createManualClock, type ManualClock } from '../helpers/manual-clock.ts';

const storage: StorageFacts = {
  failedWrites: [],
  hasAppendOnlyFile: true,
  evictionPolicy: 'noeviction',
  maxMemoryBytes: 0,
  usedMemoryBytes: 1,
};
const idle: SystemState = {
  routing: { routed: '1-0' },
  sending: { chats: 0, lateMs: 0 },
  putAside: { chats: 0, items: {}, messages: 0 },
  deadLetters: 0,
  deadLettersByStage: {},
  openApprovals: 0,
  clockMs: 0,
  storage,
};

let clock: ManualClock;
let health: Health;
let log: LogBook;
let metrics: Metrics;
let state: SystemState;
let folders: FolderFacts[];
let read: () => Promise<SystemState>;
let looks: Look[];
beforeEach(() => {
  clock = createManualClock();
  health = createHealth(clock);
  log = createLogBook();
  metrics = createMetrics();
  state = idle;
  folders = [];
  read = async () => state;
  looks = [];
});

function monitor() {
  return createMonitor({
    readState: () => read(),
    readFolders: async () => folders,
    onLook: (look) => void looks.push(look),
    health,
    metrics,
    clock,
    log,
  });
}
const codes = () => log.lines.filter(({ name }) => name.startsWith('component_'));

it('is not ready before it has looked, and the start waits for that', async () => {
  const service = monitor();
  expect(health.snapshot().routing).toMatchObject({ ok: false, detail: 'not checked yet' });
  await service.start();
  expect(Object.values(health.snapshot()).map(({ ok }) => ok)).toEqual([true, true, true]);
  expect(service.latest()).toBe(idle);
  expect(codes()).toEqual([]);
  await service.stop();
});

it('logs a standstill once, and its end', async () => {
  const service = monitor();
  await service.start();
  state = { ...idle, routing: { routed: '1-0', waitingMs: 5_000 } };
  await clock.advance(60_000);
  state = idle;
  await clock.advance(4_000);
  await service.stop();
  expect(codes().map(({ level, name }) => [level, name])).toEqual([
    ['error', 'component_failing'],
    ['info', 'component_fine'],
  ]);
  expect(looks.some(({ routingStillMs }) => routingStillMs > 40_000)).toBe(true);
});

it('says so when Redis gives no answer at all, and is fine with the next one', async () => {
  const service = monitor();
  await service.start();
  let answer = (_: SystemState) => {};
  read = () =>
    new Promise((resolve) => {
      answer = resolve;
    });
  await clock.advance(12_000);
  expect(health.snapshot().storage).toMatchObject({
    ok: false,
    detail: 'Redis has not answered for 8 s',
  });
  read = async () => state;
  answer(idle);
  await clock.advance(2_000);
  expect(health.snapshot().storage?.ok).toBe(true);
  await service.stop();
});

const never = () => new Promise<SystemState>(() => {});

it('asks anew when an answer never comes', async () => {
  const service = monitor();
  await service.start();
  read = never;
  await clock.advance(3_000);
  read = async () => state;
  await clock.advance(8_000);
  expect(health.snapshot().storage?.ok).toBe(false);
  await clock.advance(2_000);
  expect(health.snapshot().storage?.ok).toBe(true);
  await service.stop();
});

it('has one question open while Redis is away, and asks anew once it is back', async () => {
  const service = monitor();
  await service.start();
  let questions = 0;
  read = () => {
    questions += 1;
    return never();
  };
  health.report('redis', false, 'away');
  await clock.advance(3_600_000);
  expect(questions).toBe(1);
  read = async () => state;
  health.report('redis', true);
  await clock.advance(12_000);
  expect(health.snapshot().storage?.ok).toBe(true);
  await service.stop();
});

it('is stopped at once while no answer comes', async () => {
  const service = monitor();
  await service.start();
  read = never;
  await clock.advance(3_000);
  await service.stop();
  expect(clock.pending).toBe(0);
});

it('counts nothing of the time in which the whole process was stopped', async () => {
  const service = monitor();
  await service.start();
  state = { ...idle, routing: { routed: '1-0', waitingMs: 5_000 } };
  let jump = 0;
  const { monotonic } = clock;
  Object.assign(clock, { monotonic: () => monotonic() + jump });
  await clock.advance(2_000);
  jump = 3_600_000;
  await clock.advance(2_000);
  expect(health.snapshot().routing?.ok).toBe(true);
  await service.stop();
});

it('looks at folders too, where there are any', async () => {
  folders = [{ name: 'ARCHIVE_DIR', freeBytes: 2 ** 40, refusal: 'EROFS' }];
  const service = monitor();
  await service.start();
  expect(health.snapshot().disk).toMatchObject({
    ok: false,
    detail: 'ARCHIVE_DIR is not writable: EROFS',
  });
  await service.stop();
});

it('tells Prometheus how the whole is doing, and forgets what is over', async () => {
  folders = [{ name: 'DATA_DIR', freeBytes: 1_000 }];
  state = {
    ...idle,
    routing: { routed: '1-0', waitingMs: 1_500 },
    putAside: { chats: 1, items: { window: 2 }, messages: 3 },
    deadLetters: 4,
    deadLettersByStage: { decoding: 3, routing: 1 },
    openApprovals: 5,
    newestEventAt: 1_500,
    clockMs: clock.now() - 2_500,
  };
  const service = monitor();
  await service.start();
  const text = await metrics.text();
  for (const line of [
    'jobwire_oldest_unrouted_seconds 1.5',
    'jobwire_put_aside{kind="window"} 2',
    'jobwire_put_aside{kind="message"} 3',
    'jobwire_dead_letters{stage="decoding"} 3',
    'jobwire_dead_letters{stage="routing"} 1',
    'jobwire_approvals_open 5',
    'jobwire_newest_event_timestamp_seconds 1.5',
    'jobwire_clock_offset_seconds 2.5',
    'jobwire_component_up{component="routing"} 1',
    'jobwire_disk_free_bytes{folder="DATA_DIR"} 1000',
  ]) {
    expect(text).toContain(line);
  }
  state = idle;
  await clock.advance(2_000);
  expect(await metrics.text()).not.toMatch(/kind="window"|newest_event_timestamp_seconds \d/);
  await service.stop();
});
