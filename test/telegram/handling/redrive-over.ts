// What tries dead letters again, over memory stores.
import { decode } from '../../../src/dialects/all-dialects.ts';
import { createRedrive, type Redrive } from '../../../src/intake/redrive.ts';
import { createMetrics } from '../../../src/runtime/metrics.ts';
import { createMemoryFollowerAside } from '../../helpers/memory-follower-aside.ts';

type Deps = Pick<Parameters<typeof createRedrive>[0], 'deadLetters' | 'journal' | 'clock' | 'log'>;

export function redriveOver(deps: Deps): Redrive {
  const followerAside = createMemoryFollowerAside();
  return createRedrive({ ...deps, decode, followerAside, metrics: createMetrics() });
}
