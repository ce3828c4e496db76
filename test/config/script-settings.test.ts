// The settings of `ask` and `run`: which way is meant, and what is said of wrong ones without telling a secret.
import { expect, it } from 'vitest';
import { readScriptSettings } from '../../src/config/script-settings.ts';

const HTTP = { JOBWIRE_URL: 'http://127.0.0.1:8080/', JOBWIRE_TOKEN: 'jw_s3cr3t' };
const REDIS = { REDIS_URL: 'redis://:s3cr3t@127.0.0.1:6379/2', KEY_PREFIX: 'mine' };

it('goes by HTTP first, then by Redis, then by the folder', () => {
  const { target } = readScriptSettings({ ...HTTP, ...REDIS });
  expect(target).toMatchObject({ kind: 'http', url: 'http://127.0.0.1:8080' });
  expect(target.kind === 'http' && target.token.reveal()).toBe('jw_s3cr3t');
  expect(readScriptSettings(REDIS).target).toMatchObject({
    kind: 'redis',
    keyPrefix: 'mine',
    address: { host: '127.0.0.1', port: 6379, db: 2 },
  });
  expect(readScriptSettings({ DATA_DIR: '/d', JOBWIRE_URL: ' ' }).target).toEqual({
    kind: 'folder',
    dataDir: '/d',
    keyPrefix: 'jobwire',
  });
});

it('takes no offence at what a script has under the name of another setting of ours', () => {
  const env = { ...HTTP, LOG_LEVEL: 'LOUD', HTTP_PORT: 'none', REDIS_URL: 'nonsense' };
  expect(readScriptSettings(env).target.kind).toBe('http');
});

it('redacts unless it is told not to', () => {
  expect(readScriptSettings(HTTP).redact).toBe(true);
  expect(readScriptSettings({ ...HTTP, REDACT: 'off' }).redact).toBe(false);
});

it.each([
  ['JOBWIRE_URL', { ...HTTP, JOBWIRE_URL: 'ftp://s3cr3t' }],
  ['JOBWIRE_URL', { ...HTTP, JOBWIRE_URL: 'http://me:s3cr3t@host' }],
  ['JOBWIRE_TOKEN', { JOBWIRE_URL: HTTP.JOBWIRE_URL }],
  ['JOBWIRE_TOKEN', { ...HTTP, JOBWIRE_TOKEN: 's3cr3t with spaces' }],
  ['REDIS_URL', { REDIS_URL: 'mysql://s3cr3t' }],
  ['KEY_PREFIX', { ...REDIS, KEY_PREFIX: 's3cr3t prefix' }],
])('names %s where that is wrong', (name, env) => {
  const read = () => readScriptSettings(env);
  expect(read).toThrow(new RegExp(`^${name} is .*; expected .*, for example `));
  expect(read).not.toThrow(/s3cr3t/);
});
