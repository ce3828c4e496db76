import { describe, expect, it } from 'vitest';
import type { TitledEvent } from '../../../src/message/notice.ts';
import { anEvent } from '../../helpers/events.ts';
import { render } from '../speaking.ts';
import { expectSound } from '../text/rich-texts.ts';

const step = (at: number): TitledEvent => ({
  event: anEvent({
    type: 'job.progress',
    time: new Date(Date.UTC(2026, 2, 2, 9, 0, at)).toISOString(),
    data: { tool: 'Edit', file: `src/${at}.ts` },
  }),
  title: 'Fix it',
});
const list = (events: readonly TitledEvent[], isCut = false) =>
  render({ kind: 'listing', events, isCut }, 'en');

describe('all events of a digest', () => {
  it('are a line each, with its time, while they are few', () => {
    const messages = list([step(1), step(2)]);
    expect(messages.map(({ body }) => body.text)).toEqual([
      '09:00 UTC ⚙️ Fix it: Edit · p1: src/1.ts\n09:00 UTC ⚙️ Fix it: Edit · p1: src/2.ts',
    ]);
    expect(messages[0]?.body.spans.filter(({ type }) => type === 'time')).toHaveLength(2);
  });

  it('are a file when they are many, with the addresses of links', () => {
    const url = 'https://github.com/acme/web/pull/7?long=address';
    const data = { pr_links: [url, 'https://github.com/acme/api/pull/8'] };
    const end = { event: anEvent({ type: 'job.completed', data }), title: 'Fix it' };
    const [message, ...others] = list([...Array.from({ length: 300 }, (_, at) => step(at)), end]);
    expect(others).toEqual([]);
    expect(message?.body.text).toBe('📎 All 301 events of this digest; times are in UTC');
    expect(message?.document?.name).toBe('events-2026-03-02-09-00-00Z.txt');
    const lines = message?.document?.text.trimEnd().split('\n') ?? [];
    expect(lines).toHaveLength(301);
    expect(lines[1]).toBe('2026-03-02 09:00:01Z  ⚙️ Fix it: Edit · p1: src/1.ts');
    expect(lines.at(-1)).toContain(`${url} · https://github.com/acme/api/pull/8`);
  });

  it('say when there were more than are listed', () => {
    const [message] = list([step(1)], true);
    expect(message?.body.text).toBe('📎 The first 1 events of this digest; times are in UTC');
  });

  it('fit the limits of a message however many they are', () => {
    for (const count of [1, 40, 90, 100, 180, 220]) {
      const messages = list(Array.from({ length: count }, (_, at) => step(at)));
      for (const { body } of messages) {
        expectSound(body);
        expect(body.text.length).toBeLessThanOrEqual(4_096);
        expect(body.spans.length).toBeLessThanOrEqual(100);
      }
    }
  });
});
