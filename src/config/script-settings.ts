// The few settings of `ask` and `run`, which scripts start: everything else in the environment is the script's own,
// and may have the name of one of our settings.
import { JobwireError } from '../runtime/errors.ts';
import { createSecret, type Secret } from '../runtime/secret.ts';
import { addressProblem } from './address-problem.ts';
import { REDIS_URL_FORMS, type RedisAddress, readRedisUrl } from './redis-url.ts';

/** Where a script reaches jobwire. */
export type ScriptTarget =
  | { readonly kind: 'http'; readonly url: string; readonly token: Secret }
  | { readonly kind: 'redis'; readonly address: RedisAddress; readonly keyPrefix: string }
  /** The Redis of a jobwire that keeps its data in this folder. */
  | { readonly kind: 'folder'; readonly dataDir: string; readonly keyPrefix: string };

export interface ScriptSettings {
  readonly target: ScriptTarget;
  /** Whether credentials are redacted in what people read. */
  readonly redact: boolean;
}

type Env = Readonly<Record<string, string | undefined>>;

const TOKEN = /^[\x21-\x7e]+$/;
const KEY_PREFIX = /^[A-Za-z0-9_:.{}-]{1,64}$/;

/**
 * `JOBWIRE_URL` outranks `REDIS_URL`, which may be the script's own; without both, the jobwire of DATA_DIR is meant.
 * Throws `config_invalid`, without a secret.
 */
export function readScriptSettings(env: Env): ScriptSettings {
  const value = (name: string) => env[name]?.trim() || undefined;
  return { target: targetOf(value), redact: value('REDACT') !== 'off' };
}

function targetOf(value: (name: string) => string | undefined): ScriptTarget {
  const url = value('JOBWIRE_URL');
  if (url !== undefined) return httpTarget(url, value('JOBWIRE_TOKEN'));
  const keyPrefix = value('KEY_PREFIX') ?? 'jobwire';
  if (!KEY_PREFIX.test(keyPrefix)) {
    throw wrong('KEY_PREFIX', 'wrong', '1 to 64 letters, digits or any of _ : . { } -', 'jobwire');
  }
  const redis = value('REDIS_URL');
  if (redis === undefined) {
    return { kind: 'folder', dataDir: value('DATA_DIR') ?? './data', keyPrefix };
  }
  const read = readRedisUrl(redis);
  if (read.kind === 'address') return { kind: 'redis', address: read.address, keyPrefix };
  throw wrong('REDIS_URL', `wrong: it ${read.what}`, REDIS_URL_FORMS, 'redis://127.0.0.1:6379');
}

function httpTarget(url: string, token: string | undefined): ScriptTarget {
  const problem = addressProblem(url, { path: true });
  if (problem !== undefined) {
    const expected = 'the http(s) address of a running jobwire';
    throw wrong('JOBWIRE_URL', `wrong: it ${problem}`, expected, 'https://jobs.example.org');
  }
  if (token === undefined || !TOKEN.test(token)) {
    const state = token === undefined ? 'missing' : 'wrong';
    throw wrong(
      'JOBWIRE_TOKEN',
      state,
      'a token with the scopes publish and read',
      'what `jobwire token create ci --scopes publish,read` prints',
    );
  }
  return { kind: 'http', url: url.replace(/\/+$/, ''), token: createSecret(token) };
}

function wrong(...[name, state, expected, example]: readonly string[]): JobwireError {
  return new JobwireError(
    'config_invalid',
    `${name} is ${state}; expected ${expected}, for example ${example}`,
    { details: { settings: [name] } },
  );
}
