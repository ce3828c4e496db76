// A short run of the chaos that `run.ts` makes by hand: one seed, so that it is the same run everywhere.
import { describe, expect, it } from 'vitest';
import { runChaos } from './chaos-run.ts';

const SEED = 7;

describe('two replicas, five sources and forty chats, with something broken at every moment', () => {
  it('lose, repeat and hide nothing, and all works within 15 s of the last fault', async ({
    annotate,
  }) => {
    const { findings, timeline, facts } = await runChaos({ seed: SEED, faultsMs: 22_000 });
    for (const fact of facts) await annotate(fact);
    const found = findings.map(({ about, what }) => `${about}: ${what}`);
    expect(found, `seed ${SEED}, with these faults:\n${timeline.join('\n')}\n`).toEqual([]);
  });
});
