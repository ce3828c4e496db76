// Every command of the command line that takes an id: what it means whole, as a beginning, and where several fit.
// What changes nothing back takes a whole id only.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { ApprovalStore } from '../../../src/approvals/approval-store.ts';
import { approvalKey } from '../../../src/approvals/requests/approval-key.ts';
import type { TokenStore } from '../../../src/audience/tokens.ts';
import type { DeadLetters } from '../../../src/journal/journal.ts';
import { createDeadLetters } from '../../../src/redis/dead-letters/dead-letters.ts';
import { createJournal } from '../../../src/redis/journal/journal.ts';
import { ALL_MIGRATIONS } from '../../../src/redis/migrations/all-migrations.ts';
import { layoutKey } from '../../../src/redis/migrations/layout.ts';
import { createTokenStore } from '../../../src/redis/people/token-store.ts';
import type { Keys } from '../../../src/redis/scripts/keys.ts';
import { createStandingStore } from '../../../src/redis/standing/standing-store.ts';
import { systemClock } from '../../../src/runtime/clock.ts';
import { jobwireHere } from '../../helpers/command-line.ts';
import { anEvent, candidate } from '../../helpers/events.ts';
import { type RedisKit, startRedisKit } from '../../helpers/redis-kit.ts';
import { aRequest, aVote, voteStep } from '../../helpers/requests.ts';
import { givingStep, STANDING_TERMS } from '../../helpers/standings.ts';
import { approvalStore, routeSteps } from '../approvals/approval-kit.ts';

let kit: RedisKit;
let keys: Keys;
let approvals: ApprovalStore;
let letters: DeadLetters;
let tokens: TokenStore;
beforeAll(async () => {
  kit = await startRedisKit({ allowedPrefixes: ['televibe:stream:', 'bull:'] });
});
afterAll(() => kit.server.stop());

beforeEach(async () => {
  const { redis } = kit;
  keys = kit.fresh();
  // Nothing to migrate, which would wait for the router's lease.
  await redis.set(layoutKey(keys.prefix), String(ALL_MIGRATIONS.at(-1)?.to));
  approvals = approvalStore(redis, keys);
  letters = createDeadLetters(redis, keys);
  tokens = createTokenStore({ redis, keys, clock: systemClock });
});

const jobwire = (...argv: readonly string[]) =>
  jobwireHere({ REDIS_URL: kit.server.url, KEY_PREFIX: keys.prefix }, ...argv);

const keyOf = (id: string, projectId: string) =>
  approvalKey({ projectId, visibility: 'public' }, id);

/** Open: deploy-1, deploy-10, push-3, and twin in two projects. Settled: push-31, old-4. */
async function askAll(): Promise<void> {
  const commit = routeSteps(kit.redis, keys);
  const ask = async (id: string, projectId = 'shop') => {
    const request = aRequest(id, { projectId, key: keyOf(id, projectId), jobId: `job-${id}` });
    await commit({
      kind: 'ask',
      request: { ...request, eventId: `${id} ${projectId}` },
      copies: [],
    });
  };
  for (const id of ['deploy-1', 'deploy-10', 'push-3', 'twin', 'push-31', 'old-4']) await ask(id);
  await ask('twin', 'lab');
  for (const id of ['push-31', 'old-4']) {
    const [approval] = await approvals.find(id);
    if (approval !== undefined) await approvals.step(voteStep(approval, aVote('ana')));
  }
}

/** Each by what it is given: the request that it means, or why none (what is said). */
const REQUESTS: readonly (readonly [given: string, meant: string | RegExp])[] = [
  ['deploy-1', 'deploy-1 shop'],
  ['deploy-10', 'deploy-10 shop'],
  ['push', 'push-3 shop'],
  ['push-31', 'push-31 shop'],
  ['old', 'old-4 shop'],
  [
    'deploy',
    /several requests have an id that begins with "deploy": deploy-10?, deploy-10?; expected one of them/,
  ],
  ['twin', /several projects have a request "twin"; expected the key of one of them: .* \(\w+\)/],
  [keyOf('twin', 'lab'), 'twin lab'],
  [keyOf('twin', 'lab').slice(0, -1), /there is no approval/],
  ['eploy-1', /there is no approval "eploy-1"/],
];

