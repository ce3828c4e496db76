// Tries something again that failed: three times, each after a longer pause.
import type { Clock } from '../runtime/clock.ts';
import { messageOf } from '../runtime/errors.ts';

const PAUSES_MS = [200, 1_000, 5_000] as const;

/** Returns `undefined` once it succeeded, else why the last try failed; every failure is reported. */
export async function retryThreeTimes(
  task: () => void | Promise<void>,
  clock: Pick<Clock, 'sleep'>,
  onFailure: (reason: string) => void,
): Promise<string | undefined> {
  let reason = await failureText(task);
  for (const pauseMs of PAUSES_MS) {
    if (reason === undefined) return undefined;
    onFailure(reason);
    await clock.sleep(pauseMs);
    reason = await failureText(task);
  }
  return reason;
}

/** `undefined` when the task succeeds. */
export async function failureText(task: () => void | Promise<void>): Promise<string | undefined> {
  try {
    await task();
    return undefined;
  } catch (error) {
    return messageOf(error);
  }
}
