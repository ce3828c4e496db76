// Whoever is connected keeps no right longer than they have it: on every kind of stream, whatever
// took it away.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Grant } from '../../../src/audience/access.ts';
import type { NewToken } from '../../../src/audience/tokens.ts';
import { createLiveCallers, withShare } from '../../../src/http/live/live-callers.ts';
import { silentLogger } from '../../../src/runtime/logger.ts';
import { createManualClock } from '../../helpers/manual-clock.ts';
import { ownMs } from '../../helpers/stopwatch.ts';
import { caller } from '../callers.ts';
import { type HttpApi, startHttpApi } from '../http-api.ts';
import { type LiveClient, TRANSPORTS } from '../live/transports.ts';
import { openPeer } from '../live-parts.ts';

/** Between two looks there is a second. */
const SOON_MS = 60_000;

let port: HttpApi;
beforeEach(async () => {
  port = await startHttpApi();
  for (const transport of TRANSPORTS) await transport.prepare(port);
});
afterEach(() => port.stop());

/** One of each kind. */
const openAll = (token: string) =>
  Promise.all(TRANSPORTS.map((transport) => transport.open(port, token)));

async function expectEnded(clients: readonly LiveClient[]): Promise<void> {
  const tookMs = await ownMs(() => Promise.all(clients.map(({ ended }) => ended)));
  expect(tookMs).toBeLessThan(SOON_MS);
  for (const [index, { ended }] of clients.entries()) {
    const { name, endings } = TRANSPORTS[index] ?? expect.fail();
    expect((await ended).says, name).toBe(endings.rights);
  }
}

const A: Grant = { role: 'viewer', projectId: 'a' };
const B: Grant = { role: 'viewer', projectId: 'b' };

describe('every stream of a token ends', () => {
  it.each<[string, Omit<NewToken, 'name'>, (id: string) => Promise<unknown>]>([
    ['is revoked', { scopes: ['read'] }, (id) => port.tokens.revoke(id)],
    [
      'belongs to somebody who lost all roles',
      { scopes: ['read'], userId: '7' },
      () => port.members.revoke(7, {}),
    ],
    [
      'belongs to somebody who lost one project of two',
      { scopes: ['read'], userId: 'u-7' },
      () => port.members.revoke(7, { role: 'viewer', projectId: 'b' }),
    ],
    [
      'belongs to somebody who is no admin any more',
      { scopes: ['admin'], projects: ['a'], userId: '8' },
      () => port.members.revoke(8, { role: 'admin' }),
    ],
  ])('that %s, and no other', async (_name, wish, lose) => {
    await port.members.grant(7, A, { knownAs: 'u-7' });
    await port.members.grant(7, B);
    await port.members.grant(8, { role: 'admin' });
    await port.members.grant(8, A);
    const { token, secret } = await port.tokens.create({ name: 'ci', ...wish });
    const { secret: other } = await port.tokens.create({ name: 'ci', scopes: ['read'] });
    const kept = await openAll(other);
    const ending = await openAll(secret);
    await lose(token.id);
    await expectEnded(ending);
    expect(kept.map(({ isOpen }) => isOpen())).toEqual(kept.map(() => true));
  });

  it('and none can be opened with it', async () => {
    await port.members.grant(7, A);
    const { secret } = await port.tokens.create({ name: 'x', scopes: ['read'], userId: '7' });
    await port.members.revoke(7, {});
    expect((await port.get('/events', secret)).status).toBe(401);
    expect((await port.get('/api/v1/jobs', secret)).status).toBe(401);
    const refused = openPeer(`${port.url}/ws/jobs`, { authorization: `Bearer ${secret}` });
    await expect(refused).rejects.toThrow(/401/);
  });
});

describe('a token of somebody', () => {
  it('shows no more than they may see, at once', async () => {
    await port.publish({ projectId: 'b' }, { projectId: 'a', visibility: 'internal' });
    await port.members.grant(7, A);
    const { secret } = await port.tokens.create({ name: 'x', scopes: ['admin'], userId: '7' });
    const seen = async () => {
      const answer = await (await port.get('/api/v1/events', secret)).json();
      return (answer as { events: unknown[] }).events.length;
    };
    expect(await seen()).toBe(1);
    await port.members.grant(7, B);
    expect(await seen()).toBe(2);
    await port.members.grant(7, { role: 'admin' });
    expect(await seen()).toBe(3);
    expect((await port.get('/api/v1/tokens', secret)).status).toBe(200);
    await port.members.revoke(7, { role: 'admin' });
    expect(await seen()).toBe(2);
    expect((await port.get('/api/v1/tokens', secret)).status).toBe(403);
    expect((await port.get('/metrics', secret)).status).toBe(403);
  });
});

