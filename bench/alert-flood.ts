// How long does it take until each of 5,000 failures of 5,000 jobs is named, over 40 chats (20 private ones, 20 groups)
// under Telegram's limits? The same messages are then given to a sender that knows these limits exactly and
// nothing else (no budget kept for answers, no way to Telegram), each as soon as the last failure that it names was
// published: the ideal of the same run. Fewer messages would be better still, so their number is compared, too.
// Build it first: npm run build && npx tsx bench/alert-flood.ts [failures] [chats]

import { createKeys } from '../src/redis/scripts/keys.ts';
import { systemClock } from '../src/runtime/clock.ts';
import { createAlertFlood, type ToldAlerts } from '../test/helpers/alert-flood.ts';
import { idealEnd } from '../test/helpers/ideal-drain.ts';
import { createWorld } from '../test/helpers/world.ts';
import { watchProcessor } from './processor.ts';

const FAILURES = Number(process.argv[2] ?? 5_000);
const CHATS = Number(process.argv[3] ?? 40);
const AIM = 1.15;
/** What one message may name. */
const MOST_NAMED = 60;
const MAX_MS = 300_000;
const { monotonic } = systemClock;

/** When the last of the failures was routed. */
async function routedAt(): Promise<number> {
  const keys = createKeys('jobwire');
  const before = await world.client.xlen(keys.journal);
  for (;;) {
    const [length, routed, last] = await Promise.all([
      world.client.xlen(keys.journal),
      world.client.get(keys.routed),
      world.client.xrevrange(keys.journal, '+', '-', 'COUNT', 1),
    ]);
    if (length - before >= FAILURES && routed === last[0]?.[0]) return monotonic();
    await systemClock.sleep(20);
  }
}

/** How many calls there were in each second. */
function perSecond(times: readonly number[], from: number): number[] {
  const counts: number[] = [];
  for (const at of times) {
    const second = Math.floor((at - from) / 1_000);
    counts[second] = (counts[second] ?? 0) + 1;
  }
  return Array.from(counts, (count = 0) => count);
}

const world = await createWorld({ settings: { BATCH_WINDOW_MS: '2000' } });
try {
  const flood = await createAlertFlood(world, CHATS);
  const { pid } = await world.start();
  const share = await watchProcessor(pid);
  const startedAt = monotonic();
  const routed = routedAt();
  await flood.publish(Math.ceil(FAILURES / CHATS));
  const publishedMs = monotonic() - startedAt;
  await flood.allTold(MAX_MS);
  const { computed, waited } = await share();
  const routedMs = (await routed) - startedAt;
  const { told, publishedAt } = flood;
  const newest = ({ names }: ToldAlerts) => {
    return Math.max(...names.map((name) => publishedAt.get(name) ?? 0));
  };
  const end = Math.max(...told.map(({ at }) => at));
  const ideal = idealEnd(told.map((one) => ({ chatId: one.chatId, from: newest(one) })));
  const named = told.flatMap(({ names }) => names);
  const least = CHATS * Math.ceil(publishedAt.size / CHATS / MOST_NAMED);
  const seconds = (ms: number) => `${(ms / 1_000).toFixed(1)} s`;
  console.log(
    `${publishedAt.size} failures over ${CHATS} chats, published in ${seconds(publishedMs)}:`,
  );
  console.log(`  named ${named.length} times, ${new Set(named).size} of them`);
  console.log(
    `  ${told.length} messages (least possible ${least}), ${flood.refused()} calls answered 429`,
  );
  for (const [kind, isKind] of [
    ['private chats', (id: number) => id > 0],
    ['groups', (id: number) => id < 0],
  ] as const) {
    const some = told.filter(({ chatId }) => isKind(chatId));
    const last = Math.max(...some.map(({ at }) => at)) - startedAt;
    console.log(`  ${kind}: ${some.length} messages, the last after ${seconds(last)}`);
  }
  const percent = (part: number) => `${Math.round(part * 100)} %`;
  console.log(
    `  all routed after ${seconds(routedMs)}; of a processor it had ${percent(computed)}, and waited for one ${percent(waited)}`,
  );
  console.log(
    `  messages in each second: ${perSecond(
      told.map(({ at }) => at),
      startedAt,
    ).join(', ')}`,
  );
  const [took, best] = [end - startedAt, ideal - startedAt];
  const ratio = took / best;
  console.log(`  all told after ${seconds(took)}, the ideal ${seconds(best)}`);
  console.log(`ratio: ${ratio.toFixed(2)}, aim <= ${AIM}: ${ratio <= AIM ? 'met' : 'missed'}`);
} finally {
  await world.end();
}
process.exit(0);
