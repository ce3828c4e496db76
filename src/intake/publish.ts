// Publishing with an acknowledgement: either all messages become events in the journal or none, except for
// events that Redis can't store, which are reported.

import type { RawMessage } from '../dialects/dialect.ts';
import type { CanonicalEvent, Publisher } from '../event/canonical-event.ts';
import { settledBy } from '../event/event-types.ts';
import type { HeardJobs } from '../jobs/silence-store.ts';
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
import { bearsOwnName, OWN_NAME_REFUSED } from './own-name.ts';
import type { IntakeMetrics } from './receive.ts';
import { countAppended } from './report-ingested.ts';

/** Why an event may not be published by whoever sent it; `undefined` when it may. */
export type Refuse = (event: CanonicalEvent) => Promise<string | undefined>;

/**
 * Resolves once the events are journalled. A repeat counts as published, with the id of the first. Rejects
 * as the journal does; the same messages may then be sent again.
 */
export type Publish = (messages: readonly RawMessage[], author?: Author) => Promise<PublishResult>;

/** An authenticated publisher, who may not publish everything. */
export interface Author {
  /** Written into every event, whatever the message says. */
  readonly publisher: Publisher;
  readonly refuse: Refuse;
}

export type PublishResult =
  /** Ids of the events in the order of the messages, without heartbeats. */
  | { readonly kind: 'published'; readonly ids: readonly string[] }
  /** The only message decides a request: it is its author's vote, which the caller must count. */
  | { readonly kind: 'vote'; readonly event: CanonicalEvent }
  /**
   * Nothing was written, unless a reason says so; all messages may be sent again.
   */
  | {
      readonly kind: 'invalid';
      readonly errors: readonly PublishError[];
      /** A bug of jobwire's, not the sender's fault. */
      readonly isOurs?: boolean;
    };

export interface PublishError {
  readonly index: number;
  readonly reason: string;
  /** It is valid, but its sender may not publish it. */
  readonly refused: boolean;
}

interface Deps {
  readonly decode: Decode;
  readonly journal: Pick<Journal, 'append' | 'query'>;
  /** Absent: heartbeats are dropped. */
  readonly jobs?: HeardJobs;
  readonly metrics: IntakeMetrics;
  readonly clock: Clock;
  readonly log: Logger;
}

type Prepared =
  | { readonly kind: 'candidate'; readonly candidate: Candidate }
  /** A heartbeat of no job, or one that its sender may not publish. */
  | { readonly kind: 'nothing' }
  | { readonly kind: 'heartbeat'; readonly event: CanonicalEvent }
  | {
      readonly kind: 'wrong';
      readonly reason: string;
      readonly refused: boolean;
      readonly isOurs?: boolean;
    };

const NOTHING: Prepared = { kind: 'nothing' };

export function createPublish(deps: Deps): Publish {
  const { decode, journal, jobs, metrics, clock, log } = deps;

  async function prepare(message: RawMessage, author: Author | undefined): Promise<Prepared> {
    const { candidates, heartbeats, failures } = decodeAll([message], decode);
    const [candidate, failure] = [withBoundedLinks(candidates, deps)[0], failures[0]];
    if (failure !== undefined) {
      metrics.decodeFailed(message.dialect);
      const { reason, isOurs } = failure;
      if (isOurs) log.error({ dialect: message.dialect, reason }, 'message_decoder_failed');
      return { kind: 'wrong', reason, refused: false, isOurs };
    }
    metrics.messageArrived(message.dialect, clock.now());
    const decoded = candidate?.event ?? heartbeats[0];
    if (decoded === undefined) return NOTHING;
    const event = { ...decoded, ...defined({ publishedBy: author?.publisher }) };
    const wrong = await refusalOf(event, author, candidate === undefined);
    if (candidate === undefined) return wrong ?? { kind: 'heartbeat', event };
    return wrong ?? { kind: 'candidate', candidate: { ...candidate, event } };
  }

  async function append(candidates: readonly Candidate[]) {
    if (candidates.length === 0) return { ids: [], lost: [] };
    const result = await journal.append({ candidates, deadLetters: [], poison: 'report' });
    if (result.kind === 'moved') {
      throw new JobwireError('bug', 'an append that acknowledged nothing was refused as moved');
    }
    const lost = countAppended(candidates, result, deps);
    if (lost.length > 0) return { ids: [], lost };
    const ids = candidates.map((candidate, at) =>
      result.positions[at] === undefined && candidate.identity === 'content'
        ? originalId(candidate, journal)
        : candidate.event.id,
    );
    return { ids: await Promise.all(ids), lost };
  }

  return async (messages, author) => {
    const items = await Promise.all(messages.map((message) => prepare(message, author)));
    const errors = items.flatMap((item, index) => errorIn(item, { index, count: items.length }));
    const isOurs = items.some((item) => item.kind === 'wrong' && item.isOurs === true);
    if (errors.length > 0) return { kind: 'invalid', errors, ...(isOurs ? { isOurs } : {}) };
    const indexes = items.flatMap((item, index) => (item.kind === 'candidate' ? [index] : []));
    const candidates = items.flatMap((item) => (item.kind === 'candidate' ? [item.candidate] : []));
    const [only] = candidates;
    if (only !== undefined && isVote(only.event)) return { kind: 'vote', event: only.event };
    await jobs?.heard(heartbeatsIn(items));
    const { ids, lost } = await append(candidates);
    if (lost.length === 0) return { kind: 'published', ids };
    const reason = candidates.length > 1 ? `${NOT_STORED} ${OTHERS_STORED}` : NOT_STORED;
    return {
      kind: 'invalid',
      isOurs: true,
      errors: lost.map(({ index }) => ({ index: indexes[index] ?? 0, reason, refused: false })),
    };
  };
}

async function refusalOf(
  event: CanonicalEvent,
  author: Author | undefined,
  isHeartbeat: boolean,
): Promise<Prepared | undefined> {
  if (author === undefined) return undefined;
  // The same for every sender and project, so it gives nothing away.
  if (bearsOwnName(event)) return { kind: 'wrong', reason: OWN_NAME_REFUSED, refused: false };
  const reason = await author.refuse(event);
  if (reason === undefined) return undefined;
  return isHeartbeat ? NOTHING : { kind: 'wrong', reason, refused: true };
}

function heartbeatsIn(items: readonly Prepared[]): CanonicalEvent[] {
  return items.flatMap((item) => (item.kind === 'heartbeat' ? [item.event] : []));
}

/** The exact reason is only logged, because it names keys of Redis. */
const NOT_STORED = 'jobwire could not store this event; see its log.';
const OTHERS_STORED =
  'The other events of this request are stored; sending them again is harmless.';

const NOT_ALONE =
  'A decision is the vote of a person, counted by itself; expected it as the only event, or POST /api/v1/approvals/{id}/decision.';

function errorIn(
  item: Prepared,
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

const MAX_SEARCHED = 1_000;

/** The id of the event that this one repeats; such ids begin with the hash of the content. */
async function originalId(
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
  for (let left = MAX_SEARCHED; left > 0; ) {
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
