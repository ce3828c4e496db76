// The judges of a run find what they are there for, and a seed deals the same faults every time.
import { describe, expect, it } from 'vitest';
import type { EventReader } from '../helpers/event-reader.ts';
import { createSeeded } from '../helpers/seeded.ts';
import { createBooks } from './accepted.ts';
import { dealFaults, type Track } from './fault.ts';
import { judgeJournal, judgeLossy, type Kept, missing } from './judge-journal.ts';
import { createTimeline } from './timeline.ts';

const event = (id: string, mark = id) => ({
  event_id: id,
  event_type: 'job.progress',
  job_id: 'j1',
  timestamp: '2026-03-02T09:00:00.000Z',
  mark,
});

function keptOf(...ids: string[]): Kept {
  const events = ids.map((id) => event(id));
  return { events, texts: events.map((one) => JSON.stringify(one)), letters: [] };
}

function readerOf(...ids: string[]): EventReader {
  const told = ids.map((id) => JSON.stringify(event(id)));
  return { told, connections: 1, gaps: 0, stop: async () => {} };
}

const whole = ['#bus-0-0#', '#bus-0-1#', '#bus-0-2#'];

describe('the journal of a run', () => {
  const books = { ...createBooks(), lanes: ['bus-0'] };

  it('is right when it has each once, in order, and the stream told the same', () => {
    expect(missing(keptOf(...whole), books, 3)).toEqual([]);
    expect(judgeJournal(keptOf(...whole), books, readerOf(...whole))).toEqual([]);
  });

  it.each([
    ['a repeat', ['#bus-0-0#', '#bus-0-1#', '#bus-0-1#'], /repeats/],
    ['another order', ['#bus-0-1#', '#bus-0-0#', '#bus-0-2#'], /out of order/],
  ])('is wrong with %s', (_, ids, says) => {
    const [found] = judgeJournal(keptOf(...ids), books, readerOf(...ids));
    expect(found?.what).toMatch(says);
  });

  it('is wrong with a channel that is kept out of order', () => {
    const ids = ['#jobs-0-1#', '#jobs-0-0#'];
    const [found] = judgeJournal(keptOf(...ids), books, readerOf(...ids));
    expect(found).toMatchObject({ about: 'channels', what: expect.stringMatching(/out of order/) });
  });

  it.each([
    ['lacks an event', whole.slice(0, 2), /never told/],
    ['tells one again', [...whole, '#bus-0-2#'], /again/],
    ['has another order', whole.toReversed(), /another order/],
  ])('is wrong with a stream that %s', (_, told, says) => {
    const [found] = judgeJournal(keptOf(...whole), books, readerOf(...told));
    expect(found?.what).toMatch(says);
  });

  it('lacks what was accepted: of a lane, an alert, an odd message', () => {
    const alert = { mark: 'ask-0-0x', kind: 'request', project: 'p', atMs: 0 } as const;
    const accepted = { ...books, alerts: [alert], hostile: ['hostile-1z'] };
    const lost = missing(keptOf('#bus-0-0#', '#bus-0-2#'), accepted, 3);
    expect(lost).toEqual(['bus-0-1', 'hostile-1z', 'ask-0-0x']);
  });

  it('may lack what a channel said while something was wrong, and only then', () => {
    const lossy = [{ lane: 'jobs-0', at: 0, sentAtMs: 1_000 }];
    const lost = (isTroubled: boolean) =>
      judgeLossy(keptOf(), { ...books, lossy }, () => isTroubled);
    expect(lost(true)).toEqual([]);
    expect(lost(false)).toHaveLength(1);
  });
});

describe('a seed', () => {
  const kinds = ['one', 'two', 'three'].map((name) => ({
    name,
    draw: (random: ReturnType<typeof createSeeded>) => ({
      detail: '',
      lengthMs: 100 + random.below(400),
      begin: () => {},
    }),
  }));
  const track: Track = { name: 'any', kinds, restMs: [50, 200] };
  const deal = (seed: number) =>
    dealFaults(track, createSeeded(seed), 10_000).map(({ kind, atMs, lengthMs }) => ({
      kind,
      atMs,
      lengthMs,
    }));

  it('deals the same faults every time, and another seed deals others', () => {
    expect(deal(3)).toEqual(deal(3));
    expect(deal(3)).not.toEqual(deal(4));
  });

  it('deals every kind before any comes again, one after the other, and none beyond the end', () => {
    const dealt = deal(5);
    expect(new Set(dealt.slice(0, 3).map(({ kind }) => kind)).size).toBe(3);
    for (const [at, { atMs, lengthMs }] of dealt.entries()) {
      expect(atMs + lengthMs).toBeLessThanOrEqual(dealt[at + 1]?.atMs ?? 10_000);
    }
  });

  it('is over when its faults are, with what they leave behind', async () => {
    const timeline = createTimeline(0);
    const fault = { kind: 'one', track: 'redis', detail: '', atMs: 0, lengthMs: 1, echoMs: 500 };
    await timeline.play({ ...fault, begin: () => {} });
    expect(timeline.calmAtMs).toBeGreaterThan(500);
    expect(timeline.isTroubled(timeline.nowMs())).toBe(true);
  });
});
