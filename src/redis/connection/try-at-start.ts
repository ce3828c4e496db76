// The first try of what a loop does again and again anyway: a start that meets a server which refuses
// (no right, no memory, a replica) goes on, so that everything else works.
import { messageOf } from '../../runtime/errors.ts';
import type { Logger } from '../../runtime/logger.ts';
import { isUnavailable } from './unavailable.ts';

interface Options {
  readonly name: string;
  readonly log: Pick<Logger, 'warn'>;
  readonly onFailure: (reason: string) => void;
}

/** Rejects with mistakes only. */
export async function tryAtStart(
  work: () => Promise<unknown>,
  { name, log, onFailure }: Options,
): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (!isUnavailable(error)) throw error;
    const reason = messageOf(error);
    log.warn({ service: name, reason }, 'start_refused');
    onFailure(reason);
  }
}
