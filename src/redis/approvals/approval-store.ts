// Stores approvals: redis/approvals/approvals.lua has the layout and the invariant.
import type { Redis } from 'ioredis';
import { z } from 'zod';
import type { Approval, Outcome } from '../../approvals/approval.ts';
import {
  type ApprovalStep,
  type ApprovalStore,
  type AuditEntry,
  MAX_REFUSALS,
  type StandingStep,
  type StepResult,
} from '../../approvals/approval-store.ts';
import { outcomeEntry, voteEntry } from '../../approvals/audit-entry.ts';
import { addressKey } from '../../audience/chat-book.ts';
import type { Waker } from '../../deliver/outbox-store.ts';
import type { CanonicalEvent } from '../../event/canonical-event.ts';
import { stableName } from '../../event/event-id.ts';
import { busKeyOf } from '../../journal/repeat-key.ts';
import { JobwireError } from '../../runtime/errors.ts';
import type { StoredReader } from '../../runtime/stored/stored-reader.ts';
import { eventLines } from '../journal/event-lines.ts';
import type { Keys } from '../scripts/keys.ts';
import { type Limits, oldestKept } from '../scripts/limits.ts';
import { TEXTS } from '../scripts/replies.ts';
import { loadScript, type Script } from '../scripts/script.ts';
import { readWakes } from '../scripts/wakes.ts';
import { givenValues } from '../standing/given-values.ts';
import { createApprovalReader, readStanding, STANDING } from './approval-reader.ts';

interface Deps {
  readonly redis: Redis;
  readonly keys: Keys;
  readonly waker: Waker;
  /** Encodes an event for the bus. */
  readonly encode: (event: CanonicalEvent) => unknown;
  readonly limits: Limits;
  readonly now: () => number;
  readonly reader?: StoredReader;
}

interface OfApproval {
  readonly id: string;
}

type Adopted = OfApproval & { address: string; message: string };
type ShownAgain = OfApproval & { isHeld: boolean; version: string };
type Noted = OfApproval & { mark: string; count: string; most: number; entry: string };
type Repeated = OfApproval & { at: string; event: string };
type Reminded = OfApproval & {
  at: string;
  count: number;
  further: { address: string; token: string }[];
};

const STEP_REPLY = z.tuple([z.string(), STANDING], z.string());
type StepReply = z.infer<typeof STEP_REPLY>;

function loadScripts() {
  const load = <Values extends object, Reply>(file: string, reply: z.ZodType<Reply>) =>
    loadScript<Values, Reply>(new URL(file, import.meta.url), reply);
  return {
    step: load<Step, StepReply>('./step.lua', STEP_REPLY),
    adopt: load<Adopted, string[]>('./adopt.lua', TEXTS),
    note: load<Noted, string[]>('./note.lua', TEXTS),
    remind: load<Reminded, string[]>('./remind.lua', TEXTS),
    repeat: load<Repeated, string[]>('./repeat.lua', TEXTS),
    showAgain: load<ShownAgain, string[]>('./show-again.lua', TEXTS),
  };
}

