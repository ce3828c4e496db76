// Keeps approvals: redis/approvals/approvals.lua has the layout and the invariant.
import type { Redis } from 'ioredis';
import type { Approval, Outcome } from '../../approvals/approval.ts';
import type {
  ApprovalStep,
  ApprovalStore,
  AuditEntry,
  StepResult,
} from '../../approvals/approval-store.ts';
import { outcomeEntry, voteEntry } from '../../approvals/audit-entry.ts';
import { addressKey } from '../../audience/chat-book.ts';
import type { Waker } from '../../deliver/outbox-store.ts';
import type { CanonicalEvent } from '../../event/canonical-event.ts';
import { busKeyOf } from '../../journal/repeat-key.ts';
import { JobwireError } from '../../runtime/errors.ts';
import { eventLines } from '../journal/event-lines.ts';
import type { Keys } from '../scripts/keys.ts';
import { type Limits, oldestKept } from '../scripts/limits.ts';
import { loadScript } from '../scripts/script.ts';
import { readWakes } from '../scripts/wakes.ts';
import { createApprovalReader, readStanding, type StoredApproval } from './approval-reader.ts';

interface Deps {
  readonly redis: Redis;
  readonly keys: Keys;
  readonly waker: Waker;
  /** Writes an event as others on the bus read it. */
  readonly encode: (event: CanonicalEvent) => unknown;
  readonly limits: Limits;
  readonly now: () => number;
}

type Args = readonly (string | number)[];

export function createApprovalStore(deps: Deps): ApprovalStore {
  const { redis, keys } = deps;
  const scripts = {
    step: loadScript(new URL('./step.lua', import.meta.url)),
    adopt: loadScript(new URL('./adopt.lua', import.meta.url)),
    remind: loadScript(new URL('./remind.lua', import.meta.url)),
    repeat: loadScript(new URL('./repeat.lua', import.meta.url)),
  };

  const run = (name: keyof typeof scripts, ...args: Args) =>
    scripts[name](redis, { keys: [keys.journal], args: [keys.prefix, ...args] });

  function wake(flat: readonly string[]): void {
    for (const { chatId, delayMs } of readWakes(flat)) deps.waker.wake(chatId, delayMs);
  }

  async function queue(name: keyof typeof scripts, ...args: Args): Promise<void> {
    wake((await run(name, ...args)) as string[]);
  }

  return {
    ...createApprovalReader(deps),
    async step(step) {
      const reply = (await run('step', ...stepArgs(step, deps))) as StepReply;
      const [kind, standing, ...wakes] = reply;
      wake(wakes);
      return resultOf(kind, standing.length === 0 ? undefined : readStanding(standing, keys));
    },
    adopt: ({ approvalId, address }, messageId) =>
      queue('adopt', approvalId, addressKey(address), messageId),
    async note(approvalId, entry) {
      await redis.rpush(`${keys.approval(approvalId)}:audit`, JSON.stringify(entry));
    },
    remind({ approvalId, count }, further) {
      const places = further.flatMap(({ address, token }) => [addressKey(address), token]);
      return queue('remind', approvalId, count, ...places);
    },
    repeat: (approvalId) => queue('repeat', approvalId),
  };
}

type StepReply = [kind: string, standing: StoredApproval | readonly [], ...wakes: string[]];

function resultOf(kind: string, approval: Approval | undefined): StepResult {
  if (kind === 'changed' || kind === 'early' || kind === 'unknown') return { kind };
  const isKnown = kind === 'made' || kind === 'already' || kind === 'overdue';
  if (isKnown && approval !== undefined) return { kind, approval };
  throw new JobwireError('bug', `a step of an approval answered "${kind}"`);
}

function stepArgs(step: ApprovalStep, deps: Deps): Args {
  const { votes, outcome, revision = '', whenOverdue = false } = step;
  return [
    ...[step.approvalId, step.attempt, revision],
    votes === undefined ? '' : JSON.stringify(votes),
    outcome === undefined ? '' : JSON.stringify(outcome),
    whenOverdue ? '1' : '',
    ...announcementArgs(step.announcement, outcome, deps),
    ...auditOf(step).map((entry) => JSON.stringify(entry)),
  ];
}

function announcementArgs(
  event: CanonicalEvent | undefined,
  outcome: Outcome | undefined,
  { encode, limits, now }: Deps,
): Args {
  if (event === undefined) return ['', '', '', '', '', '', '', '', '', ''];
  // As the inlet knows the copy that it reads from the bus.
  const repeatKey = busKeyOf(event);
  const candidate = { event, identity: 'id', repeatKey, arrivedAt: now() } as const;
  return [
    outcome?.status === 'approved' || outcome?.status === 'denied' ? '1' : '',
    `televibe:events:${event.type}`,
    `televibe:stream:${event.projectId ?? 'default'}`,
    JSON.stringify(encode(event)),
    ...eventLines(candidate, now()),
    ...[limits.retentionMs, limits.perJob, oldestKept(limits, now())],
  ];
}

function auditOf({ vote, outcome, entries = [], from }: ApprovalStep): AuditEntry[] {
  return [
    ...entries,
    ...(vote === undefined ? [] : [voteEntry(vote, from)]),
    ...(outcome === undefined ? [] : [outcomeEntry(outcome, from)]),
  ];
}
