// How long does it take from the publish of a job.approval_needed until its sendMessage reaches the Bot
// API server, while 120 chats (60 groups, 60 private ones) have more news than Telegram takes? Each chat
// hears of a project of its own, in which events come all the time, so each always has a digest to send;
// the bot's 30 calls a second and each chat's own are used up by them. The simulator's flood limits are
// on, and its 429s counted. Requests go to the chats in turn, one each GAP_MS, so that those of all chats
// fit into the tenth that is kept for them, and each chat is asked no more often than it has calls left.
// Build it first: npm run build && npx tsx bench/approval-flood.ts [requests]
import { Redis } from 'ioredis';
import { createChatBook } from '../src/redis/people/chat-book.ts';
import { createMembers } from '../src/redis/people/members.ts';
import { createKeys } from '../src/redis/scripts/keys.ts';
import { systemClock } from '../src/runtime/clock.ts';
import { publish } from '../test/helpers/publish.ts';
import { ANA, createWorld } from '../test/helpers/world.ts';
import { latencyLine, percentile } from './figures.ts';
import { startNoise } from './noise.ts';
import { watchProcessor } from './processor.ts';

const CHATS = 120;
const PRIVATE = 60;
const REQUESTS = Number(process.argv[2] ?? 150);
const GAP_MS = 400;
/** Enough for each chat to have something to say whenever it may. */
const NOISE = { project: 'flood', perSecond: 240, projects: CHATS };
const WARM_UP_MS = 100 * REQUESTS;
const AIM_MS = { p50: 30, p99: 300 };

const { sleep, monotonic } = systemClock;
const people = Array.from({ length: PRIVATE }, (_, at) => 5_000 + at);
const world = await createWorld({
  settings: {
    GLOBAL_MESSAGES_PER_SECOND: '30',
    BATCH_WINDOW_MS: '2000',
    ADMIN_USER_IDS: [ANA, ...people].join(','),
  },
});
const telegram = world.simulator.world;
const redis = new Redis(world.redis.url);
const reader = new Redis(world.redis.url);

const chatOf = (at: number) => (at < PRIVATE ? 5_000 + at : -(5_000 + at));

async function addChats(): Promise<void> {
  const keys = createKeys('jobwire');
  const members = createMembers({ redis, keys, adminUserIds: [ANA] });
  const chatBook = createChatBook({ redis, keys, members });
  for (let at = 0; at < CHATS; at += 1) {
    const id = chatOf(at);
    if (id > 0) {
      telegram.addPerson({ id, firstName: `Person ${id}`, languageCode: 'en' });
      telegram.addPrivateChat(id);
    } else {
      telegram.addGroup({ id, title: `Group ${id}`, members: [ANA] });
    }
    const chat = { id, title: `chat ${id}`, locale: 'en', level: 'all' } as const;
    await chatBook.update(id, () => ({
      ...chat,
      kind: id > 0 ? 'private' : 'group',
      subscriptions: [{ kind: 'project', id: `${NOISE.project}-${at}`, by: ANA }],
      sponsors: [ANA],
    }));
  }
}

/** When each request was in the journal, by its action. */
const journalled = new Map<string, number>();

async function followJournal(reader: Redis): Promise<void> {
  for (let after = '$'; reader.status !== 'end'; ) {
    const reply = await reader.xread(
      'BLOCK',
      1_000,
      'STREAMS',
      createKeys('jobwire').journal,
      after,
    );
    for (const [id, [, text = '']] of reply?.[0]?.[1] ?? []) {
      after = id;
      const action = /flood-request-\d+/.exec(text)?.[0];
      if (action !== undefined && !journalled.has(action)) journalled.set(action, monotonic());
    }
  }
}

interface Took {
  readonly wholeMs: number;
  /** From the journal on. */
  readonly sendingMs: number;
}

