// How many messages and edits does a job cost a chat? Jobs of all five formats (src/demo) run at their own pace;
// each is followed by a chat that shows live cards and by one that gets digests (`/cards off`), so both columns
// come from the same events. A person approves what is asked, in the chat with cards. Limits of Telegram are on.
// Build it first: npm run build && npx tsx bench/messages.ts [share of the stories' pauses] [list]
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createDecisions } from '../src/demo/bus/decisions.ts';
import type { DemoMessage } from '../src/demo/bus/demo-message.ts';
import { createDemoRunFiles } from '../src/demo/bus/run-files.ts';
import { createJobPublisher } from '../src/demo/scenarios/job-publisher.ts';
import { createPlayer } from '../src/demo/scenarios/player.ts';
import { GATEWAY_SCENARIOS } from '../src/demo/scenarios/scenario-gateway.ts';
import { BUILD_STORY } from '../src/demo/stories/build-story.ts';
import { DELIVERY_STORY } from '../src/demo/stories/delivery-story.ts';
import { JOBS_STORY } from '../src/demo/stories/jobs-story.ts';
import { PIPELINE_STORY } from '../src/demo/stories/pipeline-story.ts';
import { createScene } from '../src/demo/stories/scene.ts';
import type { Story } from '../src/demo/stories/story.ts';
import { createBus } from '../src/redis/bus/bus.ts';
import { createChatBook } from '../src/redis/people/chat-book.ts';
import { createMembers } from '../src/redis/people/members.ts';
import { createKeys } from '../src/redis/scripts/keys.ts';
import { systemClock } from '../src/runtime/clock.ts';
import { silentLogger } from '../src/runtime/logger.ts';
import { ANA, createWorld } from '../test/helpers/world.ts';
import { type Cost, callsTo, costOf } from './messages-cost.ts';

const PACE = Number(process.argv[2] ?? 1);
const IS_LISTED = process.argv[3] === 'list';
/** Callback data of the button that approves. */
const APPROVE = /^v:.*:a\d*$/;
const { sleep } = systemClock;

/** Runs one job and counts the messages of its system that it published. */
type Play = (round: number) => Promise<void>;

interface System {
  readonly name: string;
  /** Everything it publishes belongs to one of these. */
  readonly projects: readonly string[];
  /** What each of its jobs does. */
  readonly jobs: readonly string[];
  readonly play: Play;
}

const runsFolder = await mkdtemp(join(tmpdir(), 'jobwire-bench-'));
const world = await createWorld({
  settings: { BATCH_WINDOW_MS: '2000', PIPELINE_RUNS_DIR: runsFolder },
});
const redis = world.client;
const telegram = world.simulator.world;
const keys = createKeys('jobwire');
const abort = new AbortController();
const published = new Map<string, number>();

function storyDeps(name: string) {
  const count = () => published.set(name, (published.get(name) ?? 0) + 1);
  const bus = createBus(redis, world.redis.client());
  const runs = createDemoRunFiles(runsFolder);
  const decisions = createDecisions();
  bus.onDecision((decision) => decisions.deliver(decision));
  const counted = <T extends unknown[]>(publish: (...of: T) => Promise<void>) => {
    return async (...of: T) => {
      count();
      await publish(...of);
    };
  };
  return {
    ...bus,
    publish: counted((message: DemoMessage) => bus.publish(message)),
    publishOn: counted(bus.publishOn),
    addEntry: counted(bus.addEntry),
    runs: { append: counted(runs.append) },
    decisions,
    clock: systemClock,
    log: silentLogger,
    tempo: { factor: () => PACE, vary: (ms: number) => ms },
    retry: async (_: string, act: () => Promise<void>) => act(),
    signal: abort.signal,
  };
}

function story({ name, run }: Story): Pick<System, 'name' | 'play'> {
  const deps = storyDeps(name);
  return { name, play: (round) => run(createScene(deps, round)) };
}

function televibe(): Pick<System, 'name' | 'play'> {
  const deps = storyDeps('televibe');
  const player = createPlayer({ ...deps, publisher: createJobPublisher(deps) });
  const [plain, asking, failing] = GATEWAY_SCENARIOS;
  return {
    name: 'televibe',
    async play(round) {
      const scenario = [plain, asking, failing][round];
      if (scenario !== undefined) await player.play(scenario);
    },
  };
}

const SYSTEMS: readonly System[] = [
  {
    ...televibe(),
    projects: ['gateway'],
    jobs: ['completes', 'asks once and completes', 'fails'],
  },
  { ...story(JOBS_STORY), projects: ['acme/gateway'], jobs: ['completes', 'fails'] },
  { ...story(BUILD_STORY), projects: ['shop'], jobs: ['is ready', 'fails'] },
  {
    ...story(PIPELINE_STORY),
    projects: ['studio'],
    jobs: ['asks once and completes', 'asks once and fails'],
  },
  {
    ...story(DELIVERY_STORY),
    projects: ['orders', 'invoices'],
    jobs: ['is merged', 'fails once and is merged'],
  },
];

