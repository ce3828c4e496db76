// What every live reader may rely on, whatever it reads by: one suite, run over all transports.
import { once } from 'node:events';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { systemClock } from '../../../src/runtime/clock.ts';
import { anEvent, candidate } from '../../helpers/events.ts';
import { ownMs } from '../../helpers/stopwatch.ts';
import { type HttpApi, startHttpApi } from '../http-api.ts';
import { eventually, readersOf } from '../live-parts.ts';
import { type LiveClient, TRANSPORTS } from './transports.ts';

const BIG = 'x'.repeat(100_000);

describe.each(TRANSPORTS)('a reader of $name', (transport) => {
  let port: HttpApi;
  const start = async (limits: NonNullable<Parameters<typeof startHttpApi>[0]>['limits'] = {}) => {
    port = await startHttpApi({ limits });
    await transport.prepare(port);
  };
  beforeEach(() => start());
  afterEach(() => port.stop());
  const restart = async (...args: Parameters<typeof start>) => {
    await port.stop();
    await start(...args);
  };
  const readers = () => readersOf(port.metrics, transport.shape);
  const open = (token?: string) => transport.open(port, token);
  const publish = (count?: number, text?: string) => transport.publish(port, count, text);
  /** None, or one: how readers join. */
  const joinings = [transport.joining ?? []].flat();
  const has =
    (key = '') =>
    (client: LiveClient) =>
      client.keys.includes(key);
  const tokenOf = (name: string) => port.tokens.create({ name, scopes: ['read'] });
  /** Those of the messages that were published by the test. */
  const among = ({ keys }: LiveClient, published: readonly string[]) =>
    keys.filter((key) => published.includes(key));

  async function expectBusy(client: LiveClient): Promise<void> {
    const { says, retryMs = 30_000 } = await client.ended;
    expect(says).toBe(transport.endings.busy);
    expect(retryMs).toBeGreaterThanOrEqual(30_000);
    expect(retryMs).toBeLessThanOrEqual(60_000);
  }

  async function expectEnd(client: LiveClient, says: string): Promise<void> {
    const ending = await client.ended;
    expect(ending.says).toBe(says);
    expect(ending.retryMs ?? 1_000).toBeGreaterThanOrEqual(1_000);
    expect(ending.retryMs ?? 1_000).toBeLessThanOrEqual(5_000);
  }

  describe('is admitted', () => {
    it.each(['none', 'wrong', 'scope'] as const)('not with this token: %s', async (kind) => {
      const token = { none: undefined, wrong: 'wrong', scope: 'publisher' }[kind];
      expect(await transport.refused(port, token)).toEqual(transport.refusals[kind]);
      expect(await readers()).toBe(0);
    });

    it('up to the limit; one too many is sent away for a while, and costs nobody anything', async () => {
      await restart({ readers: 1 });
      const first = await open();
      await expectBusy(await open('reader'));
      expect(await readers()).toBe(1);
      const [key] = await publish();
      await first.until(has(key));
      first.close();
      await eventually(async () => (await readers()) === 0);
      const next = await open('reader');
      await next.until(has((await publish())[0]));
    });

    it('up to the limit of its token, which gets its place back when a stream ends', async () => {
      await restart({ readersPerToken: 1 });
      const { secret } = await tokenOf('greedy');
      const { secret: modest } = await tokenOf('modest');
      const first = await open(secret);
      await expectBusy(await open(secret));
      const others = [await open(modest), await open(), await open()];
      const [key] = await publish();
      for (const client of [first, ...others]) await client.until(has(key));
      first.close();
      await eventually(async () => (await readers()) === others.length);
      const next = await open(secret);
      await next.until(has((await publish())[0]));
    });
  });

  describe('joins', () => {
    it('without losing or repeating what comes meanwhile', async () => {
      const watcher = await open();
      const door = transport.joining?.hold(port);
      const opening = open();
      await (door?.knocked ?? opening);
      const meanwhile = await publish(3);
      await watcher.until(has(meanwhile.at(-1)));
      door?.open();
      const client = await opening;
      const published = [...meanwhile, ...(await publish(2))];
      await client.until(has(published.at(-1)));
      expect(among(client, published)).toEqual(published);
    });

    it('without losing or repeating anything while messages pour in', async () => {
      const watcher = await open();
      await publish();
      await watcher.until(({ keys }) => keys.length > 0);
      const published: string[] = [];
      let isPouring = true;
      const pour = (async () => {
        while (isPouring) {
          published.push(...(await publish(3)));
          await new Promise(setImmediate);
        }
      })();
      const clients = await Promise.all(Array.from({ length: 8 }, () => open()));
      for (const client of clients) await client.until(({ keys }) => keys.length > 50);
      isPouring = false;
      await pour;
      for (const client of [watcher, ...clients]) {
        await client.until(has(published.at(-1)));
        const got = among(client, published);
        expect(got).toEqual(published.slice(published.length - got.length));
      }
      expect(among(watcher, published)).toEqual(published);
    });

    it('and is forgotten when it goes away', async () => {
      const clients = [await open(), await open()];
      await eventually(async () => (await readers()) === 2);
      for (const client of clients) client.close();
      await eventually(async () => (await readers()) === 0);
    });

    it.each(joinings)('and is forgotten when it goes away meanwhile', async ({ hold, leave }) => {
      const door = hold(port);
      await leave(port, door);
      await eventually(async () => (await readers()) === 0);
      door.open();
      const client = await open();
      await client.until(has((await publish())[0]));
      expect(await readers()).toBe(1);
    });
  });

  describe('ends', () => {
    it('when it does not read, which costs the others nothing', async () => {
      await restart({ unreadBytes: 262_144 });
      const healthy = await open();
      const stuck = await transport.openStuck(port);
      await eventually(async () => (await readers()) === 2);
      const published: string[] = [];
      while ((await readers()) === 2) {
        published.push(...(await publish(1, BIG)));
        await healthy.until(has(published.at(-1)));
        expect(published.length, 'messages until the cut').toBeLessThan(400);
      }
      expect(among(healthy, published)).toEqual(published);
      expect(await port.metrics.text()).toContain(
        `jobwire_readers_cut_total{shape="${transport.shape}"} 1`,
      );
      const closed = once(stuck, 'close');
      stuck.resume();
      await closed;
    });

    it('when more comes at once than may wait, and may come back', async () => {
      await restart({ pendingEntries: 2 });
      const client = await open();
      await port.publish(...Array.from({ length: 3 }, () => ({ projectId: 'a' })));
      await expectEnd(client, transport.endings.overrun);
      const back = await open();
      await back.until(has((await publish())[0]));
    });

    it('when writing fails half way, and may come back', async () => {
      const client = await open();
      const release = port.memory.holdFeed();
      const event = anEvent({ projectId: 'a' });
      await port.memory.journal.append({ candidates: [candidate(event)], deadLetters: [] });
      for (const field of ['type', 'jobId', 'dialect'] as const) {
        Object.defineProperty(event, field, { get: () => expect.fail('can not be read') });
      }
      release();
      await expectEnd(client, transport.endings.interrupted);
      for (const field of ['type', 'jobId', 'dialect'] as const) {
        Object.defineProperty(event, field, { value: 'x' });
      }
      const back = await open();
      await back.until(has((await publish())[0]));
    });

    it('when its token is revoked, within two seconds, and no other', async () => {
      const { token, secret } = await tokenOf('lost');
      const { secret: other } = await tokenOf('kept');
      const [client, kept] = [await open(secret), await open(other)];
      await port.tokens.revoke(token.id);
      expect(await ownMs(() => client.ended)).toBeLessThan(2_000);
      await expectEnd(client, transport.endings.rights);
      await kept.until(has((await publish())[0]));
      expect((await transport.refused(port, secret))[0]).toBe(transport.refusals.wrong[0]);
    });

    it.each(joinings)('when its token is revoked while it joins', async ({ hold, rights }) => {
      const { token, secret } = await tokenOf('lost');
      const door = hold(port);
      const opening = open(secret);
      await door.knocked;
      await port.tokens.revoke(token.id);
      const client = await opening;
      expect((await client.ended).says).toMatch(rights);
      door.open();
      expect(await readers()).toBe(0);
    });

    it('when the server stops, with all that was published before', async () => {
      const clients = [await open(), await open('reader')];
      const published = await publish(3);
      for (const client of clients) await client.until(has(published.at(-1)));
      expect(await ownMs(() => port.server.stop())).toBeLessThan(1_500);
      for (const client of clients) {
        await expectEnd(client, transport.endings.closing);
        expect(among(client, published)).toEqual(published);
      }
      expect([await readers(), port.sources.listeners]).toEqual([0, 0]);
    });

    it.each(joinings)('when the server stops while it joins', async ({ hold }) => {
      const door = hold(port);
      const opening = open();
      await door.knocked;
      await port.server.stop();
      door.open();
      const client = await opening;
      await expectEnd(client, transport.endings.closing);
      expect(client.keys).toEqual([]);
    });

    it('in bounded time also when it does not read its end, and nobody comes in meanwhile', async () => {
      await restart({ unreadBytes: 1e9 });
      const watcher = await open();
      const stuck = await transport.openStuck(port);
      await eventually(async () => (await readers()) === 2);
      for (let count = 0; count < 30; count += 1) {
        await watcher.until(has((await publish(1, BIG.repeat(10)))[0]));
      }
      const from = systemClock.monotonic();
      const stopping = ownMs(() => port.server.stop());
      const late = open();
      await watcher.ended;
      expect((await (await late).ended).says).toBe(transport.endings.late);
      expect(await stopping).toBeLessThan(2_500);
      expect(systemClock.monotonic() - from).toBeGreaterThan(900);
      const closed = once(stuck, 'close');
      stuck.resume();
      expect(await ownMs(() => closed)).toBeLessThan(700);
    });
  });
});
