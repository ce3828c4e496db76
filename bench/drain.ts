// How fast does what waits for many chats drain under the pace alone? Its script runs over made up times, so that neither
// the machine nor Telegram is in it: each chat sends its messages in turn, a call lasts 40 ms, and whoever has to wait
// comes up to `late` ms after the time that it was told. The same messages are given to a sender that knows Telegram's
// limits exactly and nothing else. npx tsx bench/drain.ts [cases]
import { idealEnd } from '../test/helpers/ideal-drain.ts';
import { startRedisKit } from '../test/helpers/redis-kit.ts';
import { type Draining, drain } from '../test/redis/pace/pace-kit.ts';

const START = 1_800_000_000_000;
const CALLS_PER_SECOND = 30;
const CALL_MS = 40;
const AIM = 1.15;
/** Chats, and messages for each. */
const CASES = [
  [40, 4],
  [100, 5],
  [400, 3],
  [2_000, 1],
] as const;

/** Half of them private, half groups. */
const chatsWith = (count: number, messages: number): Draining[] =>
  Array.from({ length: count }, (_, at) => ({
    ...{ chatId: at % 2 === 0 ? 5_000 + at : -1_000_000 - at, messages, class: 'full' },
  }));

const kit = await startRedisKit();
console.log(
  '| chats | messages each | late by up to | drained after | ideal | ratio | asked a call | calls in a second |',
);
console.log('|---|---|---|---|---|---|---|---|');
for (const [count, messages] of CASES.slice(0, Number(process.argv[2] ?? CASES.length))) {
  const chats = chatsWith(count, messages);
  const waiting = chats.flatMap(({ chatId }) =>
    Array.from({ length: messages }, () => ({ chatId, from: START })),
  );
  const ideal = idealEnd(waiting) - START;
  for (const jitterMs of [0, 20, 100, 500]) {
    const under = { redis: kit.redis, keys: kit.fresh(), callsPerSecond: CALLS_PER_SECOND };
    const { times, asked } = await drain(under, chats, {
      startMs: START,
      jitterMs,
      callMs: CALL_MS,
    });
    const took = Math.max(...times) - START;
    const sorted = [...times].sort((one, other) => one - other);
    const most = Math.max(
      ...sorted.map((at, from) => sorted.filter((t, i) => i >= from && t < at + 1_000).length),
    );
    const seconds = (ms: number) => `${(ms / 1_000).toFixed(2)} s`;
    const ratio = took / ideal;
    console.log(
      `| ${count} | ${messages} | ${jitterMs} ms | ${seconds(took)} | ${seconds(ideal)} | ${ratio.toFixed(3)}${ratio > AIM ? ' (missed)' : ''} | ${(asked / times.length).toFixed(1)} | ${most} |`,
    );
  }
}
await kit.server.stop();
process.exit(0);
