// Which failures are one matter, as the flow says it.
import { describe, expect, it } from 'vitest';
import { NO_POLICY_FILE } from '../../src/approvals/policy/policy-schema.ts';
import type { Audience } from '../../src/audience/chat-book.ts';
import type { CanonicalEvent } from '../../src/event/canonical-event.ts';
import { createFlow } from '../../src/routing/flow.ts';
import { anEvent } from '../helpers/events.ts';

const audience: Audience = {
  revision: 1,
  chats: [
    {
      ...{ id: 10, kind: 'private', title: '', locale: 'en', level: 'all', sponsors: [1] },
      subscriptions: [{ kind: 'everything', id: '', by: 1 }],
    },
  ],
  members: new Map([[1, { userId: 1, name: 'Ana', grants: [{ role: 'admin' }], knownAs: [] }]]),
};

/** Of each failure: the number of the one whose message says it, too; its own where that is its own. */
function saidBy(...events: CanonicalEvent[]): number[] {
  const jobs = { jobs: new Map(), homes: new Map() };
  const flow = createFlow({ audience, policies: NO_POLICY_FILE, jobs, newToken: () => 'token' });
  events.forEach((event, at) => {
    flow.add({ position: `1000-${at}`, event });
  });
  const known = new Map<string, number>();
  const lead = new Map<number, number>();
  for (const effect of flow.effects()) {
    if (effect.kind !== 'gather' || effect.entry.weight !== 'alert') continue;
    const at = Number(effect.entry.position.slice(5));
    const { replaces, joins, knownAs } = effect.related ?? { replaces: [], joins: [], knownAs: [] };
    const first = (names: readonly string[]) =>
      names.map((name) => known.get(name)).find((one) => one !== undefined);
    const [part, end] = [first(replaces), first(joins)];
    lead.set(at, end ?? at);
    if (part !== undefined) lead.set(part, at);
    for (const name of replaces) known.delete(name);
    if (end === undefined) for (const name of knownAs) known.set(name, at);
  }
  return [...lead].sort(([one], [other]) => one - other).map(([, by]) => by);
}

const of = (type: string, fields: Partial<CanonicalEvent> = {}) => anEvent({ type, ...fields });
const session = (fields: Partial<CanonicalEvent> = {}) => {
  const { jobId: _, ...event } = of('session.error', fields);
  return event;
};
const FAILED = { data: { status: 'failed' } };

describe('the failure of a job', () => {
  it.each<[string, CanonicalEvent[], number[]]>([
    ['of its stage', [of('stage.failed'), of('job.failed')], [1, 1]],
    [
      'of the newest of its stages',
      [of('stage.failed'), of('stage.failed'), of('job.failed')],
      [0, 2, 2],
    ],
    ['of its session', [session(), of('job.failed')], [1, 1]],
    ['of a type that nobody listed', [of('upload.failed'), of('job.failed')], [1, 1]],
    [
      'of a job that only says `success: false`',
      [of('stage.failed'), of('job.completed', { data: { success: false } })],
      [1, 1],
    ],
    ['of a build', [of('build.stage.completed', FAILED), of('build.failed', FAILED)], [0, 0]],
  ])('takes over the message %s', (_, events, by) => {
    expect(saidBy(...events)).toEqual(by);
  });

  it.each<[string, CanonicalEvent[]]>([
    ['the session', [of('job.failed'), session()]],
    ['the stage', [of('job.failed'), of('stage.failed')]],
    ['the job again, by somebody else', [of('job.failed'), of('job.failed')]],
    [
      'the job by its result',
      [of('job.completed', { data: { success: false } }), of('job.failed')],
    ],
  ])('says the one that comes after it, too: %s', (_, events) => {
    expect(saidBy(...events)).toEqual([0, 0]);
  });

  it.each<[string, CanonicalEvent[], number[]]>([
    [
      'another job',
      [of('stage.failed'), of('job.failed', { jobId: 'j2', sessionId: 'S2' })],
      [0, 1],
    ],
    [
      'the same job after it was started again',
      [of('job.failed'), of('job.started'), of('job.failed')],
      [0, 2],
    ],
    ['another session', [session(), of('job.failed', { sessionId: 'S2' })], [0, 1]],
    ['another project', [session(), of('job.failed', { projectId: 'p2' })], [0, 1]],
    [
      'one that only admins see',
      [of('stage.failed', { visibility: 'internal' }), of('job.failed')],
      [0, 1],
    ],
    ['its silence', [of('job.silent'), of('job.failed')], [0, 1]],
  ])('has a message of its own beside that of %s', (_, events, by) => {
    expect(saidBy(...events)).toEqual(by);
  });
});
