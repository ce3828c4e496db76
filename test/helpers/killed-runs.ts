// A process that follows job files and is killed by one of their lines, as by a mistake in native code:
// `killed-runs.ts <socket of Redis> <key prefix> <folder of jobs>`. Pauses are as short as the program's.
import { Redis } from 'ioredis';
import { decode } from '../../src/dialects/all-dialects.ts';
import { createRunsInlet } from '../../src/files/runs/runs-inlet.ts';
import { createKeys } from '../../src/redis/scripts/keys.ts';
import { createSourcePositions } from '../../src/redis/streams/stream-positions.ts';
import { systemClock } from '../../src/runtime/clock.ts';
import { KILLER } from './delivery.ts';
import { createIntakeKit } from './intake-kit.ts';
import { createMemoryLease } from './memory-lease.ts';

const [socketPath = '', prefix = '', runsDir = ''] = process.argv.slice(2);
const redis = new Redis({ path: socketPath });
const keys = createKeys(prefix);

const inlet = createRunsInlet({
  ...createIntakeKit({
    redis,
    keys,
    life: systemClock.token(9),
    clock: { ...systemClock, sleep: (ms, signal) => systemClock.sleep(Math.min(ms, 100), signal) },
    decode(message) {
      if (message.text.includes(KILLER)) process.kill(process.pid, 'SIGKILL');
      return decode(message);
    },
  }),
  dialect: 'pipeline',
  runsDir,
  positions: createSourcePositions(redis, keys),
  lease: createMemoryLease().replica(),
});
await inlet.start();
