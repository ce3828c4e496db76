// What tries dead letters again, over memory stores.
import { decode } from '../../../src/dialects/all-dialects.ts';
import { createExhume, type Exhume } from '../../../src/intake/redrive.ts';
import { createMetrics } from '../../../src/runtime/metrics.ts';
import { createMemoryFollowerAside } from '../../helpers/memory-follower-aside.ts';

type Deps = Pick<Parameters<typeof createExhume>[0], 'deadLetters' | 'journal' | 'clock' | 'log'>;

export function exhumeOver(deps: Deps): Exhume {
  const followerAside = createMemoryFollowerAside();
  return createExhume({ ...deps, decode, followerAside, metrics: createMetrics() });
}