describe('looking up who is connected', () => {
  function watch(renew: Parameters<typeof createLiveCallers>[0]['renew']) {
    const clock = createManualClock();
    const limits = { readersPerToken: 2 };
    const live = createLiveCallers({ renew, clock, log: silentLogger, limits });
    return { clock, live };
  }
  const one = caller({ tokenId: 't1' }, 'read');

  it('is one question a second for all, and none while nobody is there', async () => {
    const asked: number[] = [];
    const { clock, live } = watch(async (callers) => {
      asked.push(callers.length);
      return [...callers];
    });
    await clock.advance(5_000);
    const forget = [
      live.register(one, () => {}),
      live.register({ ...one }, () => {}),
      live.register(caller({ tokenId: 't2' }, 'read'), () => {}),
    ];
    await clock.advance(3_000);
    expect(asked).toEqual([2, 2, 2]);
    for (const each of forget) each();
    await clock.advance(5_000);
    expect([asked.length, clock.pending]).toEqual([3, 0]);
  });

  it('lets no caller have more than a share of one kind, and what it ends makes room', async () => {
    const { live } = watch(async (callers) => [...callers]);
    const two = caller({ tokenId: 't2' }, 'read');
    const share = withShare(live, 1);
    const forget = share.register(one, () => {});
    expect([share.hasRoom(one), share.hasRoom(two), live.hasRoom(one)]).toEqual([
      false,
      true,
      true,
    ]);
    forget();
    forget();
    expect(share.hasRoom(one)).toBe(true);
    live.register(one, () => {});
    live.register(one, () => {});
    expect(share.hasRoom(one)).toBe(false);
  });

  it('gives the share back when rights end', async () => {
    const { clock, live } = watch(async () => [undefined]);
    const share = withShare(live, 1);
    let ends = 0;
    share.register(one, () => {
      ends += 1;
    });
    await clock.advance(2_000);
    expect([ends, share.hasRoom(one)]).toEqual([1, true]);
  });

  it('leaves everybody connected while Redis is away, and goes on when it is back', async () => {
    let isAway = true;
    const ends: string[] = [];
    const { clock, live } = watch(async () => {
      if (isAway) throw new Error('away');
      return [undefined];
    });
    live.register(one, () => ends.push('one'));
    await clock.advance(10_000);
    expect(ends).toEqual([]);
    isAway = false;
    await clock.advance(2_000);
    expect(ends).toEqual(['one']);
    await clock.advance(5_000);
    expect([ends.length, clock.pending]).toEqual([1, 0]);
  });

  it('keeps whoever gains rights', async () => {
    let ended = false;
    const { clock, live } = watch(async () => [caller({ tokenId: 't1' })]);
    live.register(one, () => {
      ended = true;
    });
    await clock.advance(3_000);
    expect(ended).toBe(false);
  });
});

describe('no token takes all places', () => {
  it('of one kind or of all, while others and admins of everything still come in', async () => {
    await port.stop();
    port = await startHttpApi({ limits: { readersPerToken: 3 } });
    for (const transport of TRANSPORTS) await transport.prepare(port);
    const { secret } = await port.tokens.create({ name: 'greedy', scopes: ['read'] });
    const [events, ...rest] = await openAll(secret);
    expect(rest.map(({ isOpen }) => isOpen()).slice(0, 2)).toEqual([true, true]);
    expect((await rest[2]?.ended)?.says).toBe('1013 too busy');
    const refused = await port.open('/events', { token: secret });
    await refused.ended;
    expect(refused.text).toMatch(/^: too busy; reconnect later\nretry: \d+\n\n$/);
    const { secret: modest } = await port.tokens.create({ name: 'modest', scopes: ['read'] });
    for (const open of [...(await openAll('admin')), ...(await openAll(modest)).slice(0, 3)]) {
      expect(open.isOpen()).toBe(true);
    }
    expect(events?.isOpen()).toBe(true);
  });
});
