// The way in for publishers who wait for an answer: all of their messages become events in the
// journal, or none does.
import type { Clock } from '../clock.ts';
import type { RawMessage } from '../dialects/dialect.ts';
import { JobwireError } from '../errors.ts';
import type { CanonicalEvent } from '../event/canonical-event.ts';
import { type Candidate, type Journal, REPEAT_WINDOW_MS } from '../journal/journal.ts';
import type { Metrics } from '../metrics.ts';
import { type Decode, decodeAll } from './decode-all.ts';
import { countAppended } from './taken.ts';

/** Why an event may not be published by whoever sent it; `undefined` when it may. */
export type Refuse = (event: CanonicalEvent) => Promise<string | undefined>;

/**
 * Resolves once the events are journalled. A message that was published before is published: it gets
 * the id it had. Rejects as the journal does; the same messages may then be sent again.
 */
export type Publish = (messages: readonly RawMessage[], refuse?: Refuse) => Promise<PublishResult>;

export type PublishResult =
  /** Ids of the events in the order of the messages, without those that only kept a connection. */
  | { readonly kind: 'published'; readonly ids: readonly string[] }
  /** What is wrong with which message, by its place from 0. Nothing was written. */
  | { readonly kind: 'invalid'; readonly errors: readonly PublishError[] };

export interface PublishError {
  readonly index: number;
  readonly reason: string;
  /** It was understood, but its sender may not publish it. */
  readonly refused: boolean;
}

interface Deps {
  readonly decode: Decode;
  readonly journal: Pick<Journal, 'append' | 'query'>;
  readonly metrics: Pick<Metrics, 'eventJournalled' | 'decodeFailed' | 'repeatDropped'>;
  readonly clock: Clock;
}

type Taken =
  | { readonly kind: 'candidate'; readonly candidate: Candidate }
  | { readonly kind: 'nothing' }
  | { readonly kind: 'wrong'; readonly reason: string; readonly refused: boolean };

export function createPublish(deps: Deps): Publish {
  const { decode, journal, metrics } = deps;

  async function take(message: RawMessage, refuse: Refuse | undefined): Promise<Taken> {
    const { candidates, failures } = decodeAll([message], decode);
    const [candidate, failure] = [candidates[0], failures[0]];
    if (failure?.ours) throw new JobwireError('bug', failure.reason);
    if (failure !== undefined) {
      metrics.decodeFailed(message.dialect);
      return { kind: 'wrong', reason: failure.reason, refused: false };
    }
    if (candidate === undefined) return { kind: 'nothing' };
    const reason = await refuse?.(candidate.event);
    if (reason !== undefined) return { kind: 'wrong', reason, refused: true };
    return { kind: 'candidate', candidate };
  }

  async function append(candidates: readonly Candidate[]): Promise<string[]> {
    if (candidates.length === 0) return [];
    const result = await journal.append({ candidates, deadLetters: [] });
    if (result.kind === 'moved') {
      throw new JobwireError('bug', 'an append that acknowledged nothing was refused as moved');
    }
    countAppended(candidates, result.positions, deps);
    return Promise.all(
      candidates.map((candidate, at) =>
        result.positions[at] === undefined && candidate.identity === 'content'
          ? idOfFirst(candidate, journal)
          : candidate.event.id,
      ),
    );
  }

  return async (messages, refuse) => {
    const taken = await Promise.all(messages.map((message) => take(message, refuse)));
    const errors = taken.flatMap((item, index) =>
      item.kind === 'wrong' ? [{ index, reason: item.reason, refused: item.refused }] : [],
    );
    if (errors.length > 0) return { kind: 'invalid', errors };
    const candidates = taken.flatMap((item) => (item.kind === 'candidate' ? [item.candidate] : []));
    return { kind: 'published', ids: await append(candidates) };
  };
}

/** The id of what was journalled in place of this repeat: such ids begin with the hash of the content. */
async function idOfFirst(
  { event, arrivedAt, producerKey = event.id }: Candidate,
  journal: Pick<Journal, 'query'>,
): Promise<string> {
  const { projectId, jobId, sessionId, type } = event;
  const filter = {
    ...(projectId === undefined ? {} : { projectIds: [projectId] }),
    ...(jobId === undefined ? {} : { jobId }),
    ...(sessionId === undefined ? {} : { sessionId }),
    types: [type],
    since: new Date(arrivedAt - REPEAT_WINDOW_MS).toISOString(),
  };
  const { entries } = await journal.query({ filter, order: 'desc', limit: 1_000 });
  const first = entries.find((entry) => entry.event.id.startsWith(producerKey));
  return first?.event.id ?? event.id;
}
