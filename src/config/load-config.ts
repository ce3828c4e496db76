// The settings of one run, read from the environment and checked once. The only reader of process.env.
import type { z } from 'zod';
import { defined } from '../runtime/defined.ts';
import { JobwireError, messageOf } from '../runtime/errors.ts';
import type { LogLevel } from '../runtime/logger.ts';
import type { Secret } from '../runtime/secret.ts';
import type { RedisAddress } from './redis-url.ts';
import { SETTINGS, type SettingDoc, type Settings, settingsSchema } from './settings.ts';

/** May contain an address, a login or a bot's token where none belongs, or is too long to show. */
const SUSPICIOUS = /:\/\/|@|\d{5,}:|^.{80}/s;

export type Environment = Readonly<Record<string, string | undefined>>;

/** How updates come from Telegram. */
export type UpdateMode =
  | { readonly kind: 'polling' }
  | { readonly kind: 'webhook'; readonly url: string; readonly secret: Secret };

export interface Config {
  /** Always set if loaded with `require: 'BOT_TOKEN'`. */
  readonly botToken?: Secret;
  /** Without a trailing slash, like all addresses here. */
  readonly telegramApiRoot: string;
  readonly updates: UpdateMode;
  readonly adminUserIds: readonly number[];
  /** Absent: jobwire runs its own Redis. */
  readonly redis?: RedisAddress;
  readonly keyPrefix: string;
  /** Absolute, like all paths here. */
  readonly dataDir: string;
  readonly logsDir?: string;
  readonly pipelineRunsDir?: string;
  readonly archiveDir?: string;
  readonly httpHost: string;
  /** 0: any free port. */
  readonly httpPort: number;
  /** Of each caller; 0: no limit. */
  readonly httpRequestsPerMinute: number;
  readonly publicUrl?: string;
  /** The Bot API server opens Mini Apps by http too. No setting: only that of the demo does. */
  readonly miniAppsByHttp?: true;
  readonly adminToken?: Secret;
  readonly corsOrigins: readonly string[];
  readonly batchWindowMs: number;
  readonly tailIntervalMs: number;
  readonly globalMessagesPerSecond: number;
  readonly defaultLocale: string;
  readonly eventRetentionDays: number;
  readonly maxEventsPerJob: number;
  readonly policyFile?: string;
  readonly logLevel: LogLevel;
  /** Dialects whose events are printed to the console; or only `all` or `none`. */
  readonly logEvents: readonly string[];
  /** Begins the name of every metric. */
  readonly metricsPrefix: string;
  /** Whether credentials are redacted in what people read. */
  readonly redact: boolean;
}

export type BotConfig = Config & { readonly botToken: Secret };

/**
 * The environment of this process, merged with the file `.env` of the working folder; the environment takes
 * precedence. Throws `config_invalid` if that file can't be read.
 */
export function readEnvironment(): Environment {
  try {
    process.loadEnvFile('.env');
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) {
      throw new JobwireError(
        'config_invalid',
        `.env can't be read (${messageOf(error)}); expected a readable file with lines like BOT_TOKEN=123:abc, or none`,
        { cause: error },
      );
    }
  }
  return process.env;
}

interface Needs {
  readonly require?: 'BOT_TOKEN';
  /** Problems that others found, as full texts by setting. Problems found here take precedence. */
  readonly found?: ReadonlyMap<string, string>;
}

/**
 * Throws one `config_invalid` that names every invalid or missing setting, what was expected and an example. Empty
 * settings count as not set; unknown ones are ignored. The text contains no secrets.
 */
export function loadConfig(
  env: Environment,
  needs: Needs & { readonly require: 'BOT_TOKEN' },
): BotConfig;
export function loadConfig(env: Environment, needs?: Needs): Config;
export function loadConfig(env: Environment, needs?: Needs): Config {
  const given = withFallbacks(env);
  const parsed = settingsSchema.safeParse(given);
  const wrong = new Map((parsed.error?.issues ?? []).toReversed().map(problemOfIssue));
  // Otherwise archived events would be ingested again.
  if (parsed.data?.ARCHIVE_DIR !== undefined && isSameFolder(parsed.data)) {
    wrong.set('ARCHIVE_DIR', undefined);
  }
  if (needs?.require !== undefined && given.BOT_TOKEN === undefined) {
    wrong.set(needs.require, undefined);
  }
  const found = needs?.found ?? new Map<string, string>();
  if (!parsed.success || wrong.size + found.size > 0)
    throw invalidSettings({ wrong, found }, given);
  return toConfig(parsed.data);
}

