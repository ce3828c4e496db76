// However many events one window gathered, no more lines are written than may fit, and each once in each of its forms.
import { expect, it } from 'vitest';
import { renderDigest } from '../../../src/message/render/render-digest.ts';
import { anEvent } from '../../helpers/events.ts';
import type { Digest } from '../digests.ts';
import { voiceIn } from '../speaking.ts';

function digestOfJobs(count: number): Digest {
  const groups = Array.from({ length: count }, (_, at) => {
    const { sessionId: _session, ...event } = anEvent({ type: 'job.started', jobId: `j${at}` });
    return { events: [{ event, title: `Build number ${at} of the shop` }], more: 0 };
  });
  return { kind: 'digest', groups, moreEvents: 0, alert: false };
}

/** How often a text of the locale is put together. */
function textsFor(count: number): number {
  const voice = voiceIn('en');
  let texts = 0;
  const speak: typeof voice.speak = (key, args) => {
    texts += 1;
    return voice.speak(key, args);
  };
  renderDigest(digestOfJobs(count), { ...voice, speak });
  return texts;
}

it('costs no more for ten times the lines that fit than for twice as many', () => {
  expect(textsFor(20_000)).toBeLessThanOrEqual(1.1 * textsFor(2_000));
});

it('costs the same for each line, whether all of them fit or not', () => {
  const [fit, tooMany] = [50, 500];
  const ofOne = textsFor(fit) / fit;
  expect(textsFor(tooMany) / tooMany).toBeLessThanOrEqual(2.2 * ofOne);
});
