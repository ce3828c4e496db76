import { describe, expect, it } from 'vitest';
import { flow, type StepInput } from '../src/flow.ts';
import { flowSafely } from '../src/flow-safely.ts';
import { anEvent } from './helpers/events.ts';

const entries = ['a', 'b', 'c'].map((id, at) => ({
  position: `1-${at}`,
  event: anEvent({ id, jobId: `job-${id}` }),
}));
const input: StepInput = {
  entries,
  audience: { revision: 1, chats: [], members: new Map() },
  jobs: { jobs: new Map(), homes: new Map() },
  policies: { approvals: [], routes: [] },
  newToken: () => 'token',
};

function failingOn(id: string): typeof flow {
  return (step) => {
    if (step.entries.some(({ event }) => event.id === id)) throw new Error(`no ${id}`);
    return flow(step);
  };
}

const jobsIn = ({ effects }: ReturnType<typeof flowSafely>) =>
  effects.flatMap((effect) => (effect.kind === 'job' ? [effect.job.id] : []));

describe('an event that the flow fails on', () => {
  it('is left out, and those before and behind it are not', () => {
    const safe = flowSafely(input, failingOn('b'));
    expect(jobsIn(safe)).toEqual(['job-a', 'job-c']);
    expect(safe.failed).toEqual([{ entry: entries[1], reason: 'no b' }]);
  });

  it('is told only when there is one', () => {
    const safe = flowSafely(input);
    expect(jobsIn(safe)).toEqual(['job-a', 'job-b', 'job-c']);
    expect(safe.failed).toEqual([]);
  });

  it('makes the step fail when no single event is to blame', () => {
    const together: typeof flow = (step) => {
      if (step.entries.length > 1) throw new Error('too many');
      return flow(step);
    };
    expect(() => flowSafely(input, together)).toThrow('too many');
  });
});