function isSameFolder({ ARCHIVE_DIR, PIPELINE_RUNS_DIR }: Settings): boolean {
  return ARCHIVE_DIR === PIPELINE_RUNS_DIR;
}

/** All values that must not appear in the log. */
export function secretsOf(config: Config): string[] {
  const { updates, redis } = config;
  return [
    config.botToken,
    config.adminToken,
    updates.kind === 'webhook' ? updates.secret : undefined,
    redis?.password,
  ].flatMap((secret) => (secret === undefined ? [] : [secret.reveal()]));
}

function withFallbacks(env: Environment): Record<string, string> {
  const given: Record<string, string> = {};
  for (const [name, { fallback }] of SETTINGS) {
    const value = env[name]?.trim() || fallback;
    if (value !== undefined) given[name] = value;
  }
  if (given.WEBHOOK_URL === undefined && given.PUBLIC_URL !== undefined) {
    given.WEBHOOK_URL = `${given.PUBLIC_URL.replace(/\/+$/, '')}/telegram/webhook`;
  }
  return given;
}

/** By name: the problem that a check found, without quoting the value. */
type Problems = ReadonlyMap<string, string | undefined>;

function problemOfIssue({ path, code, message }: z.core.$ZodIssue): [string, string | undefined] {
  return [String(path[0]), code === 'custom' ? message : undefined];
}

interface AllProblems {
  readonly wrong: Problems;
  readonly found: ReadonlyMap<string, string>;
}

function invalidSettings(
  { wrong, found }: AllProblems,
  given: Record<string, string>,
): JobwireError {
  const names = [...SETTINGS.keys()].filter((name) => wrong.has(name) || found.has(name));
  const lines = names.map((name) => {
    const about = SETTINGS.get(name);
    const text = found.get(name);
    if (text !== undefined && !wrong.has(name)) return `  ${text.replaceAll('\n', '\n  ')}`;
    const state = stateOf(given[name], { about, mistake: wrong.get(name) });
    return `  ${name} is ${state}; expected ${about?.expected}, for example ${about?.example}`;
  });
  const count = names.length === 1 ? '1 setting is wrong' : `${names.length} settings are wrong`;
  return new JobwireError('config_invalid', [`${count}:`, ...lines].join('\n'), {
    details: { settings: names },
  });
}

interface SettingProblem {
  readonly about: SettingDoc | undefined;
  readonly mistake: string | undefined;
}

function stateOf(value: string | undefined, { about, mistake }: SettingProblem): string {
  if (value === undefined) return 'missing';
  if (mistake !== undefined) return `wrong: it ${mistake}`;
  const isHidden = about?.secret === true || about?.address === true || SUSPICIOUS.test(value);
  return isHidden ? 'wrong' : JSON.stringify(value);
}

function toConfig(from: Settings): Config {
  return {
    ...defined({
      botToken: from.BOT_TOKEN,
      redis: from.REDIS_URL,
      logsDir: from.LOGS_DIR,
      pipelineRunsDir: from.PIPELINE_RUNS_DIR,
      archiveDir: from.ARCHIVE_DIR,
      publicUrl: from.PUBLIC_URL,
      adminToken: from.ADMIN_TOKEN,
      policyFile: from.POLICY_FILE,
    }),
    telegramApiRoot: from.TELEGRAM_API_ROOT,
    updates:
      from.TELEGRAM_MODE === 'polling'
        ? { kind: 'polling' }
        : { kind: 'webhook', url: from.WEBHOOK_URL, secret: from.WEBHOOK_SECRET },
    adminUserIds: from.ADMIN_USER_IDS ?? [],
    keyPrefix: from.KEY_PREFIX,
    dataDir: from.DATA_DIR,
    httpHost: from.HTTP_HOST,
    httpPort: from.HTTP_PORT,
    httpRequestsPerMinute: from.HTTP_REQUESTS_PER_MINUTE,
    corsOrigins: from.CORS_ORIGINS ?? [],
    batchWindowMs: from.BATCH_WINDOW_MS,
    tailIntervalMs: from.TAIL_INTERVAL_MS,
    globalMessagesPerSecond: from.GLOBAL_MESSAGES_PER_SECOND,
    defaultLocale: from.DEFAULT_LOCALE,
    eventRetentionDays: from.EVENT_RETENTION_DAYS,
    maxEventsPerJob: from.MAX_EVENTS_PER_JOB,
    logLevel: from.LOG_LEVEL,
    logEvents: from.LOG_EVENTS,
    metricsPrefix: from.METRICS_PREFIX,
    redact: from.REDACT,
  };
}
