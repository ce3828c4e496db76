// All settings: name, format, default, and the text for an invalid value.
import { isIP } from 'node:net';
import { resolve } from 'node:path';
import { z } from 'zod';
import { JobwireError } from '../runtime/errors.ts';
import { LOG_LEVELS } from '../runtime/logger.ts';
import { createSecret } from '../runtime/secret.ts';
import { addressProblem } from './address-problem.ts';
import { REDIS_URL_FORMS, readRedisUrl } from './redis-url.ts';
import { MIN_TOKEN_LENGTH, tokenWeakness } from './token-strength.ts';

export interface SettingDoc {
  /** Completes "expected …" if the setting is invalid. */
  readonly expected: string;
  readonly example: string;
  /** Used when the setting is missing or empty. */
  readonly fallback?: string;
  /** The value is never shown, not even if it is invalid. */
  readonly secret?: true;
  /** Not shown if it is invalid, because a mistyped address may contain a password anywhere. */
  readonly address?: true;
}

/** Documentation of the settings, by schema. */
const about = z.registry<SettingDoc>();

const text = (pattern: RegExp) => z.string().regex(pattern);
const secret = (pattern: RegExp) => text(pattern).transform(createSecret);
/** Refuses with the problem that `check` finds, which completes "it …" without quoting the value. */
const checked = (check: (value: string) => string | undefined) =>
  z.string().superRefine((value, issues) => {
    const found = check(value);
    if (found !== undefined) issues.addIssue({ code: 'custom', message: found });
  });
/** A secret that a person may have chosen. */
const token = (pattern: RegExp) =>
  text(pattern).pipe(checked(tokenWeakness)).transform(createSecret);
const path = () =>
  checked((name) =>
    /^[a-z][a-z\d+.-]*:\/\//i.test(name) ? 'is an address, not a path' : undefined,
  ).transform((name) => resolve(name));
const address = () =>
  checked((url) => addressProblem(url, { path: true })).transform((url) => url.replace(/\/+$/, ''));
const origins = () =>
  checked((all) =>
    itemsOf(all)
      .map((one) => addressProblem(one, { path: false }))
      .find(Boolean),
  ).transform(itemsOf);
const itemsOf = (list: string) => list.split(',').map((one) => one.trim());
const list = (item: RegExp) =>
  z
    .string()
    .transform(itemsOf)
    .pipe(z.array(text(item)));
const wholeNumber = (min: number, max: number) =>
  text(/^\d{1,9}$/)
    .transform(Number)
    .pipe(z.number().min(min).max(max));

/** What Prometheus accepts at the beginning of a name; `:` is for the recording rules of its users. */
const metricsPrefixProblem = (prefix: string) => {
  if (!/^[a-zA-Z_]\w{0,63}$/.test(prefix)) return 'can not begin the name of a metric';
  return prefix.endsWith('_') ? 'ends with _, which jobwire adds by itself' : undefined;
};

const webhook = {
  WEBHOOK_URL: address().register(about, {
    expected: 'an https address at which Telegram reaches the HTTP API (or set PUBLIC_URL)',
    example: 'https://jobs.example.org/telegram/webhook',
    address: true,
  }),
  WEBHOOK_SECRET: token(/^[\w-]{1,256}$/).register(about, {
    expected: `${MIN_TOKEN_LENGTH} to 256 letters, digits, _ or - that nobody can guess`,
    example: 'what `openssl rand -hex 32` prints',
    secret: true,
  }),
};

const mode = { expected: 'polling or webhook', example: 'polling', fallback: 'polling' };

/** How updates come from Telegram: a variant, so that webhook settings exist only with webhooks. */
const updates = z.discriminatedUnion('TELEGRAM_MODE', [
  z.object({ TELEGRAM_MODE: z.literal('polling').register(about, mode) }),
  z.object({ TELEGRAM_MODE: z.literal('webhook').register(about, mode), ...webhook }),
]);

