// Publishing with an acknowledgement: all messages become events in the journal, or none does, except one
// that Redis can't store, which is reported.

import type { RawMessage } from '../dialects/dialect.ts';
import type { CanonicalEvent, Publisher } from '../event/canonical-event.ts';
import { settledBy } from '../event/event-types.ts';
import {
  type Candidate,
  type Journal,
  type Position,
  REPEAT_WINDOW_MS,
} from '../journal/journal.ts';
import type { Clock } from '../runtime/clock.ts';
import { defined } from '../runtime/defined.ts';
import { JobwireError } from '../runtime/errors.ts';
import type { Logger } from '../runtime/logger.ts';
import { withBoundedLinks } from './bounded-links.ts';
import { type Decode, decodeAll } from './decode-all.ts';
import type { IntakeMetrics } from './receive.ts';
import { countAppended } from './report-ingested.ts';

/** Why an event may not be published by whoever sent it; `undefined` when it may. */
export type Refuse = (event: CanonicalEvent) => Promise<string | undefined>;

/**
 * Resolves once the events are journalled. A repeat counts as published and gets the id that it had. Rejects as the journal does; the same messages may then be sent again.
 */
export type Publish = (messages: readonly RawMessage[], author?: Author) => Promise<PublishResult>;

/** A known publisher, who is not trusted with everything. */
export interface Author {
  /** Written into every event, whatever the message says. */
  readonly publisher: Publisher;
  readonly refuse: Refuse;
}

export type PublishResult =
  /** Ids of the events in the order of the messages, without those that only kept a connection alive. */
  | { readonly kind: 'published'; readonly ids: readonly string[] }
  /** The only message says that a request was decided: its author's vote, which is counted elsewhere. */
  | { readonly kind: 'vote'; readonly event: CanonicalEvent }
  /**
   * What is wrong with which message, by its index. Nothing was written, unless the reasons say so:
   * all messages may be sent again.
   */
  | {
      readonly kind: 'invalid';
      readonly errors: readonly PublishError[];
      /** Not the sender's fault: jobwire fails on them. */
      readonly isOurs?: boolean;
    };

export interface PublishError {
  readonly index: number;
  readonly reason: string;
  /** It was decoded, but its sender may not publish it. */
  readonly refused: boolean;
}

interface Deps {
  readonly decode: Decode;
  readonly journal: Pick<Journal, 'append' | 'query'>;
  readonly metrics: IntakeMetrics;
  readonly clock: Clock;
  readonly log: Logger;
}

type Taken =
  | { readonly kind: 'candidate'; readonly candidate: Candidate }
  | { readonly kind: 'nothing' }
  | {
      readonly kind: 'wrong';
      readonly reason: string;
      readonly refused: boolean;
      readonly ours?: boolean;
    };

export function createPublish(deps: Deps): Publish {
  const { decode, journal, metrics, log } = deps;

  async function take(message: RawMessage, author: Author | undefined): Promise<Taken> {
    const { candidates, failures } = decodeAll([message], decode);
    const [candidate, failure] = [withBoundedLinks(candidates, deps)[0], failures[0]];
    if (failure !== undefined) {
      metrics.decodeFailed(message.dialect);
      const { reason, ours } = failure;
      if (ours) log.error({ dialect: message.dialect, reason }, 'message_decoder_failed');
      return { kind: 'wrong', reason, refused: false, ours };
    }
    if (candidate === undefined) return { kind: 'nothing' };
    if (author === undefined) return { kind: 'candidate', candidate };
    const event = { ...candidate.event, publishedBy: author.publisher };
    const reason = await author.refuse(event);
    if (reason !== undefined) return { kind: 'wrong', reason, refused: true };
    return { kind: 'candidate', candidate: { ...candidate, event } };
  }

  async function append(candidates: readonly Candidate[]) {
    if (candidates.length === 0) return { ids: [], lost: [] };
    const result = await journal.append({ candidates, deadLetters: [], poison: 'tell' });
    if (result.kind === 'moved') {
      throw new JobwireError('bug', 'an append that acknowledged nothing was refused as moved');
    }
    const lost = countAppended(candidates, result, deps);
    if (lost.length > 0) return { ids: [], lost };
    const ids = await Promise.all(
      candidates.map((candidate, at) =>
        result.positions[at] === undefined && candidate.identity === 'content'
          ? idOfFirst(candidate, journal)
          : candidate.event.id,
      ),
    );
    return { ids, lost };
  }

  return async (messages, author) => {
    const taken = await Promise.all(messages.map((message) => take(message, author)));
    const errors = taken.flatMap((item, index) => errorIn(item, { index, count: taken.length }));
    const isOurs = taken.some((item) => item.kind === 'wrong' && item.ours === true);
    if (errors.length > 0) return { kind: 'invalid', errors, ...(isOurs ? { isOurs } : {}) };
    const indexes = taken.flatMap((item, index) => (item.kind === 'candidate' ? [index] : []));
    const candidates = taken.flatMap((item) => (item.kind === 'candidate' ? [item.candidate] : []));
    const [only] = candidates;
    if (only !== undefined && isVote(only.event)) return { kind: 'vote', event: only.event };
    const { ids, lost } = await append(candidates);
    if (lost.length === 0) return { kind: 'published', ids };
    const reason = candidates.length > 1 ? `${NOT_KEPT} ${OTHERS_KEPT}` : NOT_KEPT;
    return {
      kind: 'invalid',
      isOurs: true,
      errors: lost.map(({ index }) => ({ index: indexes[index] ?? 0, reason, refused: false })),
    };
  };
}

/** The exact reason is only logged, because it names keys of Redis. */
const NOT_KEPT = 'jobwire could not keep this event; its log says why.';
const OTHERS_KEPT = 'The others of this request are kept; they may be sent again without harm.';

const NOT_ALONE =
  'A decision is the vote of a person, counted by itself; expected it as the only event, or POST /api/v1/approvals/{id}/decision.';

function errorIn(
  item: Taken,
  { index, count }: { readonly index: number; readonly count: number },
): PublishError[] {
  if (item.kind === 'wrong') return [{ index, reason: item.reason, refused: item.refused }];
  const isMixed = item.kind === 'candidate' && count > 1 && isVote(item.candidate.event);
  return isMixed ? [{ index, reason: NOT_ALONE, refused: false }] : [];
}

function isVote({ type, publishedBy }: CanonicalEvent): boolean {
  const settled = publishedBy === undefined ? undefined : settledBy(type);
  return settled === 'approved' || settled === 'denied';
}

const LOOKED_AT = 1_000;

/** The id of what was journalled in place of this repeat: such ids begin with the hash of the content. */
async function idOfFirst(
  { event, arrivedAt, producerKey = event.id }: Candidate,
  journal: Pick<Journal, 'query'>,
): Promise<string> {
  const { projectId, jobId, sessionId, type } = event;
  const filter = {
    ...defined({ projectIds: projectId === undefined ? undefined : [projectId], jobId, sessionId }),
    types: [type],
    since: new Date(arrivedAt - REPEAT_WINDOW_MS).toISOString(),
  };
  let after: Position | undefined;
  for (let left = LOOKED_AT; left > 0; ) {
    const start = defined({ after });
    const page = await journal.query({ filter, order: 'desc', limit: left, ...start });
    const first = page.entries.find((entry) => entry.event.id.startsWith(producerKey));
    if (first !== undefined) return first.event.id;
    if (page.next === undefined) break;
    after = page.next;
    left -= page.entries.length;
  }
  return event.id;
}
