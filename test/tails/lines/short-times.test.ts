// Times that lines of a log begin with, shortened on request.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { shortTime } from '../../../src/tails/lines/short-times.ts';
import { ANA, createTailsKit, type TailsKit } from '../tails-kit.ts';

describe('the time that a line begins with', () => {
  it.each([
    ['2026-11-30T08:15:22.123Z text', '08:15:22 text'],
    ['2026-11-30T08:15:22.1234567Z ##[group]Run', '08:15:22 ##[group]Run'],
    ['[2026-11-30 08:15:22,123] INFO text', '08:15:22 INFO text'],
    ['2026-11-30T09:15:22+01:00: text', '09:15:22: text'],
    ['2026/11/30 08:15:22 text', '08:15:22 text'],
    ['2026-11-30 08:15:22.123 +0100 text', '08:15:22 text'],
    ['time="2026-11-30T08:15:22Z" level=info', '08:15:22 level=info'],
    ['Nov 30 08:15:22 host text', '08:15:22 host text'],
    ['08:15:22.123 text', '08:15:22 text'],
    ['2026-11-30T08:15:22Z', '08:15:22'],
  ])('%s', (line, short) => {
    expect(shortTime(line)).toBe(short);
    expect(shortTime(short)).toBe(short);
  });

  it.each([
    'next run at 2026-11-30T08:15:22Z',
    '2026-11-30 text',
    '2026-11-30T08:15:22Zebra',
    '08:15:22',
    '',
  ])('is not in: %s', (line) => {
    expect(shortTime(line)).toBe(line);
  });
});

describe('a live log with short times', () => {
  let kit: TailsKit;
  beforeEach(() => {
    kit = createTailsKit();
    kit.writes('j1', '2026-11-30T08:15:22.123Z one', 'two');
  });
  afterEach(() => kit.end());
  const shown = () => JSON.parse(kit.outbox.posted.at(-1)?.message.body.text ?? '{}');

  it('is shown so from a tap on, by the replica that takes over too, and back', async () => {
    const first = await kit.startReplica();
    await kit.open(first);
    expect(shown()).toMatchObject({
      lines: ['2026-11-30T08:15:22.123Z one', 'two'],
      times: 'long',
    });
    const [tail = expect.fail()] = await first.running(ANA);
    await first.shorten(tail, true);
    await kit.clock.advance(2_000);
    expect(shown()).toMatchObject({ lines: ['08:15:22 one', 'two'], times: 'short' });
    await first.stop();

    const other = await kit.startReplica();
    kit.writes('j1', '2026-11-30T08:15:23.123Z three');
    await kit.clock.advance(30_000);
    expect(shown()).toMatchObject({ lines: ['08:15:23 three'], times: 'short' });
    await other.shorten(tail, false);
    await kit.clock.advance(2_000);
    expect(shown()).toMatchObject({ lines: ['2026-11-30T08:15:23.123Z three'], times: 'long' });
  });

  it('offers nothing where no line begins with a time', async () => {
    kit.writes('j1', 'one');
    const tails = await kit.startReplica();
    await kit.open(tails, { times: 'short' });
    expect(shown()).toMatchObject({ lines: ['one'], state: 'live' });
    expect(shown()).not.toHaveProperty('times');
  });

  it('is paused with the times as they were asked for, and since then', async () => {
    const tails = await kit.startReplica();
    await kit.open(tails, { times: 'short' });
    await kit.clock.advance(5_000);
    const [tail = expect.fail()] = await tails.running(ANA);
    await tails.pause(tail, true);
    const since = kit.clock.now();
    expect(shown()).toMatchObject({ lines: ['08:15:22 one', 'two'], state: 'paused', since });
    await tails.shorten(tail, false);
    expect(shown()).toMatchObject({ times: 'long', state: 'paused', since });
  });
});
