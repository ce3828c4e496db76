import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Service } from '../../src/runtime/lifecycle.ts';
import type { Tails } from '../../src/tails/tail.ts';
import { createTailsKit, type TailsKit } from './tails-kit.ts';

let kit: TailsKit;
let tails: Tails & Service;
beforeEach(async () => {
  kit = createTailsKit();
  tails = await kit.startReplica();
});
afterEach(() => kit.end());

describe('a source', () => {
  it('that hangs for one job holds up no other, and is asked again', async () => {
    let asked = 0;
    kit.logs.set('slow', () => {
      asked += 1;
      return new Promise(() => {});
    });
    kit.writes('j1', 'a');
    await kit.open(tails, { jobId: 'slow' });
    await kit.open(tails);
    for (const line of ['b', 'c', 'd']) {
      kit.writes('j1', line);
      await kit.clock.advance(2_000);
    }
    expect(kit.said()).toEqual(['j1 live a', 'j1 live b', 'j1 live c', 'j1 live d']);
    expect(asked).toBe(2);
  });

  it('that fails for one job is logged once, and the tail goes on when it works again', async () => {
    kit.logs.set('bad', () => Promise.reject(new Error('disk error')));
    kit.writes('j1', 'a');
    await kit.open(tails, { jobId: 'bad' });
    await kit.open(tails);
    await kit.clock.advance(10_000);
    expect(kit.log.count('tail_failed')).toBeLessThanOrEqual(2);
    expect(kit.said()).toEqual(['j1 live a']);
    kit.writes('bad', 'works');
    await kit.clock.advance(2_000);
    expect(kit.said().at(-1)).toBe('bad live works');
  });
});

describe('several replicas', () => {
  it('share the work: only the holder of the lease looks', async () => {
    const reads = kit.changesAlways('j1');
    await kit.startReplica();
    await kit.open(tails);
    const before = reads();
    await kit.clock.advance(10_000);
    expect(reads() - before).toBe(5);
    expect(kit.counts).toEqual([1, 0]);
  });

  it('go on where a dead one left off', async () => {
    kit.writes('j1', 'a');
    await kit.open(tails);
    kit.lease.steal();
    await kit.clock.advance(4_000);
    kit.writes('j1', 'b');
    await kit.clock.advance(4_000);
    expect(kit.said()).toEqual(['j1 live a']);
    kit.lease.expire();
    await kit.startReplica();
    await kit.clock.advance(2_000);
    expect(kit.said().at(-1)).toBe('j1 live b');
    expect(kit.slots()).toBe(1);
  });

  it('give the lease back when they stop', async () => {
    const other = await kit.startReplica();
    kit.writes('j1', 'a');
    await kit.open(tails);
    await tails.stop();
    kit.writes('j1', 'b');
    await kit.clock.advance(2_000);
    expect(kit.said().at(-1)).toBe('j1 live b');
    await other.stop();
    await other.stop();
  });
});
