import { test as property } from '@fast-check/vitest';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../src/event/canonical-event.ts';
import { redactData } from '../../src/redact/redact-data.ts';
import { CREDENTIALS, mixed } from './credentials.ts';

const [{ secret, kind } = { secret: '', kind: '' }] = CREDENTIALS;

describe('data of an event', () => {
  it.each<[string, JsonObject, JsonObject]>([
    ['in a text', { error: `got ${secret}` }, { error: `got [redacted: ${kind}]` }],
    ['under its name', { password: 'hunter 2' }, { password: '[redacted: password]' }],
    ['as a number', { password: 4711 }, { password: '[redacted: password]' }],
    [
      'deep inside',
      { a: [{ b: { apiKey: 'abcd' } }] },
      { a: [{ b: { apiKey: '[redacted: API key]' } }] },
    ],
    [
      'in a list under its name',
      { password: ['a', 'b'] },
      { password: ['[redacted: password]', '[redacted: password]'] },
    ],
    [
      'after its flag',
      { argv: ['x', '--token', 'abcd', 'y'] },
      { argv: ['x', '--token', '[redacted: token]', 'y'] },
    ],
    [
      'beside its name',
      { env: [{ name: 'DB_PASSWORD', value: 'x' }] },
      { env: [{ name: 'DB_PASSWORD', value: '[redacted: password]' }] },
    ],
    [
      'in a header',
      { headers: { Authorization: 'Bearer abcd1' } },
      { headers: { Authorization: 'Bearer [redacted: authorization]' } },
    ],
    ['as a name', { [secret]: 1 }, { [`[redacted: ${kind}]`]: 1 }],
    ['very long', { client_secret: mixed(9_000) }, { client_secret: '[redacted: secret]' }],
    ['over lines', { password: 'pa\n"ss\\' }, { password: '[redacted: password]' }],
  ])('has its credentials hidden %s', (_, data, shown) => {
    expect(redactData(data)).toEqual(shown);
  });

  it.each<JsonObject>([
    { total_tokens: 1592, max_tokens: 4096, token: 128, tokens: ['a', 'b'] },
    {
      commit: '0a1b2c3d4e5f60718293a4b5c6d7e8f901234567',
      id: '0b7e2d9c-1f6a-4c3b-9e5d-8a7f6b5c4d3e',
    },
    { password: null, has_password: true, secret_name: 'api-tls', password_hint: '' },
    { token: '$TOKEN', argv: ['--password', '$PW', '--force', 'abcd'] },
    { name: 'title', value: 'hunter2' },
  ])('stays the same object when there is nothing to hide: %j', (data) => {
    expect(redactData(data)).toBe(data);
  });

  it('is cut where nobody reads on, so that a huge field costs no more than a large one', () => {
    const { log } = redactData({ log: `${secret} ${'x'.repeat(1_000_000)}` });
    expect(log).toMatch(/^\[redacted: AWS key\] x+…$/);
    expect(String(log).length).toBeLessThan(70_000);
  });

  property.prop([fc.dictionary(fc.string(), fc.jsonValue() as fc.Arbitrary<never>)])(
    'keeps its shape',
    (data) => {
      const shape = (value: unknown): unknown => {
        if (Array.isArray(value)) return value.map(shape);
        if (typeof value !== 'object' || value === null) return 0;
        return Object.values(value).map(shape);
      };
      expect(shape(redactData(data))).toEqual(shape(data));
    },
  );
});

it.each([
  ['lang=engb', false],
  ['sid=a1b2c', true],
  ['sid=a1b2', false],
])('a cookie is hidden from five characters on: %s', (cookie, isHidden) => {
  const shown = redactData({ headers: { cookie } });
  expect(JSON.stringify(shown).includes('[redacted: cookie]')).toBe(isHidden);
});
