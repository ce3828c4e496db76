// Keeps the spine's memory. One script commits a whole route step: lua/route.lua.
import type { Redis } from 'ioredis';
import type { ApprovalRequest, Outcome } from '../approvals/approval.ts';
import { outcomeEntry } from '../approvals/audit-entry.ts';
import type { Told } from '../approvals/request.ts';
import { addressKey } from '../audience/chat-book.ts';
import type { Effect, FlowStore, RouteStep } from '../flow-store.ts';
import type { Job } from '../jobs/job-board.ts';
import { START } from '../journal/journal.ts';
import type { Keys } from './keys.ts';
import { loadScript } from './script.ts';
import { readEntries, type StreamReply } from './stream-entries.ts';
import { readWakes } from './wakes.ts';
import { writeEntry } from './window-entry.ts';

interface Deps {
  readonly redis: Redis;
  /** A connection of its own, because it blocks while nothing happens. */
  readonly blocking: Redis;
  readonly keys: Keys;
  /** Name of the router's lease. */
  readonly lease: string;
  readonly windowMs: number;
}

type Args = (string | number)[];

export function createFlowStore({ redis, blocking, keys, lease, windowMs }: Deps): FlowStore {
  const route = loadScript('base', 'outbox', 'approvals', 'route');
  const stepArgs = (step: RouteStep): Args => [
    ...[keys.prefix, keys.lease(lease), step.fence, step.revision, step.from, step.to],
    ...[windowMs, ...effectsArgs(step.effects)],
  ];

  return {
    async position() {
      return (await redis.get(keys.routed)) ?? START;
    },
    async read(after, { limit, waitMs }) {
      const reply = await blocking.xread(
        ...(['COUNT', limit, 'BLOCK', waitMs, 'STREAMS', keys.journal, after] as const),
      );
      const streams = (reply ?? []) as [string, StreamReply][];
      return readEntries(streams[0]?.[1] ?? []);
    },
    async jobs(jobIds) {
      if (jobIds.length === 0) return new Map();
      const stored = await redis.hmget(keys.jobs, ...jobIds);
      return new Map(
        stored.flatMap((text) => {
          const job = text === null ? undefined : (JSON.parse(text) as Job);
          return job === undefined ? [] : [[job.id, job] as const];
        }),
      );
    },
    async commit(step) {
      const reply = (await route(redis, {
        keys: [keys.journal],
        args: stepArgs(step),
      })) as string[];
      const [kind, ...wakes] = reply;
      return kind === 'committed' ? { kind, wake: readWakes(wakes) } : { kind: 'stale' };
    },
  };
}

/** What is gathered for one address goes there together, up to the next effect of another kind. */
function effectsArgs(effects: readonly Effect[]): Args {
  const args: Args = [];
  let windows = new Map<string, string[]>();
  const gatherAll = () => {
    for (const [address, entries] of windows) {
      args.push('gather', address, entries.length, ...entries);
    }
    windows = new Map();
  };
  for (const effect of effects) {
    if (effect.kind === 'gather') {
      const address = addressKey(effect.address);
      const entries = windows.get(address);
      if (entries === undefined) windows.set(address, [writeEntry(effect.entry)]);
      else entries.push(writeEntry(effect.entry));
    } else {
      gatherAll();
      args.push(...effectArgs(effect));
    }
  }
  gatherAll();
  return args;
}

function effectArgs(effect: Exclude<Effect, { kind: 'gather' }>): Args {
  switch (effect.kind) {
    case 'ask':
      return [
        ...['ask', ...requestArgs(effect.request), effect.copies.length],
        ...effect.copies.flatMap(({ address, token }) => [addressKey(address), token]),
      ];
    case 'settle':
      return ['settle', ...settleArgs(effect)];
    case 'alive':
      return ['alive', effect.jobId, effect.projectId ?? '', effect.position, effect.at];
    case 'withdraw':
      return ['withdraw', effect.jobId, effect.projectId ?? '', ...outcomeArgs(effect.outcome)];
    case 'job':
      return ['job', effect.job.id, JSON.stringify(effect.job), Date.parse(effect.job.updatedAt)];
  }
}

function settleArgs({ approvalId = '', gate, projectId = '', source, outcome }: Told): Args {
  const field = gate === undefined ? '' : gateField(gate.jobId, gate.stage);
  return [approvalId, field, projectId, ...outcomeArgs(outcome, `bus ${source}`)];
}

function outcomeArgs(outcome: Outcome, from?: string): Args {
  return [JSON.stringify(outcome), JSON.stringify(outcomeEntry(outcome, from))];
}

/** Under which the open request of a gate is found. */
function gateField(jobId: string, stage: string): string {
  return JSON.stringify([jobId, stage]);
}

function requestArgs(request: ApprovalRequest): Args {
  const { id, jobId = '', stage, projectId = '', requestedAt, expiresAt, terms } = request;
  const deadline = expiresAt === undefined ? '' : Date.parse(expiresAt);
  const gate = stage === undefined ? '' : gateField(jobId, stage);
  return [
    ...[id, JSON.stringify(request), jobId, projectId, gate, Date.parse(requestedAt), deadline],
    ...[terms.remindAt.length, ...terms.remindAt],
  ];
}
