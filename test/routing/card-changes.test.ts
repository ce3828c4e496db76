// What a live card tells, and what has a message of its own.
import { describe, expect, it } from 'vitest';
import { NO_POLICY_FILE } from '../../src/approvals/policy/policy-schema.ts';
import { type Audience, addressKey, type Chat } from '../../src/audience/chat-book.ts';
import type { CanonicalEvent } from '../../src/event/canonical-event.ts';
import { jobKey } from '../../src/jobs/job-key.ts';
import { createFlow } from '../../src/routing/flow.ts';
import type { Effect } from '../../src/routing/route-store.ts';
import { anEvent } from '../helpers/events.ts';

const ADMIN = 1;
const VIEWER = 2;

function chat(id: number, fields: Partial<Chat> = {}): Chat {
  return {
    ...{ id, kind: 'private', title: '', locale: 'en', level: 'all' },
    subscriptions: [{ kind: 'everything', id: '', by: id }],
    sponsors: [id],
    ...fields,
  };
}

const AUDIENCE: Audience = {
  revision: 1,
  members: new Map([
    [ADMIN, { userId: ADMIN, name: 'Ana', grants: [{ role: 'admin' }], knownAs: [] }],
    [VIEWER, { userId: VIEWER, name: 'Bea', grants: [{ role: 'viewer' }], knownAs: [] }],
    [3, { userId: 3, name: 'Cleo', grants: [{ role: 'viewer' }], knownAs: [] }],
  ]),
  chats: [chat(ADMIN), chat(VIEWER), chat(3, { cards: 'off' })],
};

const effectsOf = (...events: CanonicalEvent[]) => effectsFor(AUDIENCE, ...events);

function effectsFor(audience: Audience, ...events: CanonicalEvent[]): Effect[] {
  const jobs = { jobs: new Map(), homes: new Map() };
  const flow = createFlow({
    ...{ audience, policies: NO_POLICY_FILE, jobs, newToken: () => 'token' },
  });
  events.forEach((event, at) => {
    flow.add({ position: `1000-${at}`, event });
  });
  return flow.effects();
}

/** `<number of the event> in <address>`, of what is gathered. */
function gathered(effects: readonly Effect[]): string[] {
  return effects.flatMap((effect) =>
    effect.kind === 'gather'
      ? effect.addresses.map((one) => `${effect.entry.position.slice(5)} in ${addressKey(one)}`)
      : [],
  );
}

function cards(effects: readonly Effect[]) {
  return effects.flatMap((effect) => {
    if (effect.kind !== 'card') return [];
    const { job, shown, everywhere } = effect;
    const places = shown.map(({ address, entry, isMuted = false }) => {
      const place = `${entry.position.slice(5)} in ${addressKey(address)}`;
      return isMuted ? `${place}, muted` : place;
    });
    return [{ job, places, everywhere }];
  });
}

const KEY = jobKey('p1', 'j1');
const of = (type: string, fields: Partial<CanonicalEvent> = {}) => anEvent({ type, ...fields });

