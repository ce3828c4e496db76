// Counts dead letters by stage. They may be many and heavy, so they are read page by page, and only once the list has
// changed.
import type { Redis } from 'ioredis';
import { DEAD_LETTER_STAGES } from '../../journal/journal.ts';
import type { Keys } from '../scripts/keys.ts';
import { READ_BYTES } from '../scripts/limits.ts';
import { TEXTS } from '../scripts/replies.ts';
import { loadScript } from '../scripts/script.ts';

interface Deps {
  readonly redis: Redis;
  readonly keys: Pick<Keys, 'journal' | 'prefix'>;
}

type Counts = Readonly<Record<string, number>>;

/** `mark` differs once the list has changed. Returns the last complete counts; all 0 before there are any. */
type LetterCounts = (mark: string) => Promise<Counts>;

const PAGE = { entries: 500, bytes: READ_BYTES } as const;
const OLDEST = '-';
const NONE: Counts = Object.fromEntries(DEAD_LETTER_STAGES.map((stage) => [stage, 0]));

export function createLetterCounts({ redis, keys }: Deps): LetterCounts {
  const readPage = loadScript<typeof PAGE & { readonly from: string }, string[]>(
    new URL('./count-letters.lua', import.meta.url),
    TEXTS,
  );
  let complete = { mark: '', counts: NONE };
  let walk: { readonly mark: string; readonly from: string; readonly counts: Counts } | undefined;

  return async (mark) => {
    if (walk === undefined && mark === complete.mark) return complete.counts;
    // A walk goes on although the list has changed, or it might never end; another one follows.
    const { from, counts, ...begun } = walk ?? { mark, from: OLDEST, counts: NONE };
    const [next = '', ...page] = await readPage(redis, { keys, values: { ...PAGE, from } });
    const sum = added(counts, page);
    walk = next === '' ? undefined : { ...begun, from: next, counts: sum };
    if (next === '') complete = { ...begun, counts: sum };
    return complete.counts;
  };
}

/** Whatever somebody wrote into a letter, there are no more stages than those that exist. */
function added(counts: Counts, page: readonly string[]): Counts {
  const sum: Record<string, number> = { ...counts };
  for (let at = 0; at < page.length; at += 2) {
    const [stage = '', count] = page.slice(at, at + 2);
    const known = Object.hasOwn(NONE, stage) ? stage : 'decoding';
    sum[known] = (sum[known] ?? 0) + Number(count);
  }
  return sum;
}
