import { readFileSync } from 'node:fs';
import { inspect } from 'node:util';
import { test as property } from '@fast-check/vitest';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Environment, loadConfig, secretsOf } from '../../src/config/load-config.ts';
import { SETTINGS } from '../../src/config/settings.ts';
import { JobwireError } from '../../src/runtime/errors.ts';

const TOKEN = '123456:AAsecret_token-value';
const ADMIN_TOKEN = 'Vw3+kP9/xT7mR1zQ5nB8';
const WEBHOOK_SECRET = 'f3a9c17e5b2d8046';

/** Another value than the default for each setting. */
const EVERY_SETTING: Environment = {
  BOT_TOKEN: TOKEN,
  TELEGRAM_API_ROOT: 'http://127.0.0.1:8081/',
  TELEGRAM_MODE: 'webhook',
  WEBHOOK_URL: 'https://jobs.example.org/hook',
  WEBHOOK_SECRET,
  ADMIN_USER_IDS: '1001, 1002',
  REDIS_URL: 'rediss://me:pass@redis.example.org:6380/2',
  KEY_PREFIX: '{jobwire}',
  DATA_DIR: '/data',
  LOGS_DIR: '/logs',
  PIPELINE_RUNS_DIR: '/runs',
  ARCHIVE_DIR: '/archive',
  HTTP_HOST: '0.0.0.0',
  HTTP_PORT: '0',
  HTTP_REQUESTS_PER_MINUTE: '60',
  PUBLIC_URL: 'https://jobs.example.org/',
  ADMIN_TOKEN,
  CORS_ORIGINS: 'https://a.example.org,http://localhost:5173',
  BATCH_WINDOW_MS: '100',
  TAIL_INTERVAL_MS: '500',
  GLOBAL_MESSAGES_PER_SECOND: '20',
  DEFAULT_LOCALE: 'de',
  EVENT_RETENTION_DAYS: '7',
  MAX_EVENTS_PER_JOB: '50',
  POLICY_FILE: '/policy.yaml',
  LOG_LEVEL: 'debug',
  LOG_EVENTS: 'televibe, jobs',
  METRICS_PREFIX: 'televibe',
  REDACT: 'off',
};

function refused(env: Environment): JobwireError {
  try {
    loadConfig(env, { require: 'BOT_TOKEN' });
  } catch (error) {
    if (error instanceof JobwireError) return error;
    throw error;
  }
  throw new Error('the settings were accepted');
}

it('takes the documented defaults when nothing is set', () => {
  expect(loadConfig({})).toEqual({
    telegramApiRoot: 'https://api.telegram.org',
    updates: { kind: 'polling' },
    adminUserIds: [],
    keyPrefix: 'jobwire',
    dataDir: `${process.cwd()}/data`,
    httpHost: '127.0.0.1',
    httpPort: 8080,
    httpRequestsPerMinute: 30_000,
    corsOrigins: [],
    batchWindowMs: 2000,
    tailIntervalMs: 2000,
    globalMessagesPerSecond: 30,
    defaultLocale: 'en',
    eventRetentionDays: 30,
    maxEventsPerJob: 1000,
    logLevel: 'info',
    logEvents: ['pipeline'],
    metricsPrefix: 'jobwire',
    redact: true,
  });
});

