import { randomUUID } from 'node:crypto';
import { test as property } from '@fast-check/vitest';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { loadConfig } from '../../src/config/load-config.ts';
import { tokenWeakness } from '../../src/config/token-strength.ts';

describe('a token is refused', () => {
  it.each([
    ['', 'has fewer than 16 characters'],
    ['Vw3+kP9/xT7mR1z', 'has fewer than 16 characters'],
    ['aaaaaaaaaaaaaaaaaaaaaaaa', 'is repetitive'],
    ['Vw3+kP9xVw3+kP9x', 'is repetitive'],
    ['00001111222233334444', 'has too few different characters'],
    ['0123456789abcdef', 'is a sequence'],
    ['zyxwvutsrqponmlkji', 'is a sequence'],
    ['admin-token-of-the-test', 'is made of well-known words'],
    ['ChangeMePlease-123456', 'is made of well-known words'],
    ['Passw0rd-Passw0rd!', 'is made of well-known words'],
    ['p4$$w0rd_s3cr3t_t0k3n', 'is made of well-known words'],
    ['qwertyuiopasdfghjkl', 'is made of well-known words'],
    ['my-secret-admin-token-2026', 'is made of well-known words'],
    ['jobwire-admin-token', 'is made of well-known words'],
  ])('%j: it %s', (token, weakness) => {
    expect(tokenWeakness(token)).toBe(weakness);
  });
});

const bytes = (length: number) => fc.uint8Array({ minLength: length, maxLength: length });
const random = fc.oneof(
  bytes(32).map((key) => Buffer.from(key).toString('hex')),
  bytes(32).map((key) => Buffer.from(key).toString('base64')),
  bytes(24).map((key) => Buffer.from(key).toString('base64url')),
);

describe('a token is accepted', () => {
  // What the generator draws on purpose (zeros, small numbers) is no random token.
  property.prop([random.filter((token) => new Set(token).size > 12)], { numRuns: 2_000 })(
    'that a machine made',
    (token) => {
      expect(tokenWeakness(token)).toBeUndefined();
    },
  );

  it('that is a UUID', () => {
    for (let count = 0; count < 1_000; count += 1) {
      expect(tokenWeakness(randomUUID())).toBeUndefined();
    }
  });
});

it.each(['ADMIN_TOKEN', 'WEBHOOK_SECRET'])(
  '%s is refused with a command that makes a good one',
  (name) => {
    const env = {
      TELEGRAM_MODE: 'webhook',
      WEBHOOK_URL: 'https://jobs.example.org',
      WEBHOOK_SECRET: 'f3a9c17e5b2d8046',
    };
    const load = () => loadConfig({ ...env, [name]: 'admin_token_test' });
    expect(load).toThrowError(
      expect.objectContaining({
        exitCode: 78,
        message: expect.stringMatching(
          new RegExp(
            `${name} is wrong: it is made of well-known words; expected .*16.*openssl rand`,
          ),
        ),
      }),
    );
    expect(load).not.toThrowError(/admin_token_test/);
  },
);