/** Until the request is at the Bot API server. */
async function ask(number: number): Promise<Took> {
  // Neighbours in time are a group and a private chat.
  const at = number % 2 === 0 ? (number / 2) % PRIVATE : PRIVATE + (((number - 1) / 2) % PRIVATE);
  const action = `flood-request-${number}`;
  const arrival = new Promise<number>((resolve) => {
    const unfollow = telegram.follow((change) => {
      if (change.kind !== 'call' || change.call.method !== 'sendMessage') return;
      if (!String(change.call.params.text).includes(action)) return;
      unfollow();
      resolve(monotonic());
    });
  });
  const startedAt = monotonic();
  await publish(redis, {
    event_type: 'job.approval_needed',
    project_id: `${NOISE.project}-${at}`,
    job_id: `asking-${number}`,
    data: { approval_id: `flood-${number}`, scope: 'push', action },
  });
  const arrivedAt = await arrival;
  const from = journalled.get(action) ?? startedAt;
  return { wholeMs: arrivedAt - startedAt, sendingMs: arrivedAt - from };
}

try {
  await addChats();
  const { pid, log } = await world.start();
  let calls = 0;
  let refused = 0;
  telegram.follow((change) => {
    if (change.kind !== 'call' || change.call.answer === undefined) return;
    if (!/^(send|edit)/.test(change.call.method)) return;
    calls += 1;
    if (change.call.answer.status === 429) refused += 1;
  });
  void followJournal(reader).catch(() => undefined);
  const noise = startNoise({ redisUrl: world.redis.url, ...NOISE });
  await sleep(WARM_UP_MS);
  const programShare = await watchProcessor(pid);
  const [callsBefore, startedAt] = [calls, monotonic()];
  const pending: Promise<Took>[] = [];
  for (let number = 0; number < REQUESTS; number += 1) {
    pending.push(ask(number));
    await sleep(GAP_MS);
  }
  const took = await Promise.all(pending);
  const tookMs = took.map(({ wholeMs }) => wholeMs);
  const seconds = (monotonic() - startedAt) / 1_000;
  const { computed, waited } = await programShare();
  const share = (part: number) => `${Math.round(part * 100)} %`;
  console.log(`${CHATS} chats beside ${NOISE.perSecond} events/s:`);
  console.log(`  ${((calls - callsBefore) / seconds).toFixed(1)} calls/s, ${refused} answered 429`);
  console.log(`  the program computed ${share(computed)} of the time and waited ${share(waited)}`);
  console.log(`  ${latencyLine('publish to sendMessage', tookMs)}`);
  console.log(`    longest ${Math.max(...tookMs).toFixed(1)} ms`);
  for (const [kind, remainder] of [
    ['private chats', 0],
    ['groups', 1],
  ] as const) {
    const some = tookMs.filter((_, number) => number % 2 === remainder);
    console.log(`    ${latencyLine(kind, some)}`);
  }
  const sendingMs = took.map((one) => one.sendingMs);
  console.log(`    ${latencyLine('of it from the journal on', sendingMs)}`);
  const roundTrips: number[] = [];
  for (let time = 0; time < 200; time += 1) {
    const before = monotonic();
    await redis.ping();
    roundTrips.push(monotonic() - before);
    await sleep(5);
  }
  console.log(`  ${latencyLine('one Redis round trip', roundTrips)}`);
  for (const [name, limit] of Object.entries(AIM_MS)) {
    const isMet = percentile(tookMs, name === 'p50' ? 0.5 : 0.99) <= limit;
    console.log(`    aim ${name} <= ${limit} ms: ${isMet ? 'met' : 'missed'}`);
  }
  await noise.stop();
  const warnings = log.filter(({ level }) => level === 'warn' || level === 'error');
  console.log(`  ${warnings.length} warnings: ${[...new Set(warnings.map(({ msg }) => msg))]}`);
} finally {
  redis.disconnect();
  reader.disconnect();
  await world.end();
}
process.exit(0);