it('reads every setting', () => {
  const config = loadConfig(EVERY_SETTING);
  expect(config).toMatchObject({
    telegramApiRoot: 'http://127.0.0.1:8081',
    updates: { kind: 'webhook', url: 'https://jobs.example.org/hook' },
    adminUserIds: [1001, 1002],
    redis: { kind: 'server', host: 'redis.example.org', port: 6380, db: 2, tls: true },
    keyPrefix: '{jobwire}',
    dataDir: '/data',
    logsDir: '/logs',
    pipelineRunsDir: '/runs',
    archiveDir: '/archive',
    httpHost: '0.0.0.0',
    httpPort: 0,
    httpRequestsPerMinute: 60,
    publicUrl: 'https://jobs.example.org',
    corsOrigins: ['https://a.example.org', 'http://localhost:5173'],
    batchWindowMs: 100,
    tailIntervalMs: 500,
    globalMessagesPerSecond: 20,
    defaultLocale: 'de',
    eventRetentionDays: 7,
    maxEventsPerJob: 50,
    policyFile: '/policy.yaml',
    logLevel: 'debug',
    logEvents: ['televibe', 'jobs'],
    metricsPrefix: 'televibe',
    redact: false,
  });
  expect(secretsOf(config).sort()).toEqual([TOKEN, ADMIN_TOKEN, WEBHOOK_SECRET, 'pass'].sort());
  const printed = `${inspect(config, { depth: 9 })} ${JSON.stringify(config)}`;
  for (const secret of secretsOf(config)) expect(printed).not.toMatch(`'${secret}'`);
  expect(printed).not.toContain(TOKEN);
});

/** Secrets compare as different objects, so they are compared revealed. */
function contentOf(env: Environment) {
  const config = loadConfig(env);
  return { plain: JSON.stringify(config), secrets: secretsOf(config) };
}

it('is tried here with every setting', () => {
  const hint = 'every setting has a value other than its default in EVERY_SETTING';
  expect(Object.keys(EVERY_SETTING).sort(), hint).toEqual([...SETTINGS.keys()].sort());
});

it.each([...SETTINGS.keys()])('hands %s on to the program', (name) => {
  const { [name]: _left, ...others } = EVERY_SETTING;
  const webhook = { WEBHOOK_URL: 'https://example.org/hook', WEBHOOK_SECRET: 'a0b1c2d3e4f5a6b7' };
  const hint = `toConfig of src/config/load-config.ts has to hand ${name} on`;
  expect(contentOf(EVERY_SETTING), hint).not.toEqual(contentOf({ ...webhook, ...others }));
});

it('names every wrong setting in one go, with what was expected and an example', () => {
  const { message, exitCode, details } = refused({
    HTTP_PORT: '99999',
    BATCH_WINDOW_MS: 'soon',
    TELEGRAM_MODE: 'pigeon',
    REDIS_URL: 'http://x',
    KEY_PREFIX: 'a b',
    ADMIN_USER_IDS: '1001,Ana',
    LOG_LEVEL: 'loud',
    REDACT: 'maybe',
  });
  expect(exitCode).toBe(78);
  expect([...(details.settings as string[])].sort()).toEqual([
    'ADMIN_USER_IDS',
    'BATCH_WINDOW_MS',
    'BOT_TOKEN',
    'HTTP_PORT',
    'KEY_PREFIX',
    'LOG_LEVEL',
    'REDACT',
    'REDIS_URL',
    'TELEGRAM_MODE',
  ]);
  expect(message).toContain('9 settings are wrong');
  expect(message).toMatch(
    /BOT_TOKEN is missing; expected the token .*BotFather.*, for example \d+:/,
  );
  expect(message).toMatch(/HTTP_PORT is "99999"; expected .* 0 to 65535.*, for example 8080/);
});

it.each(['all,pipeline', 'pipeline, none', 'Pipeline', 'a,,b'])(
  'refuses LOG_EVENTS=%s',
  (value) => {
    expect(refused({ LOG_EVENTS: value }).details.settings).toContain('LOG_EVENTS');
  },
);

it.each([
  ['9lives', 'can not begin the name of a metric'],
  ['a:b', 'can not begin the name of a metric'],
  ['my-metrics', 'can not begin the name of a metric'],
  ['über', 'can not begin the name of a metric'],
  ['a'.repeat(65), 'can not begin the name of a metric'],
  ['televibe_', 'ends with _, which jobwire adds by itself'],
])('refuses METRICS_PREFIX=%s', (value, problem) => {
  const { message, exitCode } = refused({ BOT_TOKEN: TOKEN, METRICS_PREFIX: value });
  expect(exitCode).toBe(78);
  expect(message).toContain(
    `METRICS_PREFIX is wrong: it ${problem}; expected letters, digits and _`,
  );
  expect(message).toContain('for example televibe');
});

