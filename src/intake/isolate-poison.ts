// Poison-message isolation for a source with a stored position: messages are ingested in batches, but one
// at a time where a process died, so that the message that kills every process is found and dead-lettered.

import type { RawMessage } from '../dialects/dialect.ts';
import type { Acknowledgement, AppendResult } from '../journal/journal.ts';
import type { Clock } from '../runtime/clock.ts';
import { defined } from '../runtime/defined.ts';
import { createLanes } from '../runtime/lanes.ts';
import type { Logger } from '../runtime/logger.ts';
import type { Attempts } from './attempts.ts';
import { deadLetter } from './dead-letter.ts';
import type { Receive } from './receive.ts';
import { MAX_ATTEMPTS, pauseAfter } from './retry-pauses.ts';

/** A message, and the position of its source after it. */
export interface IngestStep {
  readonly message: RawMessage;
  readonly to: string;
}

/** Messages of one source, in its order; at least one. */
export interface SourceBatch extends Pick<Acknowledgement, 'source' | 'from' | 'group'> {
  readonly steps: readonly IngestStep[];
}

/**
 * Journals them in one step with the position after the last. `moved`: another replica has advanced the
 * position; continue from `at`. Rejects as the journal does; whatever is not acknowledged may then be
 * ingested again.
 */
export type Ingest = (batch: SourceBatch) => Promise<AppendResult>;

interface Deps {
  readonly receive: Receive;
  readonly attempts: Attempts;
  readonly clock: Clock;
  readonly log: Logger;
}

/** Another process that is trying the same messages ends soon, one way or another. */
const ASK_AGAIN_MS = 20;

type Again = { readonly kind: 'again'; readonly inMs: number; readonly resolved: boolean };

type Trial = Again | { readonly kind: 'all' | 'one'; readonly result: AppendResult };

export function createIngest({ receive, attempts, clock, log }: Deps): Ingest {
  const lanes = createLanes();

  function ingestAll(batch: SourceBatch): Promise<AppendResult> {
    const messages = batch.steps.map(({ message }) => message);
    const acknowledgement = upTo(batch.steps.at(-1)?.to ?? batch.from, batch);
    return receive.ingest({ messages, lossy: false, acknowledgement });
  }

  async function giveUp(batch: SourceBatch, { message, to }: IngestStep, tries: number) {
    const { source } = batch;
    const { entryId } = message;
    log.error({ source, ...defined({ entryId }), tries }, 'message_given_up');
    const reason = 'Every process that tried this message ended before it was done.';
    return receive.ingest({
      messages: [],
      lossy: false,
      acknowledgement: upTo(to, batch),
      deadLetters: [deadLetter(message, reason, tries - 1)],
    });
  }

  /** Run while this process tries nothing else, which would be blamed for its death, too. */
  async function attempt(batch: SourceBatch, step: IngestStep, resolved: boolean): Promise<Trial> {
    const { source, from, steps } = batch;
    const begun = await attempts.begin({ source, from, messages: steps.length, resolved });
    if (begun === undefined) return { kind: 'again', inMs: ASK_AGAIN_MS, resolved };
    const { tries, toIsolate } = begun;
    if (toIsolate === 0 && !resolved) return { kind: 'all', result: await ingestAll(batch) };
    const isFirst = resolved || tries <= 1;
    if (isFirst) return { kind: 'one', result: await ingestAll({ ...batch, steps: [step] }) };
    if (tries > MAX_ATTEMPTS) return { kind: 'one', result: await giveUp(batch, step, tries) };
    // Recorded only after the pause: a process that dies during the pause has not tried the message.
    return { kind: 'again', inMs: pauseAfter(tries - 1) ?? 0, resolved: true };
  }

  async function tryStep(batch: SourceBatch, step: IngestStep): Promise<Exclude<Trial, Again>> {
    let resolved = false;
    for (;;) {
      const trial = await lanes.run('', () => attempt(batch, step, resolved));
      if (trial.kind !== 'again') return trial;
      resolved = trial.resolved;
      await clock.sleep(trial.inMs);
    }
  }

  return async function ingest(batch) {
    const positions: (string | undefined)[] = [];
    let { from } = batch;
    for (const [at, step] of batch.steps.entries()) {
      const rest = { ...batch, from, steps: batch.steps.slice(at) };
      const { kind, result } = await tryStep(rest, step);
      if (result.kind === 'moved') return result;
      positions.push(...result.positions);
      if (kind === 'all') break;
      from = step.to;
    }
    return { kind: 'appended', positions };
  };
}

function upTo(to: string, { source, from, group }: SourceBatch): Acknowledgement {
  return { source, from, to, ...defined({ group }) };
}
