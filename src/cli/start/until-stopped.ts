// Runs a service until the process gets a signal.
import type { Clock } from '../../runtime/clock.ts';
import { messageOf, stackOf } from '../../runtime/errors.ts';
import type { Service } from '../../runtime/lifecycle.ts';
import type { Logger } from '../../runtime/logger.ts';

interface Deps {
  readonly clock: Clock;
  readonly log: Logger;
  /** Called once everything runs. */
  readonly onReady: () => void;
  /** Resolves if the program can't go on and has to be restarted. */
  readonly broken?: Promise<void>;
}

const SIGNALS = ['SIGTERM', 'SIGINT', 'SIGHUP'] as const;
/** A graceful stop takes less than ten seconds, whatever hangs; the rest is for the exit itself. */
const STOP_MS = 9_500;
/** A terminal sends Ctrl-C to all of its processes, and npm forwards it as well. */
const REPEATED_SIGNAL_MS = 2_000;
const LOG_FLUSH_MS = 500;

/**
 * Ends the process: with 0 on a signal, even in the middle of the start; with 1 after an unhandled rejection or when
 * `broken` resolves. A second signal after a moment ends it immediately. Throws what the start throws.
 */
export async function runUntilStopped(service: Service, deps: Deps): Promise<never> {
  const broken = deps.broken?.then(() => 1);
  const asked = Promise.race([untilAsked(deps), ...(broken === undefined ? [] : [broken])]);
  const started = service.start().then(
    () => 'started' as const,
    (error: unknown) => {
      // Leaves time to log why; then open handles must not keep a failed process alive.
      deps.clock.after(LOG_FLUSH_MS, () => process.exit());
      throw error;
    },
  );
  if ((await Promise.race([started, asked])) === 'started') deps.onReady();
  const code = await asked;
  const late = deps.clock.sleep(STOP_MS).then(() => false);
  const inTime = await Promise.race([service.stop().then(() => true), late]);
  deps.log.info({ inTime }, 'stopped');
  process.exit(code);
}

/** Resolves with the exit code. */
function untilAsked({ clock, log }: Deps): Promise<number> {
  let askedAt: number | undefined;
  return new Promise((resolve) => {
    const onSignal = (signal: NodeJS.Signals) => {
      if (askedAt === undefined) {
        askedAt = clock.monotonic();
        log.info({ signal }, 'stopping');
        resolve(0);
      } else if (clock.monotonic() - askedAt > REPEATED_SIGNAL_MS) {
        process.exit(1);
      }
    };
    for (const name of SIGNALS) process.on(name, onSignal);
    process.on('unhandledRejection', (reason) => {
      log.error({ reason: messageOf(reason), stack: stackOf(reason) }, 'unhandled_rejection');
      resolve(1);
    });
  });
}