it('prints no secret, however wrong it is', () => {
  const { message } = refused({
    BOT_TOKEN: 'not-a-token-1',
    REDIS_URL: 'redis://:p@ss/w0rd@host',
    TELEGRAM_MODE: 'webhook',
    WEBHOOK_URL: 'https://x.example.org',
    WEBHOOK_SECRET: 'with spaces 2',
    ADMIN_TOKEN: 'with spaces 3',
  });
  for (const part of ['not-a-token', 'w0rd', 'with spaces']) expect(message).not.toContain(part);
  for (const name of ['BOT_TOKEN', 'REDIS_URL', 'WEBHOOK_SECRET', 'ADMIN_TOKEN']) {
    expect(message).toMatch(new RegExp(`${name} is wrong[;:] .*expected`));
  }
});

it('wants an address and a secret for webhooks, and only for them', () => {
  expect(loadConfig({ WEBHOOK_SECRET: 'not valid!' }).updates).toEqual({ kind: 'polling' });
  const { details } = refused({ BOT_TOKEN: TOKEN, TELEGRAM_MODE: 'webhook' });
  expect(details.settings).toEqual(['WEBHOOK_URL', 'WEBHOOK_SECRET']);
});

it('makes the webhook address from the public one', () => {
  const { updates } = loadConfig({
    TELEGRAM_MODE: 'webhook',
    WEBHOOK_SECRET,
    PUBLIC_URL: 'https://jobs.example.org/',
  });
  expect(updates).toMatchObject({ url: 'https://jobs.example.org/telegram/webhook' });
});

it('takes an empty setting for one that is not set, and knows nothing of strange ones', () => {
  expect(loadConfig({ HTTP_PORT: ' ', REDIS_URL: '', JOBWIRE_COLOUR: 'blue' })).toEqual(
    loadConfig({}),
  );
});

property.prop([fc.constantFrom(...SETTINGS.keys()), fc.string()])(
  'refuses or accepts whatever a setting says, but never breaks',
  (name, value) => {
    try {
      loadConfig({ [name]: value });
    } catch (error) {
      expect(error).toMatchObject({ code: 'config_invalid' });
    }
  },
);

describe('what is written about the settings', () => {
  const fallbacks = Object.fromEntries(
    [...SETTINGS].map(([name, { fallback }]) => [name, fallback ?? '']),
  );
  const read = (path: string) => readFileSync(new URL(path, import.meta.url), 'utf8');

  it('is the same in .env.example, each after a line of its own', () => {
    const lines = read('../../.env.example').matchAll(/^# .+\n([A-Z_]+)=(.*)$/gm);
    const ofScripts = { JOBWIRE_URL: '', JOBWIRE_TOKEN: '' };
    expect(Object.fromEntries([...lines].map(([, name, value]) => [name, value]))).toEqual({
      ...fallbacks,
      ...ofScripts,
    });
    expect(loadConfig(fallbacks)).toEqual(loadConfig({}));
  });

  it('is the same in docs/operating.md', () => {
    const rows = read('../../docs/operating.md').matchAll(
      /^\| `([A-Z_]+)` \| (?:`(.*?)`)? ?\| .+ \|$/gm,
    );
    expect(Object.fromEntries([...rows].map(([, name, value]) => [name, value ?? '']))).toEqual(
      fallbacks,
    );
  });
});

it('refuses to archive into the folder that events are read from', () => {
  const settings = (ARCHIVE_DIR: string) => ({ ...EVERY_SETTING, ARCHIVE_DIR });
  expect(loadConfig(settings('/runs-archive')).archiveDir).toBe('/runs-archive');
  for (const same of ['/runs', '/runs/', '/tmp/../runs']) {
    expect(() => loadConfig(settings(same)), same).toThrow(/ARCHIVE_DIR is "?.*; expected/);
  }
});
