// Gives a command access to the stores: connects before, closes after, and gives up if Redis stays unavailable.
import { createTools, type Tools } from '../../app-tools.ts';
import { type Config, loadConfig, readEnvironment, secretsOf } from '../../config/load-config.ts';
import type { Clock } from '../../runtime/clock.ts';
import { JobwireError } from '../../runtime/errors.ts';
import { createLogger } from '../../runtime/logger.ts';
import { printToStderr } from './output.ts';

/** Short, because somebody is waiting at the terminal. */
const REDIS_TIMEOUT_MS = 10_000;
const LOOK_AGAIN_MS = 500;
const SIGNALS = ['SIGINT', 'SIGTERM'] as const;

interface Deps {
  readonly clock: Clock;
  /** Default: the settings of the environment. */
  readonly config?: Config;
}

/**
 * Throws `config_invalid` for invalid settings, `unavailable` if Redis does not answer for ten seconds, at the start
 * or later, or if the process is interrupted.
 */
export async function withTools<T>(
  { clock, config = configHere() }: Deps,
  use: (tools: Tools, config: Config) => Promise<T>,
): Promise<T> {
  // Errors are printed anyway; the log is for debugging.
  const isLoud = config.logLevel === 'debug' || config.logLevel === 'trace';
  const level = isLoud ? config.logLevel : 'silent';
  const log = createLogger({ level, secrets: secretsOf(config) });
  const tools = createTools(config, { clock, log });
  const over = new AbortController();
  const begun = new AbortController();
  const work = async () => {
    await tools.start();
    begun.abort();
    return use(tools, config);
  };
  const interrupted = [
    untilRefused(tools, clock, begun.signal),
    untilRedisFails(tools, { clock, config }, over.signal),
    untilInterrupted(over.signal),
  ];
  try {
    return await Promise.race([work(), ...interrupted]);
  } finally {
    begun.abort();
    over.abort();
    await tools.stop();
  }
}

/** The settings of the environment; says so where somebody may mean the jobwire of JOBWIRE_URL. */
function configHere(): Config {
  const environment = readEnvironment();
  const config = loadConfig(environment);
  const url = environment.JOBWIRE_URL?.trim() ?? '';
  const here =
    config.redis === undefined ? `the data in ${config.dataDir}` : 'the Redis of REDIS_URL';
  if (url !== '') {
    printToStderr(`Works on ${here}, not on JOBWIRE_URL: that is for ask, run and tail.`);
  }
  return config;
}

/** Rejects once Redis has answered for that long that it accepts no writes, before the command began. */
async function untilRefused(
  { refusal }: Pick<Tools, 'refusal'>,
  clock: Clock,
  begun: AbortSignal,
): Promise<never> {
  await clock.sleep(REDIS_TIMEOUT_MS, begun);
  // Moving the data of an older version may take longer.
  while (!begun.aborted && refusal() === undefined) await clock.sleep(LOOK_AGAIN_MS, begun);
  if (begun.aborted) return new Promise(() => {});
  throw new JobwireError(
    'unavailable',
    `Redis answers, but does not let jobwire begin: ${refusal()}; expected one that accepts writes`,
  );
}

/** Rejects once Redis has been unavailable for too long. */
function untilRedisFails(
  { health }: Tools,
  { clock, config }: Required<Deps>,
  over: AbortSignal,
): Promise<never> {
  return new Promise((_, reject) => {
    const giveUp = () => reject(redisUnavailable(health.snapshot().redis?.detail, config));
    let cancel = clock.after(REDIS_TIMEOUT_MS, giveUp);
    const unfollow = health.onChange('redis', (isUp) => {
      cancel();
      if (!isUp) cancel = clock.after(REDIS_TIMEOUT_MS, giveUp);
    });
    over.addEventListener('abort', () => {
      cancel();
      unfollow();
    });
  });
}

/** Rejects on a signal, so that a Redis of our own is stopped too. */
function untilInterrupted(over: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    const onSignal = (signal: NodeJS.Signals) =>
      reject(new JobwireError('unavailable', `interrupted by ${signal}`));
    for (const name of SIGNALS) process.once(name, onSignal);
    over.addEventListener('abort', () => {
      for (const name of SIGNALS) process.off(name, onSignal);
    });
  });
}

function redisUnavailable(detail = '', { redis }: Config): JobwireError {
  const where = redis === undefined ? 'the Redis in DATA_DIR' : 'the Redis of REDIS_URL';
  const reason = detail === '' ? '' : ` (${detail})`;
  const expected = 'expected one that answers, for example redis://127.0.0.1:6379';
  const seconds = REDIS_TIMEOUT_MS / 1_000;
  return new JobwireError(
    'unavailable',
    `${where} did not answer within ${seconds} seconds${reason}; ${expected}`,
  );
}
