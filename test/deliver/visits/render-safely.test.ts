import { describe, expect, it } from 'vitest';
import { renderSafely } from '../../../src/deliver/visits/render-safely.ts';
import type { Notice } from '../../../src/message/notice.ts';
import type { Render } from '../../../src/message/render/render.ts';
import { anEvent } from '../../helpers/events.ts';
import { createLogBook } from '../../helpers/log-book.ts';
import { render as realRender } from '../../message/speaking.ts';

/** Fails on whatever holds an event of this type. */
function failingOn(type: string): Render {
  return (notice, locale) => {
    const events = notice.kind === 'digest' ? notice.groups.flatMap((group) => group.events) : [];
    const all = notice.kind === 'event' ? [notice] : events;
    if (all.some(({ event }) => event.type === type)) throw new TypeError('odd');
    return realRender(notice, locale);
  };
}

const event = (type: string): Notice => ({ kind: 'event', event: anEvent({ type }), alert: true });

describe('a message that can not be rendered', () => {
  it('is sent in a simpler form, with its sound, and the failure is logged', () => {
    const log = createLogBook();
    const render = renderSafely(failingOn('job.odd'), log);
    const [message, ...rest] = render(event('job.odd'), 'en');
    expect(rest).toEqual([]);
    expect(message?.body.text).toMatch(/1 more/);
    expect(message?.silent).toBe(false);
    expect(log.count('render_failed')).toBe(1);
  });

  it('keeps the number of all events of a digest', () => {
    const groups = [
      {
        events: [{ event: anEvent() }, { event: anEvent({ type: 'job.odd' }) }],
        more: 3,
      },
      { events: [{ event: anEvent() }], more: 0 },
    ];
    const digest = { kind: 'digest', groups, moreEvents: 10, alert: false } as const;
    const [message] = renderSafely(failingOn('job.odd'), createLogBook())(digest, 'en');
    expect(message?.body.text).toMatch(/16 more/);
  });

  it('leaves everything else as it is', () => {
    const render = renderSafely(failingOn('job.odd'), createLogBook());
    const failed = event('job.failed');
    expect(render(failed, 'en')).toEqual(realRender(failed, 'en'));
  });
});
