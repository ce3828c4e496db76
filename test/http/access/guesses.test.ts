// Wrong tokens: slower and slower for the address they come from, and for nobody else.
import type { FastifyRequest } from 'fastify';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createGuesses } from '../../../src/http/access/guesses.ts';
import { createManualClock } from '../../helpers/manual-clock.ts';
import { type HttpApi, problemOf, startHttpApi } from '../http-api.ts';
import { openPeer } from '../live-parts.ts';

const FREE = 10;

describe('a wrong token', () => {
  let port: HttpApi;
  beforeEach(async () => {
    port = await startHttpApi();
  });
  afterEach(() => port.stop());

  const guess = (path = '/api/v1/jobs', text = 'wrong') => port.get(path, text);
  const exhaust = async () => {
    for (let tries = 0; tries <= FREE; tries += 1) await guess();
  };

  it('is told so a few times, then has to wait', async () => {
    const statuses: number[] = [];
    for (let tries = 0; tries < FREE + 3; tries += 1) statuses.push((await guess()).status);
    expect(statuses).toEqual([...Array(FREE).fill(401), 429, 429, 429]);
    const response = await guess();
    expect(response.headers.get('retry-after')).toBe('1');
    expect(await problemOf(response)).toMatchObject({
      status: 429,
      type: 'urn:jobwire:problem:too_many_guesses',
    });
  });

  it('waits on every route alike, also where strangers are told nothing', async () => {
    await exhaust();
    for (const path of ['/events', '/metrics', '/api/v1/tokens', '/api/jobs/b1/events/stream']) {
      expect((await guess(path)).status, path).toBe(429);
    }
    const handshake = openPeer(`${port.url}/ws/jobs`, { authorization: 'Bearer wrong' });
    await expect(handshake).rejects.toThrow(/429/);
  });

  it('counts on the build streams and in handshakes as well', async () => {
    for (let tries = 0; tries < FREE; tries += 2) {
      expect((await guess('/api/jobs/b1/events/stream')).status).toBe(404);
      const handshake = openPeer(`${port.url}/ws/jobs`, { authorization: 'Bearer wrong' });
      await expect(handshake).rejects.toThrow(/401/);
    }
    expect((await guess()).status).toBe(429);
  });

  it('keeps no token waiting that was given out', async () => {
    const { secret } = await port.tokens.create({ name: 'ci', scopes: ['read'] });
    await exhaust();
    expect((await port.get('/api/v1/jobs', secret)).status).toBe(200);
  });

  it('does not find out the right text while it waits', async () => {
    await exhaust();
    expect((await port.get('/api/v1/jobs', 'admin')).status).toBe(429);
  });

  it('that was revoked waits too, and keeps nobody else waiting', async () => {
    const { token, secret } = await port.tokens.create({ name: 'ci', scopes: ['read'] });
    await port.tokens.revoke(token.id);
    const statuses: number[] = [];
    for (let tries = 0; tries <= FREE; tries += 1)
      statuses.push((await guess('/events', secret)).status);
    expect(statuses.slice(-2)).toEqual([401, 429]);
    expect((await port.get('/api/v1/jobs', 'admin')).status).toBe(200);
  });

  it('is none where no token was given', async () => {
    for (let tries = 0; tries <= FREE + 5; tries += 1) {
      expect((await port.get('/api/v1/jobs')).status).toBe(401);
    }
  });
});

const from = (remoteAddress: string, forwarded?: string) =>
  ({
    headers: forwarded === undefined ? {} : { 'x-forwarded-for': forwarded },
    socket: { remoteAddress },
  }) as unknown as FastifyRequest;

function exhausted(address: FastifyRequest, options: { publicUrl?: string } = {}) {
  const clock = createManualClock();
  const guesses = createGuesses({ clock, ...options });
  for (let tries = 0; tries <= FREE; tries += 1) guesses.failed(address, 'wrong');
  return { clock, guesses, waits: (other: FastifyRequest) => guesses.waitMs(other, 'wrong') > 0 };
}

