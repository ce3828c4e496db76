// Contract of services, and their order: they start one after another and stop in reverse, each within a deadline.
// After a failed start, what had started is stopped again.
import type { Clock } from './clock.ts';
import { JobwireError, messageOf } from './errors.ts';
import type { Logger } from './logger.ts';

export interface Service {
  readonly name: string;
  /** Resolves when it is ready for work. */
  start(): Promise<void>;
  /** Resolves once nothing of it is running. Idempotent, and allowed before `start`. */
  stop(): Promise<void>;
}

interface Deps {
  readonly clock: Clock;
  readonly log: Logger;
  /** How long one service may take to stop before the next one is stopped anyway. */
  readonly stopDeadlineMs: number;
}

export function createLifecycle(services: readonly Service[], deps: Deps): Service {
  const started: Service[] = [];
  let stopping: Promise<void> | undefined;

  async function stopAll(): Promise<void> {
    for (let service = started.pop(); service !== undefined; service = started.pop()) {
      await stopOne(service);
    }
  }

  async function stopOne(service: Service): Promise<void> {
    const waiting = new AbortController();
    const late = deps.clock.sleep(deps.stopDeadlineMs, waiting.signal).then(() => 'late' as const);
    const done = service.stop().then(
      () => 'done' as const,
      (error: unknown) => {
        deps.log.warn({ service: service.name, reason: messageOf(error) }, 'service_stop_failed');
        return 'done' as const;
      },
    );
    if ((await Promise.race([done, late])) === 'late') {
      deps.log.warn({ service: service.name }, 'service_stop_timed_out');
    }
    waiting.abort();
  }

  return {
    name: 'jobwire',
    async start() {
      for (const service of services) {
        if (stopping !== undefined) throw stoppedEarly();
        started.push(service);
        try {
          await service.start();
        } catch (error) {
          // Shared with a concurrent `stop`, so that everything stops once and in order.
          stopping ??= stopAll();
          await stopping;
          throw error;
        }
        deps.log.debug({ service: service.name }, 'service_started');
      }
    },
    stop() {
      stopping ??= stopAll();
      return stopping;
    },
  };
}

function stoppedEarly(): JobwireError {
  return new JobwireError('unavailable', 'stopped before everything had started');
}
