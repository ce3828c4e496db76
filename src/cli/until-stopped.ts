// Runs a service until somebody asks the process to end.
import type { Clock } from '../clock.ts';
import { messageOf } from '../errors.ts';
import type { Service } from '../lifecycle.ts';
import type { Logger } from '../logger.ts';

interface Deps {
  readonly clock: Clock;
  readonly log: Logger;
  /** Called once everything runs. */
  readonly onReady: () => void;
}

/** A graceful stop takes no longer, whatever hangs. */
const STOP_MS = 10_000;

/** Answers the exit code. A second signal ends the process at once. */
export async function runUntilStopped(service: Service, deps: Deps): Promise<number> {
  const { log } = deps;
  let end = (_code: number) => {};
  const ended = new Promise<number>((resolve) => {
    end = resolve;
  });
  const onSignal = (signal: NodeJS.Signals) => {
    log.info({ signal }, 'stopping');
    for (const name of SIGNALS) process.once(name, () => process.exit(1));
    end(0);
  };
  for (const name of SIGNALS) process.once(name, onSignal);
  process.on('unhandledRejection', (reason) => {
    log.error({ reason: messageOf(reason), stack: stackOf(reason) }, 'unhandled_rejection');
    end(1);
  });
  await service.start();
  deps.onReady();
  const code = await ended;
  const stopped = service.stop().then(() => true);
  const inTime = await Promise.race([stopped, deps.clock.sleep(STOP_MS).then(() => false)]);
  log.info({ inTime }, 'stopped');
  process.exit(code);
}

const SIGNALS = ['SIGTERM', 'SIGINT'] as const;

function stackOf(reason: unknown): string | undefined {
  return reason instanceof Error ? reason.stack : undefined;
}
