// Measures how long Redis takes to answer a ping, one at a time.
import type { Clock } from '../runtime/clock.ts';
import type { Metrics } from '../runtime/metrics.ts';

interface Deps {
  /** Resolves with the next answer of Redis. Never rejects. */
  readonly answer: () => Promise<void>;
  readonly clock: Pick<Clock, 'monotonic'>;
  readonly metrics: Pick<Metrics, 'redisAnswered'>;
}

export function createMeasurePulse({ answer, clock, metrics }: Deps): () => void {
  let isOpen = false;
  return () => {
    if (isOpen) return;
    isOpen = true;
    const askedAt = clock.monotonic();
    void answer().then(() => {
      isOpen = false;
      metrics.redisAnswered((clock.monotonic() - askedAt) / 1_000);
    });
  };
}
