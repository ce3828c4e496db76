import { describe, expect, it } from 'vitest';
import type { CanonicalEvent } from '../../src/event/canonical-event.ts';
import { describe as meaningOf } from '../../src/event/event-types.ts';
import { render, televibeEvents, visibleMessage } from './speaking.ts';

function groups(events: readonly CanonicalEvent[]) {
  const labels = [...new Set(events.map((event) => event.sessionId ?? event.projectId ?? ''))];
  return labels.map((label) => ({
    label,
    events: events.filter((event) => (event.sessionId ?? event.projectId ?? '') === label),
    more: label === 'S12' ? 3 : 0,
  }));
}

describe.each(['en', 'de'])('every recorded event in %s', (locale) => {
  it('reads well alone', async () => {
    const texts = televibeEvents.map((event) => {
      const alert = meaningOf(event).weight === 'alert';
      return render({ kind: 'event', event, alert }, locale).map(visibleMessage).join('\n---\n');
    });
    await expect(`${texts.join('\n\n')}\n`).toMatchFileSnapshot(
      `__snapshots__/events.${locale}.txt`,
    );
  });

  it('reads well in a digest', async () => {
    const messages = render(
      {
        kind: 'digest',
        groups: groups(televibeEvents),
        moreEvents: 12,
        moreGroups: 2,
        alert: true,
      },
      locale,
    );
    await expect(`${messages.map(visibleMessage).join('\n---\n')}\n`).toMatchFileSnapshot(
      `__snapshots__/digest.${locale}.txt`,
    );
  });
});