describe('what a live card tells', () => {
  it('are the steps and states of a running job, where cards are on', () => {
    const types = ['job.queued', 'job.started', 'job.progress', 'job.tool_started', 'job.updated'];
    const effects = effectsOf(...types.map((type) => of(type)));
    expect(gathered(effects)).toEqual(types.map((_, at) => `${at} in 3`));
    const places = [`4 in ${ADMIN}`, `4 in ${VIEWER}`];
    expect(cards(effects)).toEqual([{ job: KEY, places, everywhere: true }]);
  });

  it('is not the end of the job, which has a message of its own and changes all cards', () => {
    const effects = effectsOf(of('job.started'), of('job.completed'));
    expect(gathered(effects)).toEqual(['0 in 3', '1 in 1', '1 in 2', '1 in 3']);
    expect(cards(effects)).toMatchObject([{ everywhere: true }]);
  });

  it('is an update that says that the job ended: the end itself follows', () => {
    const ended = of('job.updated', { data: { status: 'completed' } });
    const effects = effectsOf(of('job.started'), ended, of('job.completed'));
    expect(gathered(effects)).toEqual(['0 in 3', '1 in 3', '2 in 1', '2 in 2', '2 in 3']);
  });

  it('is the last stage of a build once, whatever else is ready', () => {
    const build = { dialect: 'build', data: { status: 'ready' } } as const;
    const effects = effectsOf(
      of('build.stage.started', { dialect: 'build', data: { status: 'code' } }),
      of('build.stage.completed', build),
      of('snapshot.updated', build),
    );
    expect(gathered(effects).filter((place) => place.endsWith('in 2'))).toEqual(['1 in 2']);
  });

  it('is no failure, whatever its type', () => {
    const failed = of('build.stage.completed', { data: { status: 'failed' } });
    const effects = effectsOf(of('stage.failed'), failed, of('job.failed'));
    expect(gathered(effects)).toEqual(
      [0, 1, 2].flatMap((at) => [1, 2, 3].map((id) => `${at} in ${id}`)),
    );
    expect(cards(effects)).toMatchObject([{ places: [] }]);
  });

  it('is nothing of a type without a row, and nothing about no job', () => {
    const { jobId: _, ...homeless } = of('job.progress');
    const effects = effectsOf(of('deploy.rolled_back'), homeless);
    expect(gathered(effects)).toHaveLength(6);
    expect(cards(effects)).toEqual([]);
  });

  it('begins no card with a step that comes after the end', () => {
    const effects = effectsOf(of('job.completed'), of('job.progress'));
    expect(gathered(effects)).toEqual(['0 in 1', '0 in 2', '0 in 3', '1 in 3']);
    expect(cards(effects)).toMatchObject([{ places: [] }]);
  });

  it('is only that it started, without a card, where steps are not wanted', () => {
    const brief = { ...AUDIENCE, chats: [chat(VIEWER, { level: 'results' })] };
    const build = { dialect: 'build', data: { status: 'ready' } } as const;
    const effects = effectsFor(
      brief,
      ...['job.queued', 'job.started', 'job.progress', 'job.updated'].map((type) => of(type)),
      ...['build.stage.completed', 'snapshot.updated'].map((type) => of(type, build)),
    );
    expect(gathered(effects)).toEqual([`1 in ${VIEWER}`, `4 in ${VIEWER}`]);
    expect(cards(effects)).toMatchObject([{ places: [] }]);
  });

  it('of internal steps, only where these are seen', () => {
    const effects = effectsOf(of('job.started'), of('job.progress', { visibility: 'internal' }));
    const places = [`1 in ${ADMIN}`, `0 in ${VIEWER}`];
    expect(cards(effects)).toEqual([{ job: KEY, places, everywhere: false }]);
  });

  it('is a topic’s own matter: whether there are cards, and of which jobs', () => {
    const inTopic = (topicId: number) =>
      ({ kind: 'everything', id: '', topicId, by: VIEWER }) as const;
    const forum = chat(-5, {
      kind: 'group',
      subscriptions: [inTopic(6), inTopic(7), inTopic(8)],
      topics: { 6: { cards: 'off' }, 7: { cards: 'off', mutedJobs: [KEY] } },
    });
    const effects = effectsFor({ ...AUDIENCE, chats: [forum] }, of('job.started'));
    expect(cards(effects)).toEqual([{ job: KEY, places: ['0 in -5:8'], everywhere: false }]);
    expect(gathered(effects)).toEqual(['0 in -5:6']);
  });

  it('hears nothing of a job that it muted but requests, outcomes and the end', () => {
    const muted = { ...AUDIENCE, chats: [chat(VIEWER, { cards: 'off', mutedJobs: [KEY] })] };
    const types = [
      'job.started',
      'stage.failed',
      'job.approved',
      'job.approval_needed',
      'job.failed',
    ];
    const effects = effectsFor(muted, ...types.map((type) => of(type)));
    const told = effects.flatMap((effect) => {
      if (effect.kind === 'ask') return [`asked in ${effect.copies.length}`];
      const isTold = effect.kind === 'gather' || effect.kind === 'report';
      return isTold ? [`${effect.entry.position.slice(5)}`] : [];
    });
    expect(told).toEqual(['2', 'asked in 1', '4']);
  });

  it.each([
    [
      'until a time that is still to come',
      { mutedJobsUntil: { [KEY]: '1970-01-01T00:00:01.001Z' } },
      [],
    ],
    [
      'until a time that has come',
      { mutedJobsUntil: { [KEY]: '1970-01-01T00:00:01.000Z' } },
      ['0'],
    ],
    ['by its id alone', { mutedJobs: ['id:j1'] }, []],
    ['by the id of another', { mutedJobs: ['id:j'] }, ['0']],
  ] as const)('hears of a job that it muted %s what it said', (_, fields, heard) => {
    const muted = chat(VIEWER, { cards: 'off', mutedJobs: [KEY], ...fields });
    const effects = effectsFor({ ...AUDIENCE, chats: [muted] }, of('job.progress'));
    expect(gathered(effects).map((place) => place.split(' ')[0])).toEqual(heard);
  });

  it('waits where its job is muted', () => {
    const muted = [chat(VIEWER, { mutedJobs: ['id:j1'] }), chat(ADMIN)];
    const effects = effectsFor({ ...AUDIENCE, chats: muted }, of('job.started'));
    const places = [`0 in ${VIEWER}, muted`, `0 in ${ADMIN}`];
    expect(cards(effects)).toEqual([{ job: KEY, places, everywhere: false }]);
    expect(gathered(effects)).toEqual([]);
  });

  it('goes on under the key that the job is found by now', () => {
    const { projectId: _, ...nameless } = of('job.started');
    const effects = effectsOf(nameless, of('job.progress'));
    const places = [`1 in ${ADMIN}`, `1 in ${VIEWER}`];
    expect(cards(effects)).toEqual([{ job: KEY, places, everywhere: false }]);
  });
});