const chatsOf = (at: number) => ({ on: 5_000 + at, off: 6_000 + at });

async function addChats(): Promise<void> {
  const members = createMembers({ redis, keys, adminUserIds: [ANA] });
  const chatBook = createChatBook({ redis, keys, members });
  for (const [at, { projects }] of SYSTEMS.entries()) {
    for (const [cards, id] of Object.entries(chatsOf(at)) as ['on' | 'off', number][]) {
      telegram.addPerson({ id, firstName: `Person ${id}`, languageCode: 'en' });
      telegram.addPrivateChat(id);
      await members.grant(id, { role: 'approver' });
      await chatBook.update(id, () => ({
        ...{ id, kind: 'private', title: `chat ${id}`, locale: 'en', level: 'all' },
        ...(cards === 'off' ? { cards } : {}),
        subscriptions: projects.map((project) => ({ kind: 'project', id: project, by: id })),
        sponsors: [id],
      }));
    }
  }
}

/** Approves what is asked in a chat, as soon as it is asked. */
async function approveAll(chatId: number): Promise<void> {
  const tapped = new Set<number>();
  while (!abort.signal.aborted) {
    for (const { messageId, keyboard } of telegram.messages(chatId)) {
      const button = keyboard.flat().find(({ callback_data: data = '' }) => APPROVE.test(data));
      if (button === undefined || tapped.has(messageId)) continue;
      tapped.add(messageId);
      const { callback_data: data = '' } = button;
      await telegram.tap({ chatId, messageId, personId: chatId, data });
    }
    await sleep(100, abort.signal);
  }
}

/** Until the chats have everything: nothing was due to them twice in a row. */
async function settled(chats: readonly number[]): Promise<void> {
  for (let quiet = 0; quiet < 3; ) {
    await sleep(400);
    const due = await Promise.all(chats.map((id) => redis.zscore(keys.due, String(id))));
    quiet = due.some((at) => at !== null) ? 0 : quiet + 1;
  }
}

interface Row {
  readonly system: string;
  readonly job: string;
  readonly events: number;
  readonly off: Cost;
  readonly on: Cost;
}

async function measure({ name, jobs, play }: System, at: number): Promise<Row[]> {
  const { on, off } = chatsOf(at);
  const rows: Row[] = [];
  let [eventsBefore, onBefore, offBefore] = [0, 0, 0];
  for (const [round, job] of jobs.entries()) {
    await play(round);
    await settled([on, off]);
    const events = published.get(name) ?? 0;
    const [onCalls, offCalls] = [callsTo(telegram.calls, on), callsTo(telegram.calls, off)];
    rows.push({
      ...{ system: name, job, events: events - eventsBefore },
      off: costOf(offCalls.slice(offBefore)),
      on: costOf(onCalls.slice(onBefore)),
    });
    [eventsBefore, onBefore, offBefore] = [events, onCalls.length, offCalls.length];
  }
  return rows;
}

function print(rows: readonly Row[]): void {
  const cell = ({ requests, others, edits }: Cost) => `${others} | ${requests} | ${edits}`;
  console.log(
    '| system | job | events | messages, off | requests | edits | messages, on | requests | edits |',
  );
  console.log('|---|---|---|---|---|---|---|---|---|');
  for (const { system, job, events, off, on } of rows) {
    console.log(`| ${system} | ${job} | ${events} | ${cell(off)} | ${cell(on)} |`);
  }
  const worst = rows.filter(({ on }) => on.others > 2).map(({ system, job }) => `${system} ${job}`);
  console.log(`more than a card and an outcome: ${worst.join(', ') || 'none'}`);
}

/** First lines of all messages, to find out what a story costs them for. */
function list(): void {
  for (const [at, { name }] of SYSTEMS.entries()) {
    for (const [cards, id] of Object.entries(chatsOf(at))) {
      console.log(`${name}, cards ${cards}:`);
      for (const { text, history } of telegram.messages(id)) {
        console.log(`  ${text.split('\n').slice(0, 3).join(' ⏎ ')} (${history.length} edits)`);
      }
    }
  }
}

try {
  await addChats();
  await world.start();
  for (const at of SYSTEMS.keys()) void approveAll(chatsOf(at).on);
  const rows = await Promise.all(SYSTEMS.map(measure));
  if (IS_LISTED) list();
  print(rows.flat());
} finally {
  abort.abort();
  await world.end();
  await rm(runsFolder, { recursive: true, force: true });
}
process.exit(0);
