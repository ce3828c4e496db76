// Failures that come at once: each on a line of its own, in as few messages as hold them.
import { describe, expect, it } from 'vitest';
import { anEvent } from '../../helpers/events.ts';
import { render } from '../speaking.ts';

const failures = (count: number, title: string, error: string) =>
  Array.from({ length: count }, (_, at) => ({
    event: anEvent({
      id: `e${at}`,
      type: 'job.failed',
      projectId: 'shop',
      jobId: `job-${at}`,
      data: { error },
    }),
    title: `${at}: ${title}`,
  }));

const told = (count: number, title = 'Nightly check', error = 'connection refused') =>
  render({ kind: 'alerts', events: failures(count, title, error), more: 0 }, 'en');

/** The numbers that begin the titles. */
const named = (messages: ReturnType<typeof told>) =>
  messages.flatMap(({ body }) => [...body.text.matchAll(/ (\d+): /g)].map(([, at]) => Number(at)));

describe('failures that come at once', () => {
  it.each([
    [4, 1],
    [60, 1],
    [61, 2],
    [120, 2],
    [125, 3],
  ])('%i of them are named, each once, in %i messages', (count, messages) => {
    const long = told(count, 'Check that all orders are there '.repeat(4), 'no answer '.repeat(40));
    expect(long).toHaveLength(messages);
    expect(named(long)).toEqual(Array.from({ length: count }, (_, at) => at));
    for (const { body } of long) expect(body.text.length).toBeLessThanOrEqual(4_096);
  });

  it('leave more room for why where there are few', () => {
    const why = 'no answer from the database of the orders in the second data center';
    expect(told(4, 'Check', why).at(0)?.body.text).toContain(why);
    expect(told(60, 'Check', why).at(0)?.body.text).not.toContain(why);
    expect(told(60, 'Check', why).at(0)?.body.text).toContain('no answer');
  });

  it.each([
    [{ jobId: 'deploy-7', sessionId: 'S1' }, '❌ Failed · shop · deploy-7: refused'],
    [{ sessionId: 'S1' }, '❌ Failed · shop · S1: refused'],
    [{}, '❌ Failed · shop: refused'],
  ])('are told apart where nobody said what they were for: %j', (ids, line) => {
    const {
      jobId: _job,
      sessionId: _session,
      ...event
    } = anEvent({
      ...{ type: 'job.failed', projectId: 'shop', data: { error: 'refused' } },
    });
    const events = Array.from({ length: 4 }, () => ({ event: { ...event, ...ids }, title: '' }));
    const [message] = render({ kind: 'alerts', events, more: 0 }, 'en');
    expect(message?.body.text.split('\n')).toContain(line);
  });
});
