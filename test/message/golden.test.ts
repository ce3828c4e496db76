import { describe, expect, it } from 'vitest';
import type { CanonicalEvent } from '../../src/event/canonical-event.ts';
import { describe as meaningOf } from '../../src/event/event-types.ts';
import type { TitledEvent } from '../../src/message/notice.ts';
import { recordedEvents, render, titledEvents, visibleMessage } from './speaking.ts';

function groups(recorded: readonly CanonicalEvent[]) {
  const events = titledEvents(recorded);
  const labelOf = ({ event }: TitledEvent) => event.sessionId ?? event.projectId ?? '';
  const labels = [...new Set(events.map(labelOf))];
  return labels.map((label) => ({
    label,
    events: events.filter((event) => labelOf(event) === label),
    more: label === 'S12' ? 3 : 0,
  }));
}

const cases = Object.entries(recordedEvents).flatMap(([dialect, events]) =>
  ['en', 'de'].map((locale) => ({ dialect, locale, events })),
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
        kind: 'digest',
        groups: groups(events),
        moreEvents: 12,
        moreGroups: 2,
        alert: true,
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
