// Tries a dead letter again: after the program learned to read it, or its sender asked for it. What that means
// depends on where it failed: a message is decoded, an event routed again, or given to its follower again.
import { z } from 'zod';
import { ALL_DIALECTS } from '../dialects/all-dialects.ts';
import { originOf } from '../dialects/sources.ts';
import type { CanonicalEvent } from '../event/canonical-event.ts';
import {
  type FollowerAside,
  isFollowerSource,
  orderOf,
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
  /** It is in the journal (or was before), and no dead letter any more. */
  | { readonly kind: 'journalled'; readonly eventId: string | undefined }
  /** It was in the journal, and goes from there to the chats again. */
  | { readonly kind: 'routed'; readonly eventId: string }
  /** Its follower tries it again soon. */
  | { readonly kind: 'queued'; readonly follower: string }
  /** It stays where it is; the reason is for people. */
  | { readonly kind: 'still_dead'; readonly reason: string }
  | { readonly kind: 'unknown' };

/** Whether it is a dead letter no more. */
export function isRedriven({ kind }: RedriveResult): boolean {
  switch (kind) {
    case 'journalled':
    case 'routed':
    case 'queued':
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
  readonly followerAside: Pick<FollowerAside, 'put'>;
  readonly metrics: IntakeMetrics;
  readonly clock: { readonly now: () => number };
  readonly log: Logger;
}

/** Source of letters that hold an event, not a message. */
const JOURNAL = 'journal';

export function createRedrive(deps: Deps): Redrive {
  const { deadLetters, journal, clock } = deps;

  /** What it becomes is journalled, and it is no letter any more, in one step that is done once. */
  async function append(
    letter: StoredDeadLetter,
    decoded: readonly Candidate[],
  ): Promise<RedriveResult> {
    const candidates = withBoundedLinks(decoded, deps);
    const batch = { candidates, deadLetters: [], letter: letter.id, poison: 'tell' } as const;
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

  /** One that never was in the journal gets there; another one is journalled anew, and so routed again. */
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
    const { id, source, entryId } = letter;
    const event = eventIn(letter);
    if (event === undefined) return NO_EVENT;
    const [kept] = await journal.get([entryId]);
    if (kept === undefined) return { kind: 'still_dead', reason: 'Its event is no longer kept.' };
    const state = writeState({ order: orderOf(event), tries: 0 });
    await deps.followerAside.put(source, entryId, state);
    await deadLetters.drop(id);
    return { kind: 'queued', follower: source };
  }

  return async (id) => {
    const letter = await deadLetters.get(id);
    if (letter === undefined) return { kind: 'unknown' };
    if (letter.source === JOURNAL) return routeAgain(letter);
    if (letter.stage === 'delivering') return UNDELIVERED;
    return isFollowerSource(letter.source) ? followAgain(letter) : decodeAgain(letter);
  };
}

function decodeLetter(
  { source, entryId, raw: text }: StoredDeadLetter,
  { decode, clock }: Pick<Deps, 'decode' | 'clock'>,
): { readonly candidates: readonly Candidate[]; readonly reason?: string } {
  const origin = originOf(source, ALL_DIALECTS);
  if (origin === undefined) return { candidates: [], reason: `No dialect is spoken on ${source}.` };
  const { dialect, about } = origin;
  // An entry's id begins with the instant at which it came into its stream.
  const arrivedAt = Number(/^(\d{13})-\d+$/.exec(entryId)?.[1] ?? clock.now());
  const message = { dialect: dialect.name, text, source, entryId, arrivedAt, about };
  const { candidates, failures } = decodeAll([message], decode);
  const [failure] = failures;
  return failure === undefined ? { candidates } : { candidates, reason: failure.reason };
}

/** To whom it would go again, and what they may see by now, is asked where events are replayed. */
const UNDELIVERED: RedriveResult = {
  kind: 'still_dead',
  reason:
    'It is a message that a chat did not take, and its events are kept: jobwire replay --project P --since T --chat C sends them again.',
};

const NO_EVENT: RedriveResult = {
  kind: 'still_dead',
  reason: 'It holds no event that can be read.',
};

/** As far as it is relied on before anything else looks at it. */
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

/** For those who show why a letter stays dead. */
export function redactedRedrive(redrive: Redrive, redaction: Redaction): Redrive {
  return async (id) => {
    const redriven = await redrive(id);
    if (redriven.kind !== 'still_dead') return redriven;
    return { ...redriven, reason: redaction.text(redriven.reason) };
  };
}
