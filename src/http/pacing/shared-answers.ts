// Whoever asks the same within some seconds is given the same answer, so that many readers of one page cost one look.
import type { Clock } from '../../runtime/clock.ts';

export type ShareAnswer<T> = (key: string, compute: () => Promise<T>) => Promise<T>;

interface Options {
  readonly clock: Pick<Clock, 'monotonic'>;
  readonly keptMs: number;
}

/** Beyond this, those that were asked for first are dropped. */
const MAX_KEPT = 200;

/** A failure is not kept. */
export function createSharedAnswers<T>({ clock, keptMs }: Options): ShareAnswer<T> {
  const kept = new Map<string, { readonly at: number; readonly answer: Promise<T> }>();

  return (key, compute) => {
    const now = clock.monotonic();
    const known = kept.get(key);
    if (known !== undefined && now - known.at < keptMs) return known.answer;
    const answer = compute();
    kept.delete(key);
    kept.set(key, { at: now, answer });
    answer.catch(() => {
      if (kept.get(key)?.answer === answer) kept.delete(key);
    });
    for (const oldest of kept.keys()) {
      if (kept.size <= MAX_KEPT) break;
      kept.delete(oldest);
    }
    return answer;
  };
}
