// Composes one route step from the next entries: as many as their weight allows, at least one.
import type { Policies } from '../approvals/policy/policy-schema.ts';
import type { ChatBook } from '../audience/chat-book.ts';
import type { Position } from '../journal/journal.ts';
import type { Clock } from '../runtime/clock.ts';
import { messageOf } from '../runtime/errors.ts';
import { createSlices } from '../runtime/slices.ts';
import type { BacklogEntry } from './backlog.ts';
import { createFlow, type Flow } from './flow.ts';
import type { Effect, RouteStore } from './route-store.ts';

interface Deps {
  readonly store: Pick<RouteStore, 'jobs'>;
  readonly chatBook: Pick<ChatBook, 'audience'>;
  readonly policies: Policies;
  readonly clock: Clock;
}

export interface ComposedStep {
  /** How many of the entries are in it. */
  readonly count: number;
  /** Revision of the audience that it is based on. */
  readonly revision: number;
  readonly effects: readonly Effect[];
}

/**
 * Addresses per step, each of which costs Redis about 5 µs; an entry that goes to more is a step of its
 * own.
 */
const MAX_ADDRESSES = 20_000;
const MAX_COMPUTING_MS = 50;
const TOKEN_BYTES = 16;

export async function composeStep(
  entries: readonly BacklogEntry[],
  { store, chatBook, policies, clock }: Deps,
): Promise<ComposedStep> {
  const events = entries.flatMap((entry) => (entry.kind === 'event' ? [entry.event] : []));
  const [audience, jobs] = await Promise.all([chatBook.audience(), store.jobs(events)]);
  const newToken = () => clock.token(TOKEN_BYTES);
  const flow = createFlow({ audience, jobs, policies, newToken });
  const unroutable: Effect[] = [];
  const slices = createSlices(clock);
  let count = 0;
  for (const entry of entries) {
    if (count > 0 && (flow.weight() >= MAX_ADDRESSES || slices.spentMs() >= MAX_COMPUTING_MS))
      break;
    const reason = failureOf(entry, flow);
    if (reason !== undefined) unroutable.push(deadLetter(entry.position, reason));
    count += 1;
    if (slices.isOver()) await slices.next();
  }
  return { count, revision: audience.revision, effects: [...flow.effects(), ...unroutable] };
}

/** Why an entry can't be routed. No retry would help, since the flow is pure. */
function failureOf(entry: BacklogEntry, flow: Flow): string | undefined {
  if (entry.kind === 'unreadable') return entry.reason;
  try {
    flow.add(entry);
    return undefined;
  } catch (error) {
    return messageOf(error);
  }
}

function deadLetter(position: Position, reason: string): Effect {
  return { kind: 'dead_letter', position, reason };
}
