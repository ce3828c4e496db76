// Decodes messages and separates those that fail: for good, or because of a bug of ours.
import type { Decoded, RawMessage } from '../dialects/dialect.ts';
import type { CanonicalEvent } from '../event/canonical-event.ts';
import type { Candidate } from '../journal/journal.ts';
import { repeatKeyOf } from '../journal/repeat-key.ts';
import { defined } from '../runtime/defined.ts';
import { JobwireError, messageOf } from '../runtime/errors.ts';

/** The source of messages published over HTTP. */
const HTTP_SOURCE = 'http';

export type Decode = (message: RawMessage) => Decoded | undefined;

export interface Failure {
  readonly message: RawMessage;
  /** For people; never quotes the message. */
  readonly reason: string;
  /** The decoder itself failed: a retry may succeed, at least with another release. */
  readonly isOurs: boolean;
}

export interface DecodedBatch {
  readonly candidates: readonly Candidate[];
  /** Signs of life of jobs that are no events to keep. */
  readonly heartbeats: readonly CanonicalEvent[];
  readonly failures: readonly Failure[];
}

export function decodeAll(messages: readonly RawMessage[], decode: Decode): DecodedBatch {
  const candidates: Candidate[] = [];
  const heartbeats: CanonicalEvent[] = [];
  const failures: Failure[] = [];
  for (const message of messages) {
    try {
      const decoded = decode(message);
      if (decoded?.isHeartbeat) heartbeats.push(decoded.event);
      else if (decoded !== undefined) candidates.push(candidateOf(decoded, message));
    } catch (error) {
      failures.push({ message, ...reasonOf(error) });
    }
  }
  return { candidates, heartbeats, failures };
}

function candidateOf(
  { repeatKey: producerKey, replayedFrom, ...decoded }: Decoded,
  message: RawMessage,
): Candidate {
  const { dialect, projectId } = decoded.event;
  const scope = isLookedUp(message) ? { dialect } : { dialect, projectId };
  const isReplay = replayedFrom !== undefined;
  const candidate = Object.assign(decoded, {
    repeatKey: repeatKeyOf(scope, producerKey),
    producerKey,
    arrivedAt: message.arrivedAt,
    ...(message.entryId === undefined ? ({ arrivedHere: true } as const) : {}),
    ...defined({ heardAt: message.heardAt }),
  });
  if (!isReplay) return candidate;
  // It may have had no project when it was journalled.
  return { ...candidate, replayOf: repeatKeyOf({ dialect: replayedFrom }, producerKey) };
}

/**
 * Whether the project was looked up rather than named by the message or its publisher: at another time or
 * on another replica it may be missing, although the message is the same.
 */
function isLookedUp({ about, source }: RawMessage): boolean {
  return about?.projectId !== undefined && source !== HTTP_SOURCE;
}

/** The text of a foreign error may quote the message. */
function reasonOf(error: unknown): Omit<Failure, 'message'> {
  if (error instanceof JobwireError && error.code === 'decode_failed') {
    return { reason: messageOf(error), isOurs: false };
  }
  const name = error instanceof Error ? error.name : typeof error;
  return { reason: `The decoder failed (${name}).`, isOurs: true };
}
