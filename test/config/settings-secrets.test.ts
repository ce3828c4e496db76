// No password in what is said of a wrong setting, wherever in an address it was written.
import { inspect } from 'node:util';
import { expect, it } from 'vitest';
import { type Environment, loadConfig } from '../../src/config/load-config.ts';
import { readRedisUrl } from '../../src/config/redis-url.ts';
import { SETTINGS } from '../../src/config/settings.ts';
import { JobwireError } from '../../src/runtime/errors.ts';

const PASSWORD = 'hunter2';

/** Each holds the password, and is wrong for every setting that is an address. */
const MISTAKES: Readonly<Record<string, (scheme: string) => string>> = {
  'a login where none may be': (scheme) => `${scheme}://me:${PASSWORD}@host.example.org/x y`,
  'a password alone': (scheme) => `${scheme}://:${PASSWORD}@host:x`,
  'a password as the user': (scheme) => `${scheme}://${PASSWORD}@host:x`,
  'no scheme': () => `me:${PASSWORD}@host.example.org`,
  'a mistyped scheme': () => `htps//me:${PASSWORD}@host.example.org`,
  'another scheme': () => `ftp://me:${PASSWORD}@host.example.org`,
  'no host': (scheme) => `${scheme}://me:${PASSWORD}`,
  'nothing behind the @': (scheme) => `${scheme}://me:${PASSWORD}@`,
  'a slash in the password': (scheme) => `${scheme}://me:${PASSWORD}/w@host.example.org`,
  'a password that begins like a port': (scheme) =>
    `${scheme}://me:12/${PASSWORD}@host.example.org`,
  'an @ in the password': (scheme) => `${scheme}://me:a@${PASSWORD}@host:x`,
  'a hash in the password': (scheme) => `${scheme}://me:#${PASSWORD}@host.example.org`,
  'a question mark in the password': (scheme) => `${scheme}://me:?${PASSWORD}@host.example.org`,
  'a space in the password': (scheme) => `${scheme}://me: ${PASSWORD}@host.example.org`,
  'a percent sign in the password': (scheme) => `${scheme}://me:%zz${PASSWORD}@host.example.org`,
  'a quote around it': (scheme) => `"${scheme}://me:${PASSWORD}@host.example.org"`,
  'a line break in it': (scheme) => `${scheme}://me:${PASSWORD}\n@host.example.org`,
  'a comma in it': (scheme) => `${scheme}://me:a,${PASSWORD}@host.example.org`,
  'a wrong port': (scheme) => `${scheme}://me:${PASSWORD}@host.example.org:99999`,
  'a password where the port belongs': (scheme) => `${scheme}://host.example.org:${PASSWORD}`,
  'the password in the query': (scheme) => `${scheme}://host.example.org?password=${PASSWORD}`,
  'the password in a fragment': (scheme) => `${scheme}://host.example.org#${PASSWORD}`,
  'the second of a list': (scheme) => `${scheme}://a.example.org,${scheme}://me:${PASSWORD}@b`,
};
const ADDRESSES = [...SETTINGS]
  .filter(([name, { address }]) => address === true || name === 'REDIS_URL')
  .map(([name]) => name);

const WEBHOOK = {
  TELEGRAM_MODE: 'webhook',
  WEBHOOK_URL: 'https://jobs.example.org/hook',
  WEBHOOK_SECRET: 'f3a9c17e5b2d8046',
};

function refused(env: Environment): JobwireError {
  try {
    loadConfig({ ...WEBHOOK, ...env });
  } catch (error) {
    if (error instanceof JobwireError) return error;
    throw error;
  }
  throw new Error(`accepted: ${JSON.stringify(env)}`);
}

const everythingIn = (error: JobwireError) =>
  [error.message, error.stack, JSON.stringify(error.details), String(error.cause ?? '')].join('\n');

it('the table has every address among the settings', () => {
  expect(ADDRESSES.toSorted()).toEqual([
    'CORS_ORIGINS',
    'HTTP_HOST',
    'PUBLIC_URL',
    'REDIS_URL',
    'TELEGRAM_API_ROOT',
    'WEBHOOK_URL',
  ]);
});

const TABLE = ADDRESSES.flatMap((name) =>
  Object.keys(MISTAKES).map((mistake) => [name, mistake] as const),
);
it.each(TABLE)('%s with %s is refused without a part of it', (name, mistake) => {
  const value = MISTAKES[mistake]?.(name === 'REDIS_URL' ? 'redis' : 'https') ?? '';
  if (name === 'REDIS_URL' && readRedisUrl(value).kind === 'address') {
    // A login that belongs there, however odd.
    const printed = inspect(loadConfig({ REDIS_URL: value }), { depth: 9, showHidden: true });
    expect(printed).not.toContain(PASSWORD);
    return;
  }
  const error = refused({ [name]: value });
  expect(error.details.settings).toContain(name);
  expect(error.message).toMatch(
    new RegExp(`${name} is wrong: it [^;]+; expected .+, for example `),
  );
  expect(everythingIn(error)).not.toContain(PASSWORD);
});

it.each([...SETTINGS.keys()])(
  'an address that was given to %s by mistake shows no password',
  (name) => {
    for (const scheme of ['redis', 'https', 'postgres']) {
      try {
        loadConfig({ ...WEBHOOK, [name]: `${scheme}://me:${PASSWORD}@host.example.org:1/2` });
      } catch (error) {
        if (!(error instanceof JobwireError)) throw error;
        expect(everythingIn(error)).not.toContain(PASSWORD);
      }
    }
  },
);

it.each(['DATA_DIR', 'LOGS_DIR', 'PIPELINE_RUNS_DIR', 'ARCHIVE_DIR', 'POLICY_FILE'])(
  'an address is no path for %s, which would be shown later',
  (name) => {
    const { message } = refused({ [name]: `redis://me:${PASSWORD}@host` });
    expect(message).toContain(`${name} is wrong: it is an address, not a path; expected`);
  },
);

it("a bot's token is shown neither as part of an address nor in another setting", () => {
  const token = '123456789:AAExampleExampleExampleExampleExample';
  const error = refused({
    TELEGRAM_API_ROOT: `https://api.telegram.org/bot${token}`,
    ADMIN_USER_IDS: token,
    KEY_PREFIX: `${token} `.repeat(3),
  });
  expect(error.details.settings).toHaveLength(3);
  expect(everythingIn(error)).not.toContain('AAExample');
});

it('what is wrong and no secret is shown', () => {
  const { message } = refused({ HTTP_PORT: '80 80', LOG_LEVEL: 'loud' });
  expect(message).toContain('HTTP_PORT is "80 80"');
  expect(message).toContain('LOG_LEVEL is "loud"');
});
