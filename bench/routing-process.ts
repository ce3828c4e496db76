// The process of bench/routing.ts: reads the journal barely, then routes it, and tells what that took.
import { readFileSync } from 'node:fs';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { Redis } from 'ioredis';
import { NO_POLICY_FILE } from '../src/approvals/policy/policy-schema.ts';
import { createWaker } from '../src/redis/outbox/waker.ts';
import { createChatBook } from '../src/redis/people/chat-book.ts';
import { createMembers } from '../src/redis/people/members.ts';
import { createLease } from '../src/redis/routing/lease.ts';
import { createRouteStore } from '../src/redis/routing/route-store.ts';
import { createKeys } from '../src/redis/scripts/keys.ts';
import { createRouter } from '../src/routing/router.ts';
import { systemClock } from '../src/runtime/clock.ts';
import { createHealth } from '../src/runtime/health.ts';
import { silentLogger } from '../src/runtime/logger.ts';
import { createMetrics } from '../src/runtime/metrics.ts';

const [path = '', prefix = ''] = process.argv.slice(2);
const keys = createKeys(prefix);
const clock = systemClock;
const log = silentLogger;
const client = () => new Redis({ path, maxRetriesPerRequest: null });
const redis = client();

const MICROSECONDS = 1_000;
/** How often the event loop is looked at: nothing shorter is seen. */
const RESOLUTION_MS = 5;

/** For how long this thread was ready to run and had no processor, in milliseconds. Linux only. */
function waitedMs(): number {
  const [, waitedNs] = readFileSync(`/proc/self/task/${process.pid}/schedstat`, 'utf8').split(' ');
  return Number(waitedNs) / 1e6;
}

/** The longest delay of a timer, without what the thread waited for a processor. */
function watchPauses() {
  let longestMs = 0;
  let lookedAt = clock.monotonic();
  let waited = waitedMs();
  const timer = setInterval(() => {
    const [now, waitedNow] = [clock.monotonic(), waitedMs()];
    longestMs = Math.max(longestMs, now - lookedAt - RESOLUTION_MS - (waitedNow - waited));
    [lookedAt, waited] = [now, waitedNow];
  }, RESOLUTION_MS);
  return {
    end() {
      clearInterval(timer);
      return longestMs;
    },
  };
}

async function redisCpuUs(): Promise<number> {
  const found = (await redis.info('cpu')).matchAll(/used_cpu_(?:user|sys):([\d.]+)/g);
  return [...found].reduce((sum, [, seconds]) => sum + Number(seconds) * 1e6, 0);
}

function peakMb(): number {
  return process.resourceUsage().maxRSS / 1_024;
}

async function bare(): Promise<number> {
  const began = clock.monotonic();
  let count = 0;
  for (let after = '-'; ; ) {
    const entries = await redis.xrange(keys.journal, after, '+', 'COUNT', 1_000);
    for (const [, fields] of entries) JSON.parse(fields[1] ?? '');
    count += entries.length;
    if (entries.length < 1_000) break;
    after = `(${entries.at(-1)?.[0]}`;
  }
  return (count / (clock.monotonic() - began)) * MICROSECONDS;
}

const members = createMembers({ redis, keys, adminUserIds: [1] });
const waker = createWaker({ redis, prefix, log });
let places = 0;
const flowStore = createRouteStore({
  ...{ redis, blocking: client(), keys },
  ...{ lease: 'router', windowMs: 2_000 },
});
const router = createRouter({
  store: {
    ...flowStore,
    commit: (step) => {
      for (const effect of step.effects) {
        if (effect.kind === 'gather') places += effect.addresses.length;
      }
      return flowStore.commit(step);
    },
  },
  lease: createLease(redis, keys, 'router'),
  chatBook: createChatBook({ redis, keys, members }),
  ...{ waker, policies: NO_POLICY_FILE, clock, log },
  ...{ health: createHealth(), metrics: createMetrics() },
});

const bareMb = peakMb();
const barePerSecond = await bare();
const [[last] = []] = await redis.xrevrange(keys.journal, '+', '-', 'COUNT', 1);
const events = await redis.xlen(keys.journal);
await waker.start();
const delay = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
delay.enable();
const pauses = watchPauses();
const [cpuBefore, redisBefore] = [process.cpuUsage(), await redisCpuUs()];
const began = clock.monotonic();
await router.start();
while ((await flowStore.position()) !== last) await clock.sleep(20);
const seconds = (clock.monotonic() - began) / 1_000;
const ownPauseMs = pauses.end();
delay.disable();
const { user, system } = process.cpuUsage(cpuBefore);
const figures = {
  ...{ perSecond: events / seconds, barePerSecond, places, bareMb },
  ...{ peakMb: peakMb(), longestPauseMs: delay.max / 1e6, ownPauseMs },
  ownUs: (user + system) / events,
  redisUs: ((await redisCpuUs()) - redisBefore) / events,
};
process.send?.(figures, undefined, undefined, () => process.exit(0));
