import { expect, it } from 'vitest';
import { LEASE_RENEWAL_MS, standbyPauseMs } from '../../src/runtime/lease.ts';

it.each([0, 0.5, 0.999])(
  'a replica without the lease asks again soon, chance being %d',
  (chance) => {
    const pauseMs = standbyPauseMs({ random: () => chance });
    expect(pauseMs).toBeGreaterThanOrEqual(50);
    expect(pauseMs).toBeLessThan(LEASE_RENEWAL_MS / 2);
  },
);
