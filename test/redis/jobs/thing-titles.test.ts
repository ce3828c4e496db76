// Titles of feature requests, pull requests and repositories, for whatever belongs to them.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { delivery } from '../../../src/dialects/delivery/codec.ts';
import type { CanonicalEvent, JsonObject } from '../../../src/event/canonical-event.ts';
import { asEventOfFeature } from '../../../src/jobs/feature-job.ts';
import type { Journal } from '../../../src/journal/journal.ts';
import { START } from '../../../src/journal/journal.ts';
import { createFeaturesOf } from '../../../src/redis/jobs/features-of.ts';
import { createThingTitles } from '../../../src/redis/jobs/thing-titles.ts';
import { createJournal } from '../../../src/redis/journal/journal.ts';
import type { Keys } from '../../../src/redis/scripts/keys.ts';
import { systemClock } from '../../../src/runtime/clock.ts';
import { chain } from '../../helpers/delivery.ts';
import { type RedisKit, startRedisKit } from '../../helpers/redis-kit.ts';

let kit: RedisKit;
let keys: Keys;
let journal: Journal;
beforeAll(async () => {
  kit = await startRedisKit();
});
afterAll(() => kit.server.stop());
beforeEach(() => {
  keys = kit.fresh();
  const limits = { retentionMs: 86_400_000, perJob: 100 };
  journal = createJournal({
    redis: kit.redis,
    keys,
    limits,
    newEpoch: () => 'e',
    clock: systemClock,
  });
});

interface Told {
  readonly type: string;
  readonly data: JsonObject;
  readonly jobwire?: JsonObject;
}

/** As read back from the journal. */
async function journalled(...messages: readonly Told[]): Promise<readonly CanonicalEvent[]> {
  const arrivedAt = systemClock.now();
  const candidates = messages.flatMap((message) => {
    const text = JSON.stringify(message);
    const decoded = delivery.decode({ dialect: 'delivery', text, source: 's', arrivedAt });
    return decoded === undefined ? [] : [{ ...decoded, arrivedAt }];
  });
  await journal.append({ candidates, deadLetters: [] });
  return (await journal.read(START, 100)).map(({ event }) => event).slice(-messages.length);
}

const titlesOf = (events: readonly CanonicalEvent[]) =>
  createThingTitles(kit.redis, keys).ofEvents(events);

/** One delivery, with the titles that its messages give. */
function titledChain(name: string, projectId: string, title: string): Told[] {
  return chain(name, projectId).map(({ type, data }) => {
    const titles: Readonly<Record<string, JsonObject>> = {
      'repo.connected': { full_name: `acme/${name}` },
      'feature.request.created': { title },
      'pr.created': { title: `feat: ${title}` },
    };
    return { type, data: { ...data, ...titles[type] } };
  });
}

describe('the title of a thing', () => {
  it('is its own, else that of what it belongs to', async () => {
    const events = await journalled(
      ...titledChain('a', 'shop', 'Add "pages"\tto ü'),
      { type: 'pr.merged', data: { pull_request_id: 'pr-a' } },
      { type: 'agent.execution.completed', data: { agent_execution_id: 'x-a' } },
      { type: 'agent.execution.completed', data: { agent_execution_id: 'x-unknown' } },
    );
    const [title, pr] = ['Add "pages"\tto ü', 'feat: Add "pages"\tto ü'];
    expect(await titlesOf(events)).toEqual([
      ...['acme/a', 'acme/a', 'acme/a'],
      ...[title, title, title, title],
      ...[pr, pr, title, undefined],
    ]);
  });

  it('is never that of another project which uses the same ids', async () => {
    const ours = await journalled(...titledChain('a', 'shop', 'Ours'));
    await journalled({
      type: 'feature.request.created',
      data: { feature_request_id: 'f-a', project_id: 'lab', title: 'Secret of the lab' },
    });
    expect((await titlesOf(ours)).filter((title) => title?.includes('Secret'))).toEqual([]);
    const untitled = await journalled(...chain('a', 'shop'));
    expect((await titlesOf(untitled)).filter((title) => title?.includes('Secret'))).toEqual([]);
  });

  it('is not kept of an internal event', async () => {
    const events = await journalled({
      type: 'feature.request.created',
      data: { feature_request_id: 'f', project_id: 'shop', title: 'Secret' },
      jobwire: { visibility: 'internal' },
    });
    expect(events[0]?.visibility).toBe('internal');
    expect(await titlesOf(events)).toEqual([undefined]);
  });

  it('ends for links that lead in a circle', async () => {
    const events = await journalled({ type: 'x.y', data: { agent_execution_id: 'x' } });
    await kit.redis.mset(keys.link('execution:x'), 'plan:p', keys.link('plan:p'), 'execution:x');
    expect(await titlesOf(events)).toEqual([undefined]);
  });
});

describe('the feature request of a thing', () => {
  const featuresOf = (events: readonly CanonicalEvent[]) =>
    createFeaturesOf(kit.redis, keys)(events);

  it('is that of the execution which made it, however it names its repository', async () => {
    const merged = { type: 'pr.merged', data: { pull_request_id: 'pr-a' } };
    const events = await journalled(...titledChain('a', 'shop', 'Pages'), merged);
    const of = { feature: 'feature:f-a', projectId: 'shop' };
    expect(Object.fromEntries(await featuresOf(events))).toEqual({
      ...{ 'feature:f-a': of, 'plan:p-a': of, 'execution:x-a': of, 'pr:pr-a': of },
    });
  });

  it('is none of another project that a pull request names', async () => {
    await journalled(...titledChain('a', 'shop', 'Pages'));
    const [, pr] = await journalled(
      { type: 'repo.connected', data: { repository_id: 'r-b', project_id: 'lab' } },
      {
        type: 'pr.created',
        data: { pull_request_id: 'pr-b', repository_id: 'r-b', agent_execution_id: 'x-a' },
      },
    );
    if (pr === undefined) throw new Error('no pull request');
    const features = await featuresOf([pr]);
    expect(pr.projectId).toBe('lab');
    expect(features.get('pr:pr-b')).toEqual({
      feature: 'feature:f-a',
      projectId: expect.any(String),
    });
    expect(asEventOfFeature(pr, features)).toBeUndefined();
  });

  it('ends for links that lead in a circle', async () => {
    const events = await journalled({
      type: 'agent.execution.started',
      data: { agent_execution_id: 'x', project_id: 'shop' },
    });
    await kit.redis.mset(keys.link('execution:x'), 'plan:p', keys.link('plan:p'), 'execution:x');
    expect([...(await featuresOf(events))]).toEqual([]);
  });
});
