// Redrives a dead letter by the stage at which it failed: a message is decoded again, an event is routed or
// handed to its follower again, a message to a chat is queued again.
import { z } from 'zod';
import { ALL_DIALECTS } from '../dialects/all-dialects.ts';
import { originOf } from '../dialects/sources.ts';
import type { CanonicalEvent } from '../event/canonical-event.ts';
import {
  type FollowerAside,
  isFollowerSource,
  orderKeyOf,
  writeState,
} from '../journal/follower-aside.ts';
import type { Candidate, DeadLetters, Journal, StoredDeadLetter } from '../journal/journal.ts';
import { repeatKeyOf } from '../journal/repeat-key.ts';
import type { Redaction } from '../redact/redaction.ts';
import type { Logger } from '../runtime/logger.ts';
import { withBoundedLinks } from './bounded-links.ts';
import { type Decode, decodeAll } from './decode-all.ts';
import type { IntakeMetrics } from './receive.ts';
import { countAppended } from './report-ingested.ts';

export type RedriveResult =
  /** It is in the journal, or already was. */
  | { readonly kind: 'journalled'; readonly eventId: string | undefined }
  /** It was in the journal, and is routed again. */
  | { readonly kind: 'routed'; readonly eventId: string }
  /** Its follower will retry it soon. */
  | { readonly kind: 'queued'; readonly follower: string }
  /** It is queued for its chat again. */
  | { readonly kind: 'requeued'; readonly chatId: number }
  /** It stays a dead letter; the reason is for people. */
  | { readonly kind: 'still_dead'; readonly reason: string }
  | { readonly kind: 'unknown' };

/** Whether it is no longer a dead letter. */
export function isRedriven({ kind }: RedriveResult): boolean {
  switch (kind) {
    case 'journalled':
    case 'routed':
    case 'queued':
    case 'requeued':
      return true;
    case 'still_dead':
    case 'unknown':
      return false;
  }
}

/** By the id of the dead letter. */
export type Redrive = (id: string) => Promise<RedriveResult>;

interface Deps {
  readonly deadLetters: DeadLetters;
  readonly decode: Decode;
  readonly journal: Pick<Journal, 'append' | 'get'>;
  readonly followerAside: Pick<FollowerAside, 'redrive'>;
  /** Retries a message that could not be sent to a chat. */
  readonly redeliver: (
    letter: StoredDeadLetter,
  ) => Promise<Extract<RedriveResult, { kind: 'requeued' | 'still_dead' }>>;
  readonly metrics: IntakeMetrics;
  readonly clock: { readonly now: () => number };
  readonly log: Logger;
}

/** Source of letters that contain an event, not a message. */
const JOURNAL = 'journal';
/** Source of updates of Telegram that could not be handled. */
const UPDATES = 'telegram';

export function createRedrive(deps: Deps): Redrive {
  const { deadLetters, journal, clock } = deps;

  /** Journals the event and removes the letter in one idempotent step. */
  async function append(
    letter: StoredDeadLetter,
    decoded: readonly Candidate[],
  ): Promise<RedriveResult> {
    const candidates = withBoundedLinks(decoded, deps);
    const batch = { candidates, deadLetters: [], letter: letter.id, poison: 'report' } as const;
    const result = await journal.append(batch);
    if (result.kind === 'moved') return { kind: 'unknown' };
    const [lost] = countAppended(candidates, result, deps);
    if (lost !== undefined) return { kind: 'still_dead', reason: lost.reason };
    await deadLetters.drop(letter.id);
    return { kind: 'journalled', eventId: candidates[0]?.event.id };
  }

  async function decodeAgain(letter: StoredDeadLetter): Promise<RedriveResult> {
    const { candidates, reason } = decodeLetter(letter, deps);
    return reason === undefined ? append(letter, candidates) : { kind: 'still_dead', reason };
  }

  /** Journals the event, for the first time or anew, so that it is routed. */
  async function routeAgain(letter: StoredDeadLetter): Promise<RedriveResult> {
    const event = eventIn(letter);
    if (event === undefined) return NO_EVENT;
    const isAnew = letter.stage !== 'decoding';
    const repeatKey = repeatKeyOf(event, event.id);
    const arrivedAt = clock.now();
    const candidate = { event, arrivedAt, identity: 'id', repeatKey, isAnew } as const;
    const redriven = await append(letter, [candidate]);
    const isRouted = isAnew && redriven.kind === 'journalled';
    return isRouted ? { kind: 'routed', eventId: event.id } : redriven;
  }

  async function followAgain(letter: StoredDeadLetter): Promise<RedriveResult> {
    const { id, source, entryId: position } = letter;
    const event = eventIn(letter);
    if (event === undefined) return NO_EVENT;
    const [entry] = await journal.get([position]);
    if (entry === undefined) return { kind: 'still_dead', reason: 'Its event is no longer kept.' };
    const state = writeState({ order: orderKeyOf(event), tries: 0 });
    await deps.followerAside.redrive(id, { source, position, state });
    return { kind: 'queued', follower: source };
  }

  return async (id) => {
    const letter = await deadLetters.get(id);
    if (letter === undefined) return { kind: 'unknown' };
    if (letter.source === UPDATES) return UPDATES_STAY_DEAD;
    if (letter.source === JOURNAL) return routeAgain(letter);
    if (letter.stage === 'delivering') return deps.redeliver(letter);
    return isFollowerSource(letter.source) ? followAgain(letter) : decodeAgain(letter);
  };
}

function decodeLetter(
  { source, entryId, raw: text }: StoredDeadLetter,
  { decode, clock }: Pick<Deps, 'decode' | 'clock'>,
): { readonly candidates: readonly Candidate[]; readonly reason?: string } {
  const origin = originOf(source, ALL_DIALECTS);
  if (origin === undefined) return { candidates: [], reason: `No dialect reads from ${source}.` };
  const { dialect, about } = origin;
  // The id of a stream entry begins with the time of its arrival.
  const arrivedAt = Number(/^(\d{13})-\d+$/.exec(entryId)?.[1] ?? clock.now());
  const message = { dialect: dialect.name, text, source, entryId, arrivedAt, about };
  const { candidates, failures } = decodeAll([message], decode);
  const [failure] = failures;
  return failure === undefined ? { candidates } : { candidates, reason: failure.reason };
}

/** Only a redacted part of it is stored. */
const UPDATES_STAY_DEAD: RedriveResult = {
  kind: 'still_dead',
  reason:
    'It is an update from Telegram, kept for inspection only; whoever waited for an answer got one.',
};

const NO_EVENT: RedriveResult = {
  kind: 'still_dead',
  reason: 'It contains no readable event.',
};

/** The fields that are used before anything else checks the event. */
const eventSchema = z.looseObject({
  id: z.string(),
  type: z.string(),
  time: z.iso.datetime(),
  aggregate: z.string(),
  dialect: z.string(),
  data: z.record(z.string(), z.unknown()),
});

function eventIn({ raw }: Pick<StoredDeadLetter, 'raw'>): CanonicalEvent | undefined {
  try {
    const value: unknown = JSON.parse(raw);
    return eventSchema.safeParse(value).success ? (value as CanonicalEvent) : undefined;
  } catch {
    return undefined;
  }
}

/** Redacts the reason for which a letter stays dead. */
export function redactedRedrive(redrive: Redrive, redaction: Redaction): Redrive {
  return async (id) => {
    const redriven = await redrive(id);
    if (redriven.kind !== 'still_dead') return redriven;
    return { ...redriven, reason: redaction.text(redriven.reason) };
  };
}
