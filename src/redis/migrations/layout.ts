// Which layout the data in Redis have, as the key `layout` says: `2`, or `1>2 remove` and `1>2 move` while
// what was built is exchanged for what was there.
import type { Redis } from 'ioredis';
import { JobwireError } from '../../runtime/errors.ts';

export type Layout =
  | { readonly kind: 'at'; readonly version: number }
  /** `remove`: former keys go; `move`: what was built comes in their place. */
  | { readonly kind: 'exchange'; readonly to: number; readonly phase: 'remove' | 'move' };

/** Versions before the first one that wrote down its layout. */
const UNNUMBERED = 1;
/** Of keys that a former layout has elsewhere: where none of them is, there is nothing to migrate. */
const FORMER_NAMES = ['approvals:all', 'jobs', 'tails'];
/**
 * Kept since layout 2; the versions that made it first did not write its number down. Data of a later layout whose
 * number was lost are taken for it too: the migrations from there on find nothing to do.
 */
const SECOND_NAMES = ['approvals:current', 'jobs:names'];
const SECOND = 2;

const FORM = /^(?:(\d+)|\d+>(\d+) (remove|move))$/;

export function layoutKey(prefix: string): string {
  return `${prefix}:layout`;
}

/** `current`: what data have that are yet to be written. */
export async function readLayout(redis: Redis, prefix: string, current: number): Promise<Layout> {
  const text = await redis.get(layoutKey(prefix));
  if (text !== null) return parse(text);
  const hasAny = async (names: readonly string[]) =>
    (await redis.exists(...names.map((name) => `${prefix}:${name}`))) > 0;
  if (await hasAny(SECOND_NAMES)) return { kind: 'at', version: SECOND };
  return { kind: 'at', version: (await hasAny(FORMER_NAMES)) ? UNNUMBERED : current };
}

export function exchangeText(to: number, phase: 'remove' | 'move'): string {
  return `${to - 1}>${to} ${phase}`;
}

function parse(text: string): Layout {
  const [, version, to, phase] = FORM.exec(text) ?? [];
  if (version !== undefined && Number(version) > 0) return { kind: 'at', version: Number(version) };
  if (to !== undefined && (phase === 'remove' || phase === 'move')) {
    return { kind: 'exchange', to: Number(to), phase };
  }
  throw new JobwireError(
    'config_invalid',
    `Redis says that its data have the layout "${text}", which no jobwire writes; expected a number, like 2. Does KEY_PREFIX belong to jobwire alone?`,
  );
}
