// What tries dead letters again, over memory stores.
import { decode } from '../../../src/dialects/all-dialects.ts';
import { createRedrive, type Redrive } from '../../../src/intake/redrive.ts';
import { createMetrics } from '../../../src/runtime/metrics.ts';
import { createMemoryFollowerAside } from '../../helpers/memory-follower-aside.ts';

type RedriveDeps = Parameters<typeof createRedrive>[0];
type Deps = Pick<RedriveDeps, 'deadLetters' | 'journal' | 'clock' | 'log'>;

export function redriveOver(deps: Deps): Redrive {
  const followerAside = createMemoryFollowerAside(deps.deadLetters);
  const redeliver: RedriveDeps['redeliver'] = async ({ id }) => {
    await deps.deadLetters.drop(id);
    return { kind: 'requeued', chatId: 1 };
  };
  return createRedrive({ ...deps, decode, followerAside, redeliver, metrics: createMetrics() });
}