describe('the wait', () => {
  it('doubles with each further guess up to a minute, and ends', async () => {
    const { clock, guesses } = exhausted(from('10.0.0.1'));
    const waits: number[] = [];
    for (let tries = 0; tries < 8; tries += 1) {
      const waitMs = guesses.waitMs(from('10.0.0.1'), 'wrong');
      waits.push(waitMs);
      await clock.advance(waitMs);
      expect(guesses.waitMs(from('10.0.0.1'), 'wrong')).toBe(0);
      guesses.failed(from('10.0.0.1'), 'wrong');
    }
    expect(waits).toEqual([1, 2, 4, 8, 16, 32, 60, 60].map((seconds) => seconds * 1_000));
  });

  it('is forgotten after ten minutes without a guess', async () => {
    const { clock, guesses } = exhausted(from('10.0.0.1'));
    await clock.advance(601_000);
    expect(guesses.failed(from('10.0.0.1'), 'wrong')).toBe(0);
  });

  it.each([
    ['10.0.0.1', '10.0.0.1', true],
    ['10.0.0.1', '10.0.0.2', false],
    ['::ffff:10.0.0.1', '10.0.0.1', true],
    ['2001:db8:1:2::5', '2001:0db8:1:2:ffff::1', true],
    ['2001:db8:1:2::5', '2001:db8:1:3::5', false],
    ['2001:db8::5', '2001:db8:0:0:1::', true],
    ['fe80::1%eth0', 'fe80::2%eth0', true],
    ['::1', '::1', true],
  ])('after guesses from %s holds for %s: %s', (guesser, other, isWaiting) => {
    expect(exhausted(from(guesser)).waits(from(other))).toBe(isWaiting);
  });

  it('is that of whom a proxy on this machine speaks for, where there is one', () => {
    const proxied = { publicUrl: 'https://jobwire.example.org' };
    const { waits } = exhausted(from('127.0.0.1', '1.1.1.1, 10.0.0.1'), proxied);
    expect(waits(from('127.0.0.1', '10.0.0.1'))).toBe(true);
    expect(waits(from('127.0.0.1', '10.0.0.1, 10.0.0.2'))).toBe(false);
    expect(waits(from('127.0.0.1'))).toBe(false);
  });

  it.each([
    ['1.2.3.4:5678', '1.2.3.4'],
    ['1.2.3.4', '1.2.3.4:9'],
    ['::ffff:1.2.3.4', '1.2.3.4'],
    ['::FFFF:102:304', '1.2.3.4'],
    ['0:0:0:0:0:ffff:1.2.3.4', '1.2.3.4'],
    ['[::ffff:1.2.3.4]:443', '1.2.3.4'],
    ['[2001:db8::1]:443', '2001:db8::1'],
    ['[2001:db8::1]', '2001:db8::1'],
    ['2001:DB8:0:0::1', '2001:db8::2'],
    ['2001:0db8:0000:0000:0000:0000:0000:0001', '2001:db8::1'],
    ['2001:db8::1%eth0', '2001:db8::1'],
    ['[2001:db8::1%25eth0]:443', '2001:db8::1'],
    ['x, 1.2.3.4:5678 ', '1.2.3.4'],
  ])('is the same for %s and %s, as a proxy writes them', (written, other) => {
    const proxied = { publicUrl: 'https://jobwire.example.org' };
    for (const [one, two] of [
      [written, other],
      [other, written],
    ] as const) {
      const { waits } = exhausted(from('127.0.0.1', one), proxied);
      expect(waits(from('::1', two))).toBe(true);
      expect(waits(from('127.0.0.1', '1.2.3.5'))).toBe(false);
      expect(waits(from('127.0.0.1', '2001:db8:0:1::1'))).toBe(false);
      expect(waits(from('127.0.0.1'))).toBe(false);
    }
  });

  it.each([
    '',
    'unknown',
    '_hidden',
    'x'.repeat(4_000),
    '1.2.3',
    '0x7f.0.0.1',
    '[1.2.3.4',
    '1.2.3.4:x',
  ])(
    'is one for all that a proxy writes and nobody can read, like %j, and of nobody else',
    (garbage) => {
      const proxied = { publicUrl: 'https://jobwire.example.org' };
      const { waits } = exhausted(from('127.0.0.1', garbage), proxied);
      expect(waits(from('::1', 'another one'))).toBe(true);
      expect(waits(from('127.0.0.1'))).toBe(false);
      expect(waits(from('127.0.0.1', '1.2.3.4'))).toBe(false);
      expect(waits(from('10.0.0.1', garbage))).toBe(false);
    },
  );

  it.each([
    ['without one', from('127.0.0.1', '10.0.0.1'), {}],
    ['from elsewhere', from('9.9.9.9', '10.0.0.1'), { publicUrl: 'https://x.example.org' }],
  ])('heeds no word of a client %s', (_name, guesser, options) => {
    const { waits } = exhausted(guesser, options);
    expect(waits(from(guesser.socket.remoteAddress ?? '', '10.0.0.2'))).toBe(true);
    expect(waits(from('10.0.0.1'))).toBe(false);
  });

  it('is remembered for the last ten thousand addresses, whatever else comes', () => {
    const { guesses, waits } = exhausted(from('10.0.0.1'));
    const tryFrom = (count: number) => {
      for (let at = 0; at < count; at += 1) {
        guesses.failed(from(`11.${at >> 16}.${(at >> 8) & 255}.${at & 255}`), 'wrong');
      }
    };
    tryFrom(9_999);
    expect(waits(from('10.0.0.1'))).toBe(true);
    tryFrom(10_000);
    expect(waits(from('10.0.0.1'))).toBe(false);
  });
});
