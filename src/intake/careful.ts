// Takes messages of a source that remembers where it stands. Normally all at once; one by one where
// a process ended in the middle, so that the message which ends every process is found and buried.
import type { Clock } from '../clock.ts';
import type { RawMessage } from '../dialects/dialect.ts';
import type { Acknowledgement, AppendResult } from '../journal/journal.ts';
import type { Logger } from '../logger.ts';
import type { Attempt, Attempts } from './attempts.ts';
import { bury } from './bury.ts';
import { MOST_ATTEMPTS, pauseAfter } from './pauses.ts';
import type { Receive } from './receive.ts';

/** A message, and where its source stands behind it. */
export interface Step {
  readonly message: RawMessage;
  readonly to: string;
}

/** Messages of one source, in its order; at least one. */
export interface SourceBatch extends Pick<Acknowledgement, 'source' | 'from' | 'group'> {
  readonly steps: readonly Step[];
}

/**
 * Journals them in one step with the position behind the last. `moved`: somebody else read on
 * meanwhile; go on from `at`. Rejects as the journal does; what is not yet acknowledged may then be
 * taken again.
 */
export type Take = (batch: SourceBatch) => Promise<AppendResult>;

interface Deps {
  readonly receive: Receive;
  readonly attempts: Attempts;
  readonly clock: Clock;
  readonly log: Logger;
}

const ASK_AGAIN_MS = 20;

export function createTake({ receive, attempts, clock, log }: Deps): Take {
  function whole({ steps, source, from, group }: SourceBatch): Promise<AppendResult> {
    const to = steps.at(-1)?.to ?? from;
    return receive.take({
      messages: steps.map(({ message }) => message),
      lossy: false,
      acknowledgement: { source, from, to, ...(group === undefined ? {} : { group }) },
    });
  }

  async function giveUp(batch: SourceBatch, step: Step, tries: number): Promise<AppendResult> {
    const { source, from, group } = batch;
    const { entryId } = step.message;
    log.error({ source, ...(entryId === undefined ? {} : { entryId }), tries }, 'message_given_up');
    const reason = 'Every process that tried this message ended before it was done.';
    return receive.take({
      messages: [],
      lossy: false,
      acknowledgement: { source, from, to: step.to, ...(group === undefined ? {} : { group }) },
      deadLetters: [bury(step.message, reason, tries - 1)],
    });
  }

  /** Whoever is trying the same ends soon, one way or another. */
  async function begin({ source, from, steps }: SourceBatch, resolved: boolean): Promise<Attempt> {
    const beginning = { source, from, messages: steps.length, resolved };
    for (;;) {
      const attempt = await attempts.begin(beginning);
      if (attempt !== undefined) return attempt;
      await clock.sleep(ASK_AGAIN_MS);
    }
  }

  async function one(batch: SourceBatch, step: Step, tries: number): Promise<AppendResult> {
    if (tries > MOST_ATTEMPTS) return giveUp(batch, step, tries);
    if (tries > 1) {
      await clock.sleep(pauseAfter(tries - 1) ?? 0);
      // Only now: whoever ends during the pause has not tried it.
      await begin(batch, true);
    }
    return whole({ ...batch, steps: [step] });
  }

  return async function take(batch) {
    const positions: (string | undefined)[] = [];
    let { from } = batch;
    for (const [at, step] of batch.steps.entries()) {
      const rest = { ...batch, from, steps: batch.steps.slice(at) };
      const { tries, careful } = await begin(rest, false);
      const result = careful === 0 ? await whole(rest) : await one(rest, step, tries);
      if (result.kind === 'moved') return result;
      positions.push(...result.positions);
      if (careful === 0) break;
      from = step.to;
    }
    return { kind: 'appended', positions };
  };
}
