// A process that reads a delivery's streams and is killed by one of the messages, as by a mistake in
// native code: `killed-inlet.ts <socket of Redis> <key prefix>`. Pauses are a hundred times shorter.
import { Redis } from 'ioredis';
import { decode, dialectNamed } from '../../src/dialects/all-dialects.ts';
import { createGroupInlet } from '../../src/redis/inlets/group-inlet.ts';
import { createKeys } from '../../src/redis/scripts/keys.ts';
import { systemClock } from '../../src/runtime/clock.ts';
import { DELIVERY_STREAMS, KILLER } from './delivery.ts';
import { createIntakeKit } from './intake-kit.ts';
import { createMemoryLease } from './memory-lease.ts';

const [socketPath = '', prefix = ''] = process.argv.slice(2);
const connect = () => new Redis({ path: socketPath });

const inlet = createGroupInlet({
  ...createIntakeKit({
    redis: connect(),
    keys: createKeys(prefix),
    life: systemClock.token(9),
    clock: { ...systemClock, sleep: (ms, signal) => systemClock.sleep(ms / 100, signal) },
    decode(message) {
      if (message.text.includes(KILLER)) process.kill(process.pid, 'SIGKILL');
      return decode(message);
    },
  }),
  blocking: connect(),
  dialect: dialectNamed('delivery'),
  names: DELIVERY_STREAMS,
  // Nobody else reads, and nobody waits for a dead reader's lease.
  lease: createMemoryLease().replica(),
});
await inlet.start();
