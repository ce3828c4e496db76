import { expect, it } from 'vitest';
import type { JsonObject } from '../../../src/event/canonical-event.ts';
import { anEvent } from '../../helpers/events.ts';
import { LOCALES, render, visibleMessage } from '../speaking.ts';

/** Known and unknown types with fields that their texts don't name, as other versions of producers send them. */
const ODD: readonly (readonly [string, JsonObject])[] = [
  [
    'coordination.message_sent',
    { message: 'API of `auth` changed', name: 'Builder', state: 'idle' },
  ],
  ['job.approved', { message: 'go on', name: 'Builder', state: 'waiting_approval' }],
  [
    'job.completed',
    {
      result: 'merged',
      notes: '**2 tests** are flaky:\n- `login.spec.ts`\n- `cart.spec.ts`',
      durationSeconds: 754,
      cost_usd: 0.42,
      model: 'sonnet',
      tokens: 48_211,
      coverage_percent: 81.25,
      preview_url: 'https://preview.example.dev/42',
    },
  ],
  [
    'job.failed',
    {
      reason: 'tests failed',
      exit_code: 1,
      retry_count: 2,
      host: 'runner-7',
      started_at: '2026-03-02T08:30:00Z',
      context: { branch: 'fix/rounding', commit: 'a94a8fe5ccb19ba61c4c0873d391e987982fbbd3' },
    },
  ],
  [
    'task.created',
    { title: 'Write guide', assignee: { id: 'u-1', name: 'Ana' }, priority: 'high' },
  ],
  [
    'deploy.rolled_out',
    {
      environment: 'production',
      version: '3.8.1',
      regions: ['eu', 'us', 'ap'],
      artifactBytes: 48_211_004,
      health: { passed: 12, failed: 0, slowest: { name: '/checkout', ms: 912 } },
      finished: '2026-03-03T07:00:00+01:00',
    },
  ],
  ['backup.failed', { error: 'disk full', free_bytes: 0, next_try_at: '2026-03-02T10:00:00Z' }],
];

it.each([...LOCALES.keys()])(
  'events with other fields than expected read well in %s',
  async (locale) => {
    const texts = ODD.map(([type, data]) =>
      render({ kind: 'event', event: anEvent({ type, data }), alert: false }, locale)
        .map(visibleMessage)
        .join('\n---\n'),
    );
    await expect(`${texts.join('\n\n')}\n`).toMatchFileSnapshot(
      `__snapshots__/odd-events.${locale}.txt`,
    );
  },
);
