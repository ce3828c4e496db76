// What /readyz says of visits that fail.
import { expect, it } from 'vitest';
import { watchVisits } from '../../../src/deliver/visits/watch-visits.ts';
import { JobwireError } from '../../../src/runtime/errors.ts';
import { createHealth } from '../../../src/runtime/health.ts';

function watched() {
  const health = createHealth();
  let error: Error | undefined;
  const visit = watchVisits(async () => {
    if (error !== undefined) throw error;
  }, health);
  return {
    state: () => health.snapshot().visits,
    async visits(count: number, failure?: Error) {
      error = failure;
      for (let chat = 1; chat <= count; chat += 1) await visit(chat).catch(() => {});
    },
  };
}

const broken = new Error('WRONGTYPE');

it('reports consecutive failed visits until one succeeds', async () => {
  const { visits, state } = watched();
  await visits(4, broken);
  await visits(1);
  await visits(4, broken);
  expect(state()).toBeUndefined();
  await visits(1, broken);
  expect(state()).toMatchObject({ ok: false, detail: 'the last 5 visits failed: WRONGTYPE' });
  await visits(1);
  expect(state()).toMatchObject({ ok: true });
});

it('does not report that Redis is unavailable', async () => {
  const { visits, state } = watched();
  await visits(20, new JobwireError('unavailable', 'Redis: READONLY'));
  expect(state()).toBeUndefined();
});
