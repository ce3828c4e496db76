// The settings of one run, read from the environment and checked once. The only reader of process.env.
import type { z } from 'zod';
import { JobwireError, messageOf } from '../runtime/errors.ts';
import type { LogLevel } from '../runtime/logger.ts';
import type { Secret } from '../runtime/secret.ts';
import type { RedisAddress } from './redis-url.ts';
import { SETTINGS, type SettingDoc, type Settings, settingsSchema } from './settings.ts';

/** An address, a login or a bot's token in a setting where none belongs, and what nobody wants to read. */
const SUSPICIOUS = /:\/\/|@|\d{5,}:|^.{80}/s;

export type Environment = Readonly<Record<string, string | undefined>>;

/** How updates come from Telegram. */
export type UpdateMode =
  | { readonly kind: 'polling' }
  | { readonly kind: 'webhook'; readonly url: string; readonly secret: Secret };

export interface Config {
  /** There in every configuration that was loaded with `require: 'BOT_TOKEN'`. */
  readonly botToken?: Secret;
  /** Without a slash at the end, as are all addresses here. */
  readonly telegramApiRoot: string;
  readonly updates: UpdateMode;
  readonly adminUserIds: readonly number[];
  /** Not there: jobwire runs its own Redis. */
  readonly redis?: RedisAddress;
  readonly keyPrefix: string;
  /** Absolute, as are all paths here. */
  readonly dataDir: string;
  readonly logsDir?: string;
  readonly pipelineRunsDir?: string;
  readonly archiveDir?: string;
  readonly httpHost: string;
  /** 0: any free port. */
  readonly httpPort: number;
  readonly publicUrl?: string;
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
  /** Dialects whose events are mirrored to the console; `all` or `none` alone. */
  readonly logEvents: readonly string[];
  /** Whether credentials are hidden in what people read. */
  readonly redact: boolean;
}

export type BotConfig = Config & { readonly botToken: Secret };

/**
 * The environment of this process together with the file `.env` of the working folder; where both
 * name a setting, the environment wins. Throws `config_invalid` when there is a file that can't be read.
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
  /** By setting: what others found wrong with it, in full. What is found here comes first. */
  readonly found?: ReadonlyMap<string, string>;
}

/**
 * Throws one `config_invalid` that names every wrong or missing setting, what was expected and an
 * example. Empty settings count as not set; unknown ones are ignored. No secret is in the text.
 */
export function loadConfig(
  env: Environment,
  needs: Needs & { readonly require: 'BOT_TOKEN' },
): BotConfig;
export function loadConfig(env: Environment, needs?: Needs): Config;
export function loadConfig(env: Environment, needs?: Needs): Config {
  const given = withFallbacks(env);
  const parsed = settingsSchema.safeParse(given);
  const wrong = new Map((parsed.error?.issues ?? []).toReversed().map(mistakeOf));
  // What is archived would be read as new.
  if (parsed.data?.ARCHIVE_DIR !== undefined && isSameFolder(parsed.data)) {
    wrong.set('ARCHIVE_DIR', undefined);
  }
  if (needs?.require !== undefined && given.BOT_TOKEN === undefined) {
    wrong.set(needs.require, undefined);
  }
  const found = needs?.found ?? new Map<string, string>();
  if (!parsed.success || wrong.size + found.size > 0) throw wrongSettings({ wrong, found }, given);
  return toConfig(parsed.data);
}

function isSameFolder({ ARCHIVE_DIR, PIPELINE_RUNS_DIR }: Settings): boolean {
  return ARCHIVE_DIR === PIPELINE_RUNS_DIR;
}

/** Everything in a configuration that no log line may show. */
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

/** By name: what a check of ours found, in words that show nothing of the value. */
type Mistakes = ReadonlyMap<string, string | undefined>;

function mistakeOf({ path, code, message }: z.core.$ZodIssue): [string, string | undefined] {
  return [String(path[0]), code === 'custom' ? message : undefined];
}

interface AllMistakes {
  readonly wrong: Mistakes;
  readonly found: ReadonlyMap<string, string>;
}

function wrongSettings({ wrong, found }: AllMistakes, given: Record<string, string>): JobwireError {
  const names = [...SETTINGS.keys()].filter((name) => wrong.has(name) || found.has(name));
  const lines = names.map((name) => {
    const about = SETTINGS.get(name);
    const text = found.get(name);
    if (text !== undefined && !wrong.has(name)) return `  ${text.replaceAll('\n', '\n  ')}`;
    const state = stateOf(given[name], { about, mistake: wrong.get(name) });
    return `  ${name} is ${state}; expected ${about?.expected}, for example ${about?.example}`;
  });
  const many = names.length === 1 ? '1 setting is wrong' : `${names.length} settings are wrong`;
  return new JobwireError('config_invalid', [`${many}:`, ...lines].join('\n'), {
    details: { settings: names },
  });
}

interface Wrong {
  readonly about: SettingDoc | undefined;
  readonly mistake: string | undefined;
}

function stateOf(value: string | undefined, { about, mistake }: Wrong): string {
  if (value === undefined) return 'missing';
  if (mistake !== undefined) return `wrong: it ${mistake}`;
  const isHidden = about?.secret === true || about?.address === true || SUSPICIOUS.test(value);
  return isHidden ? 'wrong' : JSON.stringify(value);
}

function toConfig(from: Settings): Config {
  return {
    ...optional('botToken', from.BOT_TOKEN),
    telegramApiRoot: from.TELEGRAM_API_ROOT,
    updates:
      from.TELEGRAM_MODE === 'polling'
        ? { kind: 'polling' }
        : { kind: 'webhook', url: from.WEBHOOK_URL, secret: from.WEBHOOK_SECRET },
    adminUserIds: from.ADMIN_USER_IDS ?? [],
    ...optional('redis', from.REDIS_URL),
    keyPrefix: from.KEY_PREFIX,
    dataDir: from.DATA_DIR,
    ...optional('logsDir', from.LOGS_DIR),
    ...optional('pipelineRunsDir', from.PIPELINE_RUNS_DIR),
    ...optional('archiveDir', from.ARCHIVE_DIR),
    httpHost: from.HTTP_HOST,
    httpPort: from.HTTP_PORT,
    ...optional('publicUrl', from.PUBLIC_URL),
    ...optional('adminToken', from.ADMIN_TOKEN),
    corsOrigins: from.CORS_ORIGINS ?? [],
    batchWindowMs: from.BATCH_WINDOW_MS,
    tailIntervalMs: from.TAIL_INTERVAL_MS,
    globalMessagesPerSecond: from.GLOBAL_MESSAGES_PER_SECOND,
    defaultLocale: from.DEFAULT_LOCALE,
    eventRetentionDays: from.EVENT_RETENTION_DAYS,
    maxEventsPerJob: from.MAX_EVENTS_PER_JOB,
    ...optional('policyFile', from.POLICY_FILE),
    logLevel: from.LOG_LEVEL,
    logEvents: from.LOG_EVENTS,
    redact: from.REDACT,
  };
}

function optional<K extends string, V>(key: K, value: V | undefined): { [P in K]?: V } {
  return value === undefined ? {} : ({ [key]: value } as { [P in K]?: V });
}
