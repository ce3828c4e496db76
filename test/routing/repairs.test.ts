// What fails and is mended later, as the flow tells it.
import { describe, expect, it } from 'vitest';
import { NO_POLICY_FILE } from '../../src/approvals/policy/policy-schema.ts';
import type { CanonicalEvent } from '../../src/event/canonical-event.ts';
import { createFlow } from '../../src/routing/flow.ts';
import { anEvent } from '../helpers/events.ts';

/** The failures that are fixed in the end, by the number of their event. */
function fixedAfter(...events: CanonicalEvent[]): number[] {
  const audience = { revision: 1, chats: [], members: new Map() };
  const jobs = { jobs: new Map(), homes: new Map() };
  const flow = createFlow({ audience, policies: NO_POLICY_FILE, jobs, newToken: () => 'token' });
  events.forEach((event, at) => {
    flow.add({ position: `1000-${at}`, event });
  });
  const failed = new Map<string, number>();
  const fixed: number[] = [];
  for (const effect of flow.effects()) {
    if (effect.kind === 'failure') {
      for (const name of effect.names) failed.set(name, Number(effect.position.slice(5)));
    }
    if (effect.kind === 'fixed')
      fixed.push(...effect.names.flatMap((one) => failed.get(one) ?? []));
  }
  return [...new Set(fixed)];
}

const of = (type: string, fields: Partial<CanonicalEvent> = {}) => anEvent({ type, ...fields });
const TASK = { data: { instruction: 'Roll out shop 3.8.1' } };

describe('a failure is fixed', () => {
  it.each([
    [
      'the same job succeeds later',
      [of('job.failed'), of('job.started'), of('job.completed')],
      [0],
    ],
    ['a stage fails and its job succeeds', [of('stage.failed'), of('job.completed')], [0]],
    [
      'another job does the same task of the project',
      [
        of('job.started', TASK),
        of('job.failed'),
        of('job.started', { ...TASK, jobId: 'j2' }),
      ].concat(of('job.completed', { jobId: 'j2' })),
      [1],
    ],
  ])('when %s', (_, events, fixed) => {
    expect(fixedAfter(...events)).toEqual(fixed);
  });

  const failed = [of('job.started', TASK), of('job.failed')];
  it.each([
    ['the job fails again', [...failed, of('job.started'), of('job.failed')]],
    ['it ends unsuccessfully', [...failed, of('job.completed', { data: { success: false } })]],
    ['it only runs again', [...failed, of('job.started'), of('job.progress')]],
    ['another job succeeds', [...failed, of('job.completed', { jobId: 'j2' })]],
    [
      'the same task succeeds in another project',
      [...failed, of('job.started', { ...TASK, projectId: 'p2', jobId: 'j2' })].concat(
        of('job.completed', { projectId: 'p2', jobId: 'j2' }),
      ),
    ],
    ['it succeeds internally', [...failed, of('job.completed', { visibility: 'internal' })]],
  ])('not when %s', (_, events) => {
    expect(fixedAfter(...events)).toEqual([]);
  });
});