export function createApprovalStore(deps: Deps): ApprovalStore {
  const { redis, keys } = deps;
  const scripts = loadScripts();
  const read = createApprovalReader(deps);
  const instant = () => new Date(deps.now()).toISOString();

  function wake(flat: readonly string[]): void {
    for (const { chatId, delayMs } of readWakes(flat)) deps.waker.wake(chatId, delayMs);
  }

  async function queue<Values>(script: Script<Values, string[]>, values: Values) {
    wake(await script(redis, { keys, values }));
  }

  return {
    ...read,
    async step(step) {
      const values = stepValues(step, deps);
      const [kind, standing, ...wakes] = await scripts.step(redis, { keys, values });
      wake(wakes);
      return resultOf(kind, standing.length === 0 ? undefined : readStanding(standing, keys));
    },
    async attempted(ids, attempt) {
      const look = (id: string) => redis.hexists(keys.approvalAttempts(id), attempt);
      const made = await Promise.all(ids.map(look));
      const id = ids[made.indexOf(1)];
      return id === undefined ? undefined : read.get(id);
    },
    adopt({ approvalId, address }, messageId) {
      const message = String(messageId);
      return queue(scripts.adopt, { id: approvalId, address: addressKey(address), message });
    },
    async note(id, entry, attempt) {
      const [who, why] = [String(entry.id), String(entry.why)];
      const mark = `refused ${stableName(attempt, who, why)}`;
      const count = `refusals ${stableName(who)}`;
      const values = { id, mark, count, most: MAX_REFUSALS, entry: JSON.stringify(entry) };
      await scripts.note(redis, { keys, values });
    },
    remind({ approvalId, count }, places) {
      const further = places.map(({ address, token }) => ({ address: addressKey(address), token }));
      return queue(scripts.remind, { id: approvalId, count, at: instant(), further });
    },
    release: (id, version) =>
      queue(scripts.showAgain, { id, isHeld: true, version: String(version ?? '') }),
    refresh: (id) => queue(scripts.showAgain, { id, isHeld: false, version: '' }),
    async repeat(approvalId) {
      const announced = await redis.hget(keys.approval(approvalId), 'announcement');
      const event = announced === null ? '' : markRepeated(announced);
      await queue(scripts.repeat, { id: approvalId, at: instant(), event });
    },
  };
}

const announcementSchema = z.looseObject({ data: z.looseObject({}) });

/** Subscribers may tell by it that this is no other decision; its id is the same. */
function markRepeated(announced: string): string {
  const { data, ...event } = announcementSchema.parse(JSON.parse(announced));
  return JSON.stringify({ ...event, data: { ...data, repeated: true } });
}

function resultOf(kind: string, approval: Approval | undefined): StepResult {
  if (kind === 'changed' || kind === 'early' || kind === 'unknown') return { kind };
  const isKnown = kind === 'made' || kind === 'already' || kind === 'overdue';
  if (isKnown && approval !== undefined) return { kind, approval };
  throw new JobwireError('bug', `a step of an approval answered "${kind}"`);
}

/** Arguments of step.lua. */
type Step = ReturnType<typeof stepValues>;

function stepValues(step: ApprovalStep, deps: Deps) {
  const { approvalId, attempt, votes, outcome, revision = '', whenOverdue = false } = step;
  return {
    ...{ id: approvalId, attempt, whenOverdue, revision: String(revision) },
    votes: votes === undefined ? '' : JSON.stringify(votes),
    outcome: outcome === undefined ? '' : JSON.stringify(outcome),
    entries: auditOf(step).map((entry) => JSON.stringify(entry)),
    announcement:
      step.announcement === undefined ? [] : [announced(step.announcement, outcome, deps)],
    standing: step.standing === undefined ? [] : [standingValues(step.standing)],
  };
}

function standingValues({ gives, uses = '', restsOn, ends }: StandingStep) {
  return {
    gives: gives === undefined ? [] : [givenValues(gives)],
    ...{ uses, restsOn, ends: ends.ids, ending: JSON.stringify(ends.ending) },
  };
}

function announced(
  event: CanonicalEvent,
  outcome: Outcome | undefined,
  { encode, limits, now }: Deps,
) {
  // As the inlet knows the copy that it reads from the bus.
  const repeatKey = busKeyOf(event);
  const candidate = { event, identity: 'id', repeatKey, arrivedAt: now() } as const;
  const [head, references, json] = eventLines(candidate, { now: now() });
  return {
    isAwaited: outcome?.status === 'approved' || outcome?.status === 'denied',
    channel: `televibe:events:${event.type}`,
    stream: `televibe:stream:${event.projectId ?? 'default'}`,
    event: JSON.stringify(encode(event)),
    ...{ head, references, json },
    ...{ memoryMs: limits.retentionMs, perJob: limits.perJob, oldest: oldestKept(limits, now()) },
  };
}

function auditOf({ vote, outcome, entries = [], from }: ApprovalStep): AuditEntry[] {
  return [
    ...entries,
    ...(vote === undefined ? [] : [voteEntry(vote, from)]),
    ...(outcome === undefined ? [] : [outcomeEntry(outcome, from)]),
  ];
}
