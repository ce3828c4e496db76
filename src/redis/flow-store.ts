// Keeps the spine's memory. One script commits a whole route step: lua/route.lua.
import type { Redis } from 'ioredis';
import type { ApprovalRequest, Outcome } from '../approvals/approval.ts';
import { contentDigest } from '../approvals/approval-key.ts';
import { outcomeEntry } from '../approvals/audit-entry.ts';
import type { Statement } from '../approvals/statement.ts';
import { addressKey } from '../audience/chat-book.ts';
import { stableName } from '../event/event-id.ts';
import type { Effect, FlowStore, RouteStep } from '../flow-store.ts';
import type { Job } from '../jobs/job-board.ts';
import { homeKey, type JobKey, jobKey, sourceOf } from '../jobs/job-key.ts';
import type { JobChange } from '../jobs/job-table.ts';
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

  async function readInto(found: Map<string, string>, hash: string, fields: readonly string[]) {
    if (fields.length === 0) return;
    const values = await redis.hmget(hash, ...fields);
    values.forEach((value, at) => {
      if (value !== null) found.set(fields[at] ?? '', value);
    });
  }

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
    async jobs(events) {
      const found = { jobs: new Map<JobKey, Job>(), homes: new Map<string, string>() };
      const refs = events.flatMap((event) => {
        const { jobId, projectId } = event;
        return jobId === undefined
          ? []
          : [{ jobId, projectId, home: homeKey(sourceOf(event), jobId) }];
      });
      await readInto(found.homes, keys.jobHomes, [...new Set(refs.map(({ home }) => home))]);
      const wanted = refs.flatMap(({ jobId, projectId, home }) => [
        jobKey(projectId ?? found.homes.get(home), jobId),
        jobKey(undefined, jobId),
      ]);
      const stored = new Map<string, string>();
      await readInto(stored, keys.jobs, [...new Set(wanted)]);
      for (const [key, text] of stored) found.jobs.set(key, JSON.parse(text) as Job);
      return found;
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
        ...['ask', ...requestArgs(effect.request, effect.job), effect.copies.length],
        ...effect.copies.flatMap(({ address, token }) => [addressKey(address), token]),
      ];
    case 'settle':
      return ['settle', ...settleArgs(effect.statement, effect.job)];
    case 'alive':
      return ['alive', effect.job, effect.position, effect.at];
    case 'withdraw':
      return ['withdraw', effect.job, ...outcomeArgs(effect.outcome)];
    case 'job':
      return ['job', ...jobArgs(effect)];
  }
}

function jobArgs({ key, job, movedFrom = '', home }: JobChange): Args {
  return [
    ...[key, stableName(job.id), JSON.stringify(job), Date.parse(job.updatedAt)],
    ...[movedFrom, home?.key ?? '', home?.projectId ?? ''],
  ];
}

function settleArgs(statement: Statement, job: JobKey | undefined): Args {
  const { key = '', approvalId, gate, projectId, source, outcome } = statement;
  const name = approvalId === undefined || projectId !== undefined ? '' : stableName(approvalId);
  const isElsewhere = outcome.elsewhere !== undefined;
  const from = isElsewhere ? `bus ${source}` : `token ${outcome.by?.name ?? ''}`;
  const ignored = {
    ...outcomeEntry(outcome, from),
    what: 'refused',
    why: 'elsewhere',
    status: outcome.status,
  };
  return [
    ...[key, name, gate === undefined ? '' : gateField(job, gate.stage)],
    ...outcomeArgs(outcome, from),
    isElsewhere ? JSON.stringify(ignored) : '',
  ];
}

function outcomeArgs(outcome: Outcome, from?: string): Args {
  return [JSON.stringify(outcome), JSON.stringify(outcomeEntry(outcome, from))];
}

/** Under which the open request of a gate is found. */
function gateField(job: JobKey | undefined, stage: string): string {
  return stableName('gate', job, stage);
}

function requestArgs(request: ApprovalRequest, job: JobKey | undefined): Args {
  const { key, id, eventId, stage, requestedAt, expiresAt, terms, source = '' } = request;
  const deadline = expiresAt === undefined ? '' : Date.parse(expiresAt);
  const gate = request.isGate && stage !== undefined ? gateField(job, stage) : '';
  return [
    ...[key, stableName(id), JSON.stringify(request), eventId, contentDigest(request), source],
    ...[terms.decidedElsewhere ?? 'settle', job ?? '', gate, Date.parse(requestedAt), deadline],
    ...[terms.remindAt.length, ...terms.remindAt],
  ];
}
