// One run: a minute, or less, of faults while all sources speak and people decide; then fifteen seconds
// in which everything has to work again; then what became of all that was accepted.
import { systemClock } from '../../src/runtime/clock.ts';
import type { World as Telegram } from '../../src/simulator/world/world.ts';
import { startEventReader } from '../helpers/event-reader.ts';
import { load } from '../helpers/load.ts';
import { createSeeded } from '../helpers/seeded.ts';
import { type Books, createBooks } from './accepted.ts';
import { sendAlerts } from './alerts.ts';
import { speakOnChannels } from './channels.ts';
import type { ChaosOptions, ChaosResult, Run } from './chaos.ts';
import { type ChaosWorld, createChaosWorld, openChats } from './chaos-world.ts';
import { dealFaults, type PlannedFault, type Track } from './fault.ts';
import { hostileInput } from './hostile-input.ts';
import { judge } from './judge.ts';
import { startPeople } from './people.ts';
import { redisFaults } from './redis-faults.ts';
import { replicaFaults } from './replica-faults.ts';
import { botFaults, chatFaults } from './telegram-faults.ts';
import { createTimeline, type Timeline } from './timeline.ts';

const LANES = 4;
const EVENTS_PER_SECOND = 2;
const ALERT_EVERY_MS = 6_000;
const CHANNEL_EVERY_MS = 400;
/** How long publishers and people may take to be done after the last fault. */
const FINISH_MS = 15_000;

export async function runChaos(options: ChaosOptions): Promise<ChaosResult> {
  const world = await createChaosWorld();
  try {
    await openChats(world);
    return await runIn(world, options);
  } finally {
    await world.close();
  }
}

async function runIn(world: ChaosWorld, options: ChaosOptions): Promise<ChaosResult> {
  const books = createBooks();
  const timeline = createTimeline(options.faultsMs);
  const eventsPerLane = Math.ceil((options.faultsMs / 1_000) * EVENTS_PER_SECOND);
  const reader = await startEventReader(() => world.urls);
  const unfollow = noteWhatIsLost(world.simulator.world, books);
  const run: Run = { options, world, books, timeline, reader, eventsPerLane };
  try {
    const people = startPeople({
      ...depsOf(run),
      world: world.simulator.world,
      seed: options.seed,
    });
    const speaking = speak(run);
    await playFaults(run);
    world.simulator.world.faults.clear();
    const verdict = await judge(run, {
      spoken: within(speaking, FINISH_MS * (options.slack ?? 1)),
      stopPeople: people.stop,
    });
    return { ...verdict, timeline: timeline.lines() };
  } finally {
    unfollow();
    await reader.stop();
  }
}

const GONE = /message to edit not found|can't be edited|MESSAGE_ID_INVALID/;

const isMessage = (result: unknown): result is { readonly message_id: number } =>
  typeof result === 'object' && result !== null && 'message_id' in result;

function noteWhatIsLost(telegram: Telegram, { gone, unheard }: Books): () => void {
  return telegram.follow((change) => {
    if (change.kind !== 'call') return;
    const { params, answer, fault } = change.call;
    const { description, result } = answer?.body ?? {};
    if (GONE.test(String(description))) gone.add(`${params.chat_id}/${params.message_id}`);
    if (fault !== 'drop-answer' || !isMessage(result)) return;
    unheard.add(`${params.chat_id}/${result.message_id}`);
  });
}

const depsOf = ({ world, books, timeline }: Run) => ({
  client: world.client,
  runsDir: world.runsDir,
  urls: world.urls,
  books,
  nowMs: timeline.nowMs,
});

/** All sources, for as long as there are faults. */
async function speak(run: Run): Promise<void> {
  const { seed, faultsMs: overMs } = run.options;
  const deps = depsOf(run);
  const size = { lanes: LANES, eventsPerLane: run.eventsPerLane, overMs };
  const random = createSeeded(seed + 1);
  const [lanes] = await Promise.all([
    load(size, { ...deps, redis: deps.client, urls: () => deps.urls, random }),
    speakOnChannels({ overMs, everyMs: CHANNEL_EVERY_MS }, deps, createSeeded(seed + 2)),
    sendAlerts({ overMs, everyMs: ALERT_EVERY_MS }, deps, createSeeded(seed + 3)),
  ]);
  run.books.lanes = lanes;
}

/** Whether it came to its end in time. */
function within(work: Promise<void>, ms: number): Promise<boolean> {
  const late = new AbortController();
  return Promise.race([
    work.then(() => true),
    systemClock.sleep(ms, late.signal).then(() => false),
  ]).finally(() => late.abort());
}

/** Every track has chance of its own, so that none changes when another gets a new kind. */
async function playFaults(run: Run): Promise<void> {
  const { seed, faultsMs } = run.options;
  const planned = tracksOf(run).map((track, at) =>
    dealFaults(track, createSeeded(seed * 1_000 + at), faultsMs),
  );
  await Promise.all(planned.map((faults) => playInTurn(run.timeline, faults)));
}

async function playInTurn(timeline: Timeline, faults: readonly PlannedFault[]): Promise<void> {
  for (const fault of faults) await timeline.play(fault);
}

function tracksOf(run: Run): Track[] {
  const { world, options } = run;
  const telegram = world.simulator.world;
  const tracks: Track[] = [
    { name: 'redis', kinds: redisFaults(world), restMs: [1_000, 3_000] },
    ...world.replicas.map(
      (one): Track => ({
        name: one.replica.name,
        kinds: replicaFaults(one),
        restMs: [1_000, 3_500],
      }),
    ),
    { name: 'telegram', kinds: botFaults(telegram), restMs: [500, 2_000] },
    { name: 'chats', kinds: chatFaults(telegram), restMs: [0, 500] },
    { name: 'input', kinds: hostileInput(depsOf(run)), restMs: [500, 2_500] },
  ];
  const isWanted = (name: string) =>
    options.only?.some((part) => name.includes(part)) !== false &&
    options.without?.some((part) => name.includes(part)) !== true;
  return tracks.map((track) => ({
    ...track,
    kinds: track.kinds.filter(({ name }) => isWanted(name)),
  }));
}
