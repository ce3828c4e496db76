// How long does it take from the publish of a job.approval_needed until its sendMessage reaches the
// Bot API server? One request at a time, idle and beside 1,000 other events a second; against one
// Redis round trip and one Bot API call in the same run. The requests go to many private chats in
// turn, so that Telegram's pace (1 call a second a chat, 30 for the bot) is never what is measured.
// The program is a process of its own. Build it first: npm run build && npx tsx bench/approval-latency.ts
import { systemClock } from '../src/clock.ts';
import { createChatBook } from '../src/redis/chat-book.ts';
import { createKeys } from '../src/redis/keys.ts';
import { createMembers } from '../src/redis/members.ts';
import { publish } from '../test/helpers/publish.ts';
import { ANA, createWorld } from '../test/helpers/world.ts';
import { latencyLine, percentile } from './figures.ts';

const REQUESTS = 200;
const CHATS = 100;
const FIRST_CHAT = 5_000;
/** Between two requests: 100 chats in turn are asked at most every 4 seconds each. */
const GAP_MS = 40;
const WARM_UP = 20;
const AIM_P99_MS = 50;
const NOISE = { project: 'noise', perTick: 10, tickMs: 10 };

const { sleep, monotonic } = systemClock;
const settings = { GLOBAL_MESSAGES_PER_SECOND: '1000', BATCH_WINDOW_MS: '2000' };
const world = await createWorld({ limits: 'off', settings });
const redis = world.client;
const telegram = world.simulator.world;
let asked = 0;

/** Each chat hears of one job; Ana's hears of all that is published beside. */
async function addChats(): Promise<void> {
  const keys = createKeys('jobwire');
  const chatBook = createChatBook({
    redis,
    keys,
    members: createMembers({ redis, keys, adminUserIds: [ANA] }),
  });
  const add = (id: number, kind: 'job' | 'project', of: string) =>
    chatBook.update(id, () => ({
      id,
      kind: 'private',
      title: `chat ${id}`,
      locale: 'en',
      level: 'all',
      subscriptions: [{ kind, id: of, by: ANA }],
      sponsors: [ANA],
    }));
  await add(ANA, 'project', NOISE.project);
  for (let id = FIRST_CHAT; id < FIRST_CHAT + CHATS; id += 1) {
    telegram.addPerson({ id, firstName: `Person ${id}`, languageCode: 'en' });
    telegram.addPrivateChat(id);
    await add(id, 'job', `job-${id}`);
  }
}

async function ask(): Promise<number> {
  const chatId = FIRST_CHAT + (asked % CHATS);
  asked += 1;
  const arrived = sent(chatId);
  const startedAt = monotonic();
  const data = { approval_id: `approval-${asked}`, scope: 'push', action: 'git push origin main' };
  await publish(redis, { event_type: 'job.approval_needed', job_id: `job-${chatId}`, data });
  return (await arrived) - startedAt;
}

/** When the next sendMessage to this chat has reached the server. */
function sent(chatId: number): Promise<number> {
  return new Promise((resolve) => {
    const unfollow = telegram.follow((change) => {
      if (change.kind !== 'call' || change.call.method !== 'sendMessage') return;
      if (Number(change.call.params.chat_id) !== chatId) return;
      unfollow();
      resolve(monotonic());
    });
  });
}

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
    body: JSON.stringify({ chat_id: FIRST_CHAT, text: 'bare' }),
  }).then((response) => response.json());
}

/** Publishes beside until it is told to stop; answers how many a second it were. */
function makeNoise(): () => Promise<number> {
  const startedAt = monotonic();
  let count = 0;
  let isOver = false;
  async function run(): Promise<void> {
    while (!isOver) {
      const due = ((monotonic() - startedAt) / NOISE.tickMs) * NOISE.perTick;
      const events = Array.from({ length: Math.max(0, Math.floor(due - count)) }, (_, at) =>
        publish(redis, {
          event_type: 'job.progress',
          project_id: NOISE.project,
          job_id: `noise-${(count + at) % 50}`,
          data: { type: 'tool_use', tool: 'Edit', file: `src/module-${at}.ts` },
        }),
      );
      count += events.length;
      await Promise.all(events);
      await sleep(NOISE.tickMs);
    }
  }
  const running = run();
  return async () => {
    isOver = true;
    await running;
    return count / ((monotonic() - startedAt) / 1_000);
  };
}

try {
  await addChats();
  await world.start();
  await repeat(WARM_UP, ask);
  const idle = await repeat(REQUESTS, ask);
  const roundTrip = await repeat(REQUESTS, () => timed(() => redis.ping()), 5);
  const call = await repeat(REQUESTS, () => timed(sendMessage), 5);
  const endNoise = makeNoise();
  await repeat(WARM_UP, ask);
  const loaded = await repeat(REQUESTS, ask);
  const perSecond = Math.round(await endNoise());
  console.log(latencyLine('one Redis round trip', roundTrip));
  console.log(latencyLine('one Bot API call', call));
  console.log(`${latencyLine('publish to sendMessage, idle', idle)} (aim p99 <= ${AIM_P99_MS} ms)`);
  const told = telegram.messages(ANA).length;
  const beside = `beside ${perSecond} events/s (${told} digests of them sent)`;
  console.log(latencyLine(`publish to sendMessage ${beside}`, loaded));
  const isMet = percentile(idle, 0.99) <= AIM_P99_MS;
  console.log(`the aim is ${isMet ? 'met' : 'missed'}`);
} finally {
  await world.end();
}
process.exit(0);
