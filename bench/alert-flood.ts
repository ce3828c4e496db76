// How long does it take until each of 5,000 failures of 5,000 jobs is named, over 40 chats (20 private ones, 20 groups)
// under Telegram's limits? The same messages are then given to a sender that knows these limits exactly and
// nothing else (no budget kept for answers, no way to Telegram), each as soon as the last failure that it names was
// published: the ideal of the same run. Fewer messages would be better still, so their number is compared, too.
// Build it first: npm run build && npx tsx bench/alert-flood.ts [failures] [chats]
import { systemClock } from '../src/runtime/clock.ts';
import { TELEGRAM_LIMITS } from '../src/simulator/api/flood.ts';
import { createAlertFlood, type ToldAlerts } from '../test/helpers/alert-flood.ts';
import { createWorld } from '../test/helpers/world.ts';

const FAILURES = Number(process.argv[2] ?? 5_000);
const CHATS = Number(process.argv[3] ?? 40);
const AIM = 1.15;
/** What one message may name. */
const MOST_NAMED = 60;
const MAX_MS = 300_000;
const MINUTE_MS = 60_000;
const { monotonic } = systemClock;

interface Waiting {
  readonly chatId: number;
  readonly from: number;
}

/** When the last of them is sent, at the earliest. */
function idealEnd(messages: readonly Waiting[]): number {
  const sent: number[] = [];
  const perChat = new Map<number, number[]>();
  const queue = [...messages].sort((one, other) => one.from - other.from);
  while (queue.length > 0) {
    const earliest = queue.map(({ chatId, from }) => {
      const ofChat = perChat.get(chatId) ?? [];
      return Math.max(from, chatFree(chatId, ofChat), botFree(sent));
    });
    const at = Math.min(...earliest);
    const [{ chatId } = { chatId: 0 }] = queue.splice(earliest.indexOf(at), 1);
    perChat.set(chatId, [...(perChat.get(chatId) ?? []), at]);
    sent.push(at);
  }
  return Math.max(...sent);
}

function botFree(sent: readonly number[]): number {
  const first = sent.at(-TELEGRAM_LIMITS.botPerSecond);
  return first === undefined ? 0 : first + 1_000;
}

function chatFree(chatId: number, sent: readonly number[]): number {
  if (chatId < 0) {
    const first = sent.at(-TELEGRAM_LIMITS.groupPerMinute);
    return first === undefined ? 0 : first + MINUTE_MS;
  }
  // A bucket: the level after each call that was made.
  const { privateBurst: size, privatePerSecond } = TELEGRAM_LIMITS;
  let [level, filledAt] = [size, sent[0] ?? 0];
  for (const at of sent) {
    level = Math.min(size, level + ((at - filledAt) / 1_000) * privatePerSecond) - 1;
    filledAt = at;
  }
  return sent.length === 0 || level >= 1 ? 0 : filledAt + ((1 - level) / privatePerSecond) * 1_000;
}

const world = await createWorld({ settings: { BATCH_WINDOW_MS: '2000' } });
try {
  const flood = await createAlertFlood(world, CHATS);
  await world.start();
  const startedAt = monotonic();
  await flood.publish(Math.ceil(FAILURES / CHATS));
  const publishedMs = monotonic() - startedAt;
  await flood.allTold(MAX_MS);
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
  const [took, best] = [end - startedAt, ideal - startedAt];
  const ratio = took / best;
  console.log(`  all told after ${seconds(took)}, the ideal ${seconds(best)}`);
  console.log(`ratio: ${ratio.toFixed(2)}, aim <= ${AIM}: ${ratio <= AIM ? 'met' : 'missed'}`);
} finally {
  await world.end();
}
process.exit(0);
