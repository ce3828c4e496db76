import { describe, expect, it } from 'vitest';
import { describe as meaningOf } from '../../src/event/event-types.ts';
import { digestOf } from './digests.ts';
import { LOCALES, recordedEvents, render, titledEvents, visibleMessage } from './speaking.ts';

const cases = Object.entries(recordedEvents).flatMap(([dialect, events]) =>
  [...LOCALES.keys()].map((locale) => ({ dialect, locale, events })),
);

describe.each(cases)('every recorded $dialect event in $locale', ({ dialect, locale, events }) => {
  it('reads well alone', async () => {
    const texts = titledEvents(events).map(({ event, ...title }) => {
      const alert = meaningOf(event).weight === 'alert';
      return render({ kind: 'event', event, ...title, alert }, locale)
        .map(visibleMessage)
        .join('\n---\n');
    });
    await expect(`${texts.join('\n\n')}\n`).toMatchFileSnapshot(
      `__snapshots__/${dialect}.events.${locale}.txt`,
    );
  });

  it('reads well in a digest', async () => {
    const messages = render(
      {
        ...digestOf(titledEvents(events)),
        showAll: 'w:1.0-2.0',
      },
      locale,
    );
    await expect(`${messages.map(visibleMessage).join('\n---\n')}\n`).toMatchFileSnapshot(
      `__snapshots__/${dialect}.digest.${locale}.txt`,
    );
  });

  it('has a text of its own', () => {
    const unknown = events.filter((event) => !meaningOf(event).known).map(({ type }) => type);
    expect(unknown).toEqual(dialect === 'televibe' ? ['job.teleported'] : []);
  });
});
