// Runs a service until somebody asks the process to end.
import type { Clock } from '../clock.ts';
import { messageOf, stackOf } from '../errors.ts';
import type { Service } from '../lifecycle.ts';
import type { Logger } from '../logger.ts';

interface Deps {
  readonly clock: Clock;
  readonly log: Logger;
  /** Called once everything runs. */
  readonly onReady: () => void;
  /** Resolves when the program can't go on and has to be started anew. */
  readonly broken?: Promise<void>;
}

const SIGNALS = ['SIGTERM', 'SIGINT'] as const;
/** A graceful stop takes less than ten seconds, whatever hangs; the exit itself takes its part. */
const STOP_MS = 9_500;

/**
 * Ends the process: with 0 when it was asked to, also in the middle of the start, with 1 after a
 * promise that nobody handled, or when it is `broken`. A second signal ends it at once. Throws what the start threw.
 */
export async function runUntilStopped(service: Service, deps: Deps): Promise<never> {
  const broken = deps.broken?.then(() => 1);
  const asked = Promise.race([untilAsked(deps.log), ...(broken === undefined ? [] : [broken])]);
  const started = service.start().then(() => 'started' as const);
  if ((await Promise.race([started, asked])) === 'started') deps.onReady();
  const code = await asked;
  const late = deps.clock.sleep(STOP_MS).then(() => false);
  const inTime = await Promise.race([service.stop().then(() => true), late]);
  deps.log.info({ inTime }, 'stopped');
  process.exit(code);
}

/** The exit code with which the process is to end. */
function untilAsked(log: Logger): Promise<number> {
  return new Promise((resolve) => {
    const onSignal = (signal: NodeJS.Signals) => {
      log.info({ signal }, 'stopping');
      for (const name of SIGNALS) {
        process.off(name, onSignal);
        process.on(name, () => process.exit(1));
      }
      resolve(0);
    };
    for (const name of SIGNALS) process.on(name, onSignal);
    process.on('unhandledRejection', (reason) => {
      log.error({ reason: messageOf(reason), stack: stackOf(reason) }, 'unhandled_rejection');
      resolve(1);
    });
  });
}
