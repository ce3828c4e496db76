import { test as property } from '@fast-check/vitest';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { parseRedisUrl } from '../src/redis-url.ts';

it.each([
  ['redis://localhost', { kind: 'server', host: 'localhost', port: 6379, db: 0, tls: false }],
  ['redis://10.0.0.1:6380/3', { kind: 'server', host: '10.0.0.1', port: 6380, db: 3, tls: false }],
  ['redis://h?db=4', { kind: 'server', host: 'h', port: 6379, db: 4, tls: false }],
  ['rediss://[::1]:6380', { kind: 'server', host: '::1', port: 6380, db: 0, tls: true }],
  [
    'redis+sentinel://a:1,b/main?db=2',
    {
      kind: 'sentinel',
      sentinels: [
        { host: 'a', port: 1 },
        { host: 'b', port: 26379 },
      ],
      master: 'main',
      db: 2,
      tls: false,
    },
  ],
])('reads %s', (url, expected) => {
  expect(parseRedisUrl(url)).toEqual(expected);
});

it.each([
  '',
  'localhost:6379',
  'http://localhost',
  'redis://',
  'redis://a,b',
  'redis://h:0',
  'redis://h:70000',
  'redis://h/name',
  'redis://:%zz@h',
  'redis+sentinel://a:1',
  'redis+cluster://a:1,b:2',
])('does not take %s for an address', (url) => {
  expect(parseRedisUrl(url)).toBeUndefined();
});

property.prop([fc.string({ minLength: 1 }), fc.string({ minLength: 1 })])(
  'reads any login that is written as a URL wants it, and shows none',
  (user, password) => {
    const login = `${encodeURIComponent(user)}:${encodeURIComponent(password)}`;
    const address = parseRedisUrl(`redis://${login}@h`);
    if (address?.kind !== 'server') throw new Error('no server');
    expect(address.username).toBe(user);
    expect(address.password?.reveal()).toBe(password);
    expect(JSON.parse(JSON.stringify(address)).password).toBe('[secret]');
  },
);
