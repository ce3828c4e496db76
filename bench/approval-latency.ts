// How long does it take from the publish of a job.approval_needed until its sendMessage reaches the
// Bot API server, and from a tap until its answerCallbackQuery does? One at a time, idle and beside
// 2,000 other events a second; against one Redis round trip and one Bot API call in the same
// condition. 100 private chats in turn, so that Telegram's pace (1 call a second a chat, 30 for the
// bot) is never what is measured. The program and the noise are processes of their own; Redis and
// the Bot API are reached over TCP. Build it first:
// npm run build && npx tsx bench/approval-latency.ts [times]
import { Redis } from 'ioredis';
import { createKeys } from '../src/redis/scripts/keys.ts';
import { systemClock } from '../src/runtime/clock.ts';
import { ANA, createWorld } from '../test/helpers/world.ts';
import { type ApprovalChats, addApprovalChats, PEOPLE } from './approval-chats.ts';
import { latencyLine, percentile } from './figures.ts';
import { startNoise } from './noise.ts';
import { type Share, watchProcessor } from './processor.ts';

const TIMES = Number(process.argv[2] ?? 200);
const WARM_UP = Math.ceil(TIMES / 10);
/** Between two: each of 100 chats gets a call every 4 seconds at most. */
const GAP_MS = 40;
const BARE_GAP_MS = 5;
const NOISE = { project: 'noise', perSecond: 2_000 };
const AIM_P99_MS = { idle: 50, loaded: 250 };

interface Figures {
  readonly roundTrip: readonly number[];
  readonly call: readonly number[];
  readonly request: readonly number[];
  readonly tap: readonly number[];
  readonly program: Share;
}

const { sleep, monotonic } = systemClock;
const world = await createWorld({
  limits: 'off',
  settings: {
    GLOBAL_MESSAGES_PER_SECOND: '1000',
    BATCH_WINDOW_MS: '2000',
    ADMIN_USER_IDS: [ANA, ...PEOPLE].join(','),
  },
});
const telegram = world.simulator.world;
const redis = new Redis(world.redis.url);

async function repeat(times: number, once: () => Promise<number>, gapMs = GAP_MS) {
  const tookMs: number[] = [];
  for (let time = 0; time < times; time += 1) {
    tookMs.push(await once());
    await sleep(gapMs);
  }
  return tookMs;
}

async function timed(call: () => Promise<unknown>): Promise<number> {
  const startedAt = monotonic();
  await call();
  return monotonic() - startedAt;
}

function sendMessage(): Promise<unknown> {
  const { apiRoot, token } = world.simulator;
  return fetch(`${apiRoot}/bot${token}/sendMessage`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ chat_id: PEOPLE[0], text: 'bare' }),
  }).then((response) => response.json());
}

/** All taps come after all requests, so neither is measured beside what the other left to do. */
async function measure(chats: ApprovalChats, pid: number): Promise<Figures> {
  const programShare = await watchProcessor(pid);
  await repeat(WARM_UP, chats.ask);
  const request = await repeat(TIMES, chats.ask);
  await repeat(WARM_UP, chats.tap);
  const tap = await repeat(TIMES, chats.tap);
  const program = await programShare();
  const roundTrip = await repeat(TIMES, () => timed(() => redis.ping()), BARE_GAP_MS);
  const call = await repeat(TIMES, () => timed(sendMessage), BARE_GAP_MS);
  return { roundTrip, call, request, tap, program };
}

function report(condition: string, figures: Figures, aimMs: number): void {
  const { roundTrip, call, program } = figures;
  const percent = (share: number) => `${Math.round(share * 100)} %`;
  const bareMs = (share: number) => percentile(roundTrip, share) + percentile(call, share);
  console.log(`${condition}:`);
  const { computed, waited } = program;
  console.log(`  the program computed ${percent(computed)} of the time`);
  console.log(`    and waited ${percent(waited)} of it for a processor to be free`);
  console.log(`  ${latencyLine('one Redis round trip', roundTrip)}`);
  console.log(`  ${latencyLine('one Bot API call', call)}`);
  for (const [name, tookMs] of [
    ['publish to sendMessage', figures.request],
    ['tap to answerCallbackQuery', figures.tap],
  ] as const) {
    const ratio = (share: number) => (percentile(tookMs, share) / bareMs(share)).toFixed(1);
    const isMet = percentile(tookMs, 0.99) < aimMs;
    console.log(`  ${latencyLine(name, tookMs)}, longest ${Math.max(...tookMs).toFixed(1)} ms`);
    console.log(`    ${ratio(0.5)} (p50) and ${ratio(0.99)} (p99) times the two above together`);
    console.log(`    aim p99 < ${aimMs} ms: ${isMet ? 'met' : 'missed'}`);
  }
}

try {
  const listener = { id: ANA, project: NOISE.project };
  const chats = await addApprovalChats({ redis, telegram }, listener);
  const { pid } = await world.start();
  report('idle', await measure(chats, pid), AIM_P99_MS.idle);
  const journal = createKeys('jobwire').journal;
  const before = await redis.xlen(journal);
  const noise = startNoise({ redisUrl: world.redis.url, ...NOISE });
  const loaded = await measure(chats, pid);
  const kept = (await redis.xlen(journal)) - before;
  const { count, perSecond } = await noise.stop();
  report(`beside ${perSecond} events/s`, loaded, AIM_P99_MS.loaded);
  const digests = telegram.messages(ANA).length;
  console.log(
    `  of ${count} events beside ${kept} were journaled by then, ${digests} digests sent`,
  );
} finally {
  redis.disconnect();
  await world.end();
}
process.exit(0);