const settings = z.object({
  BOT_TOKEN: secret(/^\d+:[\w-]{3,}$/)
    .optional()
    .register(about, {
      expected: 'the token of the bot from @BotFather',
      example: '123456789:AAExampleExampleExampleExampleExample',
      secret: true,
    }),
  TELEGRAM_API_ROOT: address().register(about, {
    expected: 'the http(s) address of a Bot API server',
    example: 'http://127.0.0.1:8081',
    address: true,
    fallback: 'https://api.telegram.org',
  }),
  ADMIN_USER_IDS: list(/^[1-9]\d{0,15}$/)
    .transform((ids) => ids.map(Number))
    .optional()
    .register(about, {
      expected: 'Telegram user ids, separated by commas',
      example: '1001,1002',
    }),
  REDIS_URL: z
    .string()
    .transform((url, issues) => {
      const read = readRedisUrl(url);
      if (read.kind === 'address') return read.address;
      issues.addIssue({ code: 'custom', message: read.what });
      return z.NEVER;
    })
    .optional()
    .register(about, {
      expected: REDIS_URL_FORMS,
      example: 'redis://127.0.0.1:6379',
      secret: true,
    }),
  KEY_PREFIX: text(/^[A-Za-z0-9_:.{}-]{1,64}$/).register(about, {
    expected: '1 to 64 letters, digits or any of _ : . { } -',
    example: '{jobwire}',
    fallback: 'jobwire',
  }),
  DATA_DIR: path().register(about, {
    expected: 'a folder that jobwire may write to',
    example: '/var/lib/jobwire',
    fallback: './data',
  }),
  LOGS_DIR: path().optional().register(about, {
    expected: 'a folder with <job_id>.log files',
    example: '/var/log/jobs',
  }),
  PIPELINE_RUNS_DIR: path().optional().register(about, {
    expected: 'the runs/ folder of a pipeline engine',
    example: '/srv/pipeline/runs',
  }),
  ARCHIVE_DIR: path().optional().register(about, {
    expected: 'a folder that jobwire may write to, other than PIPELINE_RUNS_DIR',
    example: '/var/lib/jobwire/archive',
  }),
  HTTP_HOST: checked((host) =>
    isIP(host) > 0 || /^[\w.-]+$/.test(host) ? undefined : 'is not only a host',
  ).register(about, {
    expected: 'a host name or IP address of this machine',
    example: '0.0.0.0',
    address: true,
    fallback: '127.0.0.1',
  }),
  HTTP_PORT: wholeNumber(0, 65535).register(about, {
    expected: 'a whole number from 0 to 65535 (0: any free port)',
    example: '8080',
    fallback: '8080',
  }),
  HTTP_REQUESTS_PER_MINUTE: wholeNumber(0, 1_000_000).register(about, {
    expected: 'a whole number from 0 to 1000000 (0: no limit)',
    example: '30000',
    fallback: '30000',
  }),
  PUBLIC_URL: address().optional().register(about, {
    expected: 'the http(s) address at which users reach the HTTP API',
    example: 'https://jobs.example.org',
    address: true,
  }),
  ADMIN_TOKEN: token(/^[\x21-\x7e]+$/)
    .optional()
    .register(about, {
      expected: `at least ${MIN_TOKEN_LENGTH} printable ASCII characters without spaces that nobody can guess`,
      example: 'what `openssl rand -base64 32` prints',
      secret: true,
    }),
  CORS_ORIGINS: origins().optional().register(about, {
    expected: 'web origins, separated by commas',
    example: 'https://board.example.org,http://localhost:5173',
    address: true,
  }),
  BATCH_WINDOW_MS: wholeNumber(0, 600_000).register(about, {
    expected: 'milliseconds, a whole number from 0 to 600000',
    example: '2000',
    fallback: '2000',
  }),
  TAIL_INTERVAL_MS: wholeNumber(100, 600_000).register(about, {
    expected: 'milliseconds, a whole number from 100 to 600000',
    example: '2000',
    fallback: '2000',
  }),
  GLOBAL_MESSAGES_PER_SECOND: wholeNumber(1, 1000).register(about, {
    expected: 'a whole number from 1 to 1000',
    example: '30',
    fallback: '30',
  }),
  DEFAULT_LOCALE: text(/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/).register(about, {
    expected: 'a language code',
    example: 'de',
    fallback: 'en',
  }),
  EVENT_RETENTION_DAYS: wholeNumber(1, 36_500).register(about, {
    expected: 'days, a whole number from 1 to 36500',
    example: '30',
    fallback: '30',
  }),
  MAX_EVENTS_PER_JOB: wholeNumber(1, 10_000_000).register(about, {
    expected: 'a whole number from 1 to 10000000',
    example: '1000',
    fallback: '1000',
  }),
  POLICY_FILE: path().optional().register(about, {
    expected: 'the path of a YAML file',
    example: '/etc/jobwire/policy.yaml',
  }),
  LOG_LEVEL: z.enum(LOG_LEVELS).register(about, {
    expected: LOG_LEVELS.join(', '),
    example: 'debug',
    fallback: 'info',
  }),
  LOG_EVENTS: checked((names) =>
    /,.*\b(all|none)\b|\b(all|none)\b.*,/.test(names)
      ? 'combines all or none with others'
      : undefined,
  )
    .pipe(list(/^[a-z]+$/))
    .register(about, {
      expected: 'dialects separated by commas, or all, or none',
      example: 'pipeline,televibe',
      fallback: 'pipeline',
    }),
  METRICS_PREFIX: checked(metricsPrefixProblem).register(about, {
    expected: 'letters, digits and _, not beginning with a digit and not ending with _',
    example: 'televibe',
    fallback: 'jobwire',
  }),
  REDACT: z
    .enum(['on', 'off'])
    .transform((value) => value === 'on')
    .register(about, { expected: 'on or off', example: 'on', fallback: 'on' }),
});

/** All settings together. An intersection, so that all problems are found at once. */
export const settingsSchema = settings.and(updates);

export type Settings = z.output<typeof settingsSchema>;

/** All settings by name, in the order in which they are documented. */
export const SETTINGS: ReadonlyMap<string, SettingDoc> = new Map(
  [
    ...Object.entries(settings.shape),
    ...updates.options.flatMap((o) => Object.entries(o.shape)),
  ].map(([name, schema]) => [name, describe(name, schema)]),
);

function describe(name: string, schema: z.ZodType): SettingDoc {
  const found = about.get(schema);
  if (found === undefined)
    throw new JobwireError('bug', `the setting ${name} has no documentation`);
  return found;
}
