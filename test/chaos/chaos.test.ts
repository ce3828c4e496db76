// A short run of the chaos that `run.ts` makes by hand: one seed, so that it is the same run everywhere.
import { describe, expect, it } from 'vitest';
import { runChaos } from './chaos-run.ts';

const SEED = 8;
/** It takes less than a minute; a failing one waits longer for what does not come. */
const TIMEOUT_MS = 400_000;

/** A channel keeps nothing, and every replica hears it: what one alone heard comes as late as that one does. */
const KNOWN = [/^channels: .*lane out of order/];

describe('two replicas, five sources and forty chats, with something broken at every moment', () => {
  it(
    'lose, repeat and hide nothing, and all works soon after the last fault',
    async ({ annotate }) => {
      const { findings, timeline, facts } = await runChaos({
        seed: SEED,
        faultsMs: 20_000,
        // `run.ts` holds it to fifteen seconds; here other tests want the processor as well.
        slack: 4,
      });
      for (const fact of facts) await annotate(fact);
      const found = findings
        .map(({ about, what }) => `${about}: ${what}`)
        .filter((line) => !KNOWN.some((pattern) => pattern.test(line)));
      expect(found, `seed ${SEED}, with these faults:\n${timeline.join('\n')}\n`).toEqual([]);
    },
    TIMEOUT_MS,
  );
});