/** Several are wrong usage. */
const refusedWith = (meant: RegExp) => (/^several/.test(meant.source) ? 64 : 1);

describe.each(REQUESTS)('the request %s', (given, meant) => {
  beforeEach(askAll);

  it('is the one that is shown, or it is said why none is', async () => {
    const { code, out, err } = await jobwire('approvals', given, '--json');
    if (typeof meant === 'string') {
      expect(code).toBe(0);
      const { id, project_id: project } = JSON.parse(out);
      expect(`${id} ${project}`).toBe(meant);
    } else {
      expect([code, out]).toEqual([refusedWith(meant), '']);
      expect(err).toMatch(meant);
    }
  });

  it.each(['approve', 'deny'])('is the only one that %s decides, if it is open', async (verb) => {
    const before = await pending();
    const { code, err } = await jobwire(verb, given);
    const isOpen = typeof meant === 'string' && before.includes(meant);
    expect(await pending()).toEqual(before.filter((one) => !isOpen || one !== meant));
    const refused = meant instanceof RegExp ? refusedWith(meant) : 1;
    expect(code).toBe(isOpen ? 0 : refused);
    if (meant instanceof RegExp) expect(err).toMatch(meant);
  });

  const pending = async () =>
    (await approvals.pending()).map(({ request }) => `${request.id} ${request.projectId}`).sort();
});

describe('a dead letter', () => {
  let ids: string[];
  beforeEach(async () => {
    const journal = createJournal({
      ...{ redis: kit.redis, keys, newEpoch: () => 'e', clock: systemClock },
      limits: { retentionMs: 86_400_000, perJob: 1_000 },
    });
    const raw = JSON.stringify({ event_type: 'job.started', job_id: 'j1', data: {} });
    const dead = ['1', '2', '3'].map((entryId) => {
      return { source: 'televibe:stream:shop', entryId, raw, reason: 'not JSON', attempts: 1 };
    });
    await journal.append({ candidates: [], deadLetters: dead });
    ids = (await letters.ids(10)).reverse();
  });

  describe.each(['drop', 'retry'])('that is to %s', (verb) => {
    const GIVEN: readonly (readonly [string, (id: string) => string, number])[] = [
      ['a whole id', (id) => id, 0],
      ['a beginning of it', (id) => id.slice(0, -2), 64],
      ['a whole id of no letter that begins alike', (id) => `${id}99`, 1],
      ['an id that is none', () => 'all', 64],
    ];

    it.each(GIVEN)('is named by %s', async (_, idOf, expected) => {
      const { code, err } = await jobwire('dlq', verb, idOf(ids[1] ?? ''));
      expect(code).toBe(expected);
      const left = expected === 0 ? [ids[0], ids[2]] : ids;
      expect((await letters.ids(10)).reverse()).toEqual(left);
      if (expected === 64) expect(err).toContain('is not the id of a dead letter; expected');
    });

    it('is one of those that are named, once, whatever else is among them', async () => {
      const { code, out } = await jobwire('dlq', verb, '1-0', ids[1] ?? '', ids[1] ?? '');
      expect(code).toBe(1);
      expect(out.trim().split('\n')).toEqual([
        '1-0  unknown',
        expect.stringContaining(ids[1] ?? ''),
      ]);
      expect((await letters.ids(10)).reverse()).toEqual([ids[0], ids[2]]);
    });
  });
});

