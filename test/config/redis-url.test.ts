import { test as property } from '@fast-check/vitest';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { readRedisUrl } from '../../src/config/redis-url.ts';

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
  ['redis://h?family=0', { kind: 'server', host: 'h', port: 6379, db: 0, tls: false }],
  ['redis://h?family=6', { kind: 'server', host: 'h', port: 6379, db: 0, tls: false, family: 6 }],
  ['valkey://h/2?protocol=3', { kind: 'server', host: 'h', port: 6379, db: 2, tls: false }],
  ['redis://h?tls=true', { kind: 'server', host: 'h', port: 6379, db: 0, tls: true }],
  [
    'rediss://h?ssl_cert_reqs=required',
    { kind: 'server', host: 'h', port: 6379, db: 0, tls: true },
  ],
  [
    'rediss://h?ssl_cert_reqs=CERT_NONE&ssl_check_hostname=false',
    {
      ...{ kind: 'server', host: 'h', port: 6379, db: 0, tls: true },
      ...{ trustsAnyone: true, trustsAnyName: true },
    },
  ],
  ['unix:///run/redis.sock', { kind: 'socket', socketPath: '/run/redis.sock', db: 0 }],
  ['unix:///run/redis.sock?db=1', { kind: 'socket', socketPath: '/run/redis.sock', db: 1 }],
  ['redis+socket:///r.sock?virtual_host=2', { kind: 'socket', socketPath: '/r.sock', db: 2 }],
  ['redis-socket:///a%20b.sock?database=3', { kind: 'socket', socketPath: '/a b.sock', db: 3 }],
])('reads %s', (url, expected) => {
  expect(readRedisUrl(url)).toEqual({ kind: 'address', address: expected });
});

it.each([
  ['redis://me:pw@h', 'me', 'pw'],
  ['redis://:pw@h', undefined, 'pw'],
  ['unix://me:pw@/r.sock', 'me', 'pw'],
  ['unix:///r.sock?password=p%26w&username=me', 'me', 'p&w'],
  ['redis+sentinel://me:p%3Aw@a/main', 'me', 'p:w'],
])('reads the login of %s', (url, username, password) => {
  const read = readRedisUrl(url);
  if (read.kind === 'wrong') throw new Error(read.what);
  expect([read.address.username, read.address.password?.reveal()]).toEqual([username, password]);
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
])('does not take %s for an address', (url) => {
  expect(readRedisUrl(url)).toEqual({ kind: 'wrong', what: 'has an unknown form' });
});

it.each([
  ['redis+cluster://a:1,b:2', /Cluster, which is not supported yet/],
  ['redis://h?family=5', /parameter family that is not 0, 4 or 6/],
  ['redis://h?db=x', /parameter db that is not a number/],
  ['rediss://h?ssl_cert_reqs=maybe', /parameter ssl_cert_reqs that is not required or none/],
  ['redis://h?ssl_cert_reqs=none', /parameter ssl_cert_reqs, which requires rediss:/],
  ['rediss://h?ssl_ca_certs=/ca.pem', /parameter ssl_ca_certs .*NODE_EXTRA_CA_CERTS/],
  ['rediss://h?ssl_certfile=/c.pem', /parameter ssl_certfile .*not supported yet/],
  ['redis://h?max_connections=10', /parameter max_connections .*omit it/],
  ['unix://run/redis.sock', /has no socket path/],
  ['unix://', /has no socket path/],
])('says what it can not do with %s', (url, what) => {
  const read = readRedisUrl(url);
  expect(read.kind === 'wrong' && read.what).toMatch(what);
});

it.each(['redis://h?hunter2=1', 'redis://h?db=hunter2', 'rediss://h?ssl_ca_certs=hunter2'])(
  'shows nothing of what it can not use: it may be the rest of a password',
  (url) => {
    const read = readRedisUrl(url);
    expect(read.kind).toBe('wrong');
    expect(JSON.stringify(read)).not.toContain('hunter2');
  },
);

property.prop([fc.string({ minLength: 1 }), fc.string({ minLength: 1 })])(
  'reads any login that is written as a URL wants it, and shows none',
  (user, password) => {
    const login = `${encodeURIComponent(user)}:${encodeURIComponent(password)}`;
    const read = readRedisUrl(`redis://${login}@h`);
    if (read.kind === 'wrong') throw new Error(read.what);
    const { address } = read;
    expect(address.username).toBe(user);
    expect(address.password?.reveal()).toBe(password);
    expect(JSON.parse(JSON.stringify(address)).password).toBe('[secret]');
  },
);

it.each([
  [1, true],
  [65_535, true],
  [0, false],
  [65_536, false],
])('takes the port %d: %s', (port, isTaken) => {
  for (const url of [`redis://h:${port}`, `redis+sentinel://a,h:${port}/main`]) {
    expect(readRedisUrl(url).kind, url).toBe(isTaken ? 'address' : 'wrong');
  }
});

it.each(['a:b', ':', 'a::b:', '://'])('takes a password as it is, colons too: %s', (password) => {
  const read = readRedisUrl(`redis://user:${password.replaceAll('/', '%2F')}@h`);
  if (read.kind === 'wrong') throw new Error(read.what);
  expect(read.address.username).toBe('user');
  expect(read.address.password?.reveal()).toBe(password);
});
