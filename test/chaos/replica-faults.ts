// What happens to one replica and to its way to Redis.
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { systemClock } from '../../src/runtime/clock.ts';
import { between, type Fault, type FaultKind } from './fault.ts';
import type { Link } from './link.ts';
import type { Replica } from './replica.ts';
import { clockSteps, type SettableClock } from './settable-clock.ts';

export interface ReplicaDeps {
  readonly replica: Replica;
  readonly link: Link;
  /** Absent where clocks can't be set. */
  readonly wallClock?: SettableClock;
}

type Ends = Pick<Fault, 'begin' | 'end'>;
type Range = readonly [number, number];

const run = promisify(execFile);

export function replicaFaults({ replica, link, wallClock }: ReplicaDeps): FaultKind[] {
  const kind = (name: string, range: Range, ends: Ends): FaultKind => ({
    name: `${replica.name} ${name}`,
    draw(random) {
      const lengthMs = between(random, range);
      return { detail: lengthMs === 0 ? 'once' : `for ${lengthMs} ms`, lengthMs, ...ends };
    },
  });
  const becomes = (mode: Parameters<Link['become']>[0]): Ends => ({
    begin: () => link.become(mode),
    end: () => link.become('pass'),
  });
  const sizeOfFiles = (limit: string) =>
    run('prlimit', [`--pid=${replica.pid}`, `--fsize=${limit}`]).catch(() => {});

  return [
    kind('is killed', [100, 2_500], { begin: replica.kill9, end: replica.resume }),
    kind('is killed twice', [100, 600], {
      async begin() {
        await replica.kill9();
        replica.resume();
        await systemClock.sleep(700);
        await replica.kill9();
      },
      end: replica.resume,
    }),
    kind('stands still', [500, 7_000], {
      begin: () => replica.signal('SIGSTOP'),
      end: () => replica.signal('SIGCONT'),
    }),
    kind('has its connections cut', [0, 0], { begin: link.cut }),
    kind('is refused by Redis', [300, 4_000], becomes('refuse')),
    kind('sends into a hole that gives all back', [1_000, 7_000], becomes('blackhole')),
    kind('sends into a hole whose connections stay dead', [1_000, 7_000], {
      begin: () => link.become('blackhole'),
      end() {
        link.deafen();
        link.become('pass');
      },
    }),
    kind('has connections that die without a sign', [0, 0], { begin: link.deafen }),
    kind('loses the answers of Redis', [100, 1_500], becomes('lose-answers')),
    kind('gets answers of Redis late', [1_000, 4_000], becomes('slow')),
    kind('has a full disk', [1_000, 5_000], {
      begin: () => sizeOfFiles('1:unlimited'),
      end: () => sizeOfFiles('unlimited:unlimited'),
    }),
    ...(wallClock === undefined ? [] : [clockSteps(replica.name, wallClock)]),
  ];
}