describe('a standing approval', () => {
  const standings = () => createStandingStore({ redis: kit.redis, keys });
  const idsInForce = async () => (await standings().inForce()).map(({ standing: { id } }) => id);
  beforeEach(async () => {
    const commit = routeSteps(kit.redis, keys);
    for (const [id, who] of [
      ['a1', 'ana'],
      ['a2', 'anabel'],
    ] as const) {
      const request = aRequest(id, { sessionId: 's1' }, { standing: STANDING_TERMS });
      await commit({ kind: 'ask', request: { ...request, eventId: id }, copies: [] });
      await approvals.step(givingStep(request, { ...aVote(who), at: new Date().toISOString() }));
    }
  });

  it.each([['standing'], ['standing', 'list']])('is listed by %s %s', async (...argv) => {
    const { code, out } = await jobwire(...argv);
    expect(code).toBe(0);
    expect(out.trim().split('\n')).toEqual([
      expect.stringMatching(/^of-ana {2}until \S+ {2}session s1 {2}by .* {2}used 0 {2}\S+: /),
      expect.stringMatching(/^of-anabel /),
    ]);
    const json = JSON.parse((await jobwire(...argv, '--json')).out);
    expect(json.standing).toMatchObject([
      { id: 'of-ana', within: 'session', session_id: 's1', uses: 0 },
      { id: 'of-anabel' },
    ]);
  });

  it.each([
    ['by its id, whatever begins with it', 'of-ana', ['of-anabel'], [0, /^/]],
    ['by an unambiguous beginning', 'of-anab', ['of-ana'], [0, /^/]],
    ['by no ambiguous one', 'of-an', ['of-ana', 'of-anabel'], [64, /"of-an": of-ana, of-anabel;/]],
    ['by no id that is none', 'of-ben', ['of-ana', 'of-anabel'], [1, /expected an id, or an/]],
  ] as const)('is ended %s', async (...[, given, left, [exitCode, says]]) => {
    const { code, err } = await jobwire('standing', 'end', given);
    expect([code, err]).toEqual([exitCode, expect.stringMatching(says)]);
    expect(await idsInForce()).toEqual(left);
  });

  it.each([
    ['standing', 'end'],
    ['standing', 'stop'],
    ['standing', 'list', 'of-ana'],
    ['standing', 'end', 'of-ana', '--json'],
  ])('is not what %s %s is about', async (...argv) => {
    expect((await jobwire(...argv)).code).toBe(64);
    expect(await idsInForce()).toHaveLength(2);
  });
});

describe('a token that is to be revoked', () => {
  it.each([
    ['by its id', (id: string) => id, 0],
    ['by no beginning of it', (id: string) => id.slice(0, -1), 1],
    ['by no id that begins with it', (id: string) => `${id}x`, 1],
    ['by no name', () => 'ci', 1],
  ])('is named %s', async (_, idOf, expected) => {
    const { token } = await tokens.create({ name: 'ci', scopes: ['read'] });
    const { token: other } = await tokens.create({ name: 'other', scopes: ['read'] });
    const { code } = await jobwire('token', 'revoke', idOf(token.id));
    expect(code).toBe(expected);
    const left = (await tokens.list()).map(({ id }) => id).sort();
    expect(left).toEqual((expected === 0 ? [other.id] : [token.id, other.id]).sort());
  });
});

describe('what happened in the past', () => {
  beforeEach(async () => {
    const journal = createJournal({
      ...{ redis: kit.redis, keys, newEpoch: () => 'e', clock: systemClock },
      limits: { retentionMs: 86_400_000, perJob: 1_000 },
    });
    const of = (projectId: string, sessionId: string, jobId: string) =>
      candidate(anEvent({ projectId, sessionId, jobId, data: { text: `${projectId} ${jobId}` } }));
    const events = [of('shop', 'S1', 'j1'), of('shop2', 'S10', 'j10'), of('shop2', 'S10', 'j1')];
    await journal.append({ candidates: events, deadLetters: [] });
  });

  it.each([
    ['--project', 'shop', 1],
    ['--project', 'shop2', 2],
    ['--project', 'sho', 0],
    ['--session', 'S1', 1],
    ['--session', 'S', 0],
    ['--job', 'j1', 2],
    ['--job', 'j', 0],
  ])('is that of the whole id alone: %s %s', async (option, id, count) => {
    const { code, out } = await jobwire('history', option, id, '--json');
    expect(code).toBe(0);
    expect(JSON.parse(out).events).toHaveLength(count);
  });
});
