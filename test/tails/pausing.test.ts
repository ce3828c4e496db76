// A live log that is paused: it stays as it is, in its message and in the store.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Service } from '../../src/runtime/lifecycle.ts';
import type { LogTail } from '../../src/tails/log-source.ts';
import type { Tails } from '../../src/tails/tail.ts';
import { ANA, createTailsKit, type TailsKit } from './tails-kit.ts';

let kit: TailsKit;
let tails: Tails & Service;
beforeEach(async () => {
  kit = createTailsKit();
  tails = await kit.startReplica();
});
afterEach(() => kit.end());

describe('pausing', () => {
  const first = async () => (await tails.running(ANA))[0] ?? expect.fail();
  beforeEach(async () => {
    kit.writes('j1', 'x');
    await kit.open(tails);
  });

  it('leaves the message as it is, whatever is written, also when the job ends, until somebody goes on', async () => {
    await tails.pause(await first(), true);
    const paused = ['j1 live x', 'j1 paused x'];
    expect(kit.said()).toEqual(paused);
    kit.writes('j1', 'x', 'y');
    await kit.clock.advance(10_000);
    kit.statuses.set('j1', 'completed');
    await kit.clock.advance(10_000);
    expect(kit.said()).toEqual(paused);
    kit.statuses.set('j1', 'running');
    await tails.pause(await first(), false);
    await kit.clock.advance(0);
    expect(kit.said()).toEqual([...paused, 'j1 live x y']);
    kit.writes('j1', 'z');
    await kit.clock.advance(2_000);
    expect(kit.said().at(-1)).toBe('j1 live z');
  });

  it('costs no look at the log', async () => {
    const reads = kit.changesAlways('j1');
    await tails.pause(await first(), true);
    const before = reads();
    await kit.clock.advance(20_000);
    expect(reads()).toBe(before);
    await tails.pause(await first(), false);
    await kit.clock.advance(0);
    expect(reads()).toBe(before + 1);
  });

  it('has the last word over a refresh that had begun before', async () => {
    let answer = (_: LogTail) => {};
    kit.logs.set('j1', () => new Promise((resolve) => (answer = resolve)));
    await kit.clock.advance(2_000);
    const slow = answer;
    kit.writes('j1', 'x', 'y');
    await tails.pause(await first(), true);
    slow({ lines: ['x', 'y', 'z'], ended: false });
    await kit.clock.advance(10_000);
    expect(kit.said().at(-1)).toBe('j1 paused x y');
  });

  it('is kept by the replica that takes over', async () => {
    await tails.pause(await first(), true);
    await tails.stop();
    const other = await kit.startReplica();
    kit.writes('j1', 'x', 'y');
    await kit.clock.advance(30_000);
    expect(kit.said().at(-1)).toBe('j1 paused x');
    const [tail = expect.fail()] = await other.running(ANA);
    await other.pause(tail, false);
    await kit.clock.advance(2_000);
    expect(kit.said().at(-1)).toBe('j1 live x y');
  });

  it('does not outlast the right to read, and starts nothing that was stopped', async () => {
    const tail = await first();
    await tails.pause(tail, true);
    kit.revoked.add('j1');
    await kit.clock.advance(2_000);
    expect(kit.said().at(-1)).toBe('j1 revoked');
    await tails.pause(tail, false);
    await kit.clock.advance(10_000);
    expect(kit.said().at(-1)).toBe('j1 revoked');
    expect(await tails.running(ANA)).toEqual([]);
  });
});
