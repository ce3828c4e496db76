// Keeps approvals: lua/approvals.lua has the layout and the invariant.
import type { Redis } from 'ioredis';
import type { Approval, ApprovalRequest, Outcome } from '../approvals/approval.ts';
import type { ApprovalStore, Settlement } from '../approvals/approval-store.ts';
import { addressKey, parseAddress } from '../audience/chat-book.ts';
import type { Waker } from '../deliver/outbox-store.ts';
import type { CanonicalEvent } from '../event/canonical-event.ts';
import { eventLines } from './event-lines.ts';
import type { Keys } from './keys.ts';
import { type Limits, oldestKept } from './limits.ts';
import { loadScript } from './script.ts';
import { readWakes } from './wakes.ts';

interface Deps {
  readonly redis: Redis;
  readonly keys: Keys;
  readonly waker: Waker;
  /** Writes an event as others on the bus read it. */
  readonly encode: (event: CanonicalEvent) => unknown;
  readonly limits: Limits;
  readonly now: () => number;
}

type Args = readonly string[];

export function createApprovalStore(deps: Deps): ApprovalStore {
  const { redis, keys } = deps;
  const scripts = {
    settle: loadScript('base', 'events', 'outbox', 'approvals', 'settle'),
    adopt: loadScript('base', 'outbox', 'approvals', 'adopt'),
  };

  async function run(name: keyof typeof scripts, args: Args): Promise<string[]> {
    const call = { keys: [keys.journal], args: [keys.prefix, ...args] };
    return (await scripts[name](redis, call)) as string[];
  }

  function wake(flat: readonly string[]): void {
    for (const { chatId, delayMs } of readWakes(flat)) deps.waker.wake(chatId, delayMs);
  }

  return {
    ...createApprovalReader(deps),
    async settle(settlement) {
      const [status, ...wakes] = await run('settle', settlementArgs(settlement, deps));
      wake(wakes);
      const approval = await readApproval(settlement.approvalId, deps);
      if (approval === undefined) return { kind: 'unknown' };
      return { kind: status === 'settled' ? 'settled' : 'already', approval };
    },
    async adopt({ approvalId, address }, messageId) {
      wake(await run('adopt', [approvalId, addressKey(address), String(messageId)]));
    },
    async audit(approvalId, entry) {
      await redis.rpush(`${keys.approval(approvalId)}:audit`, JSON.stringify(entry));
    },
  };
}

type Reading = Pick<ApprovalStore, 'get' | 'pending' | 'overdue' | 'copyOf' | 'tokenFor'>;

function createApprovalReader(deps: Pick<Deps, 'redis' | 'keys'>): Reading {
  const { redis, keys } = deps;
  return {
    get: (approvalId) => readApproval(approvalId, deps),
    async pending() {
      const ids = await redis.zrange(keys.pendingApprovals, '0', '-1');
      const found = await Promise.all(ids.map((id) => readApproval(id, deps)));
      return found.filter((approval) => approval !== undefined);
    },
    overdue: (now) => redis.zrangebyscore(keys.deadlines, '-inf', String(now)),
    async copyOf(token) {
      const text = await redis.hget(keys.taps, token);
      if (text === null) return undefined;
      const cut = text.lastIndexOf('\n');
      return { approvalId: text.slice(0, cut), address: parseAddress(text.slice(cut + 1)) };
    },
    async tokenFor({ approvalId, address }) {
      const copies = `${keys.approval(approvalId)}:copies`;
      return (await redis.hget(copies, addressKey(address))) ?? undefined;
    },
  };
}

async function readApproval(
  approvalId: string,
  { redis, keys }: Pick<Deps, 'redis' | 'keys'>,
): Promise<Approval | undefined> {
  const [request, outcome] = await redis.hmget(keys.approval(approvalId), 'request', 'outcome');
  if (!request) return undefined;
  return {
    request: JSON.parse(request) as ApprovalRequest,
    ...(outcome ? { outcome: JSON.parse(outcome) as Outcome } : {}),
  };
}

function settlementArgs(settlement: Settlement, { encode, limits, now }: Deps): Args {
  const { approvalId, outcome, attempt, announcement: event } = settlement;
  const args = [approvalId, JSON.stringify(outcome), attempt];
  if (event === undefined) return [...args, '', ''];
  const candidate = { event, identity: 'id', repeatKey: event.id, arrivedAt: now() } as const;
  return [
    ...args,
    `televibe:events:${event.type}`,
    `televibe:stream:${event.projectId ?? 'default'}`,
    JSON.stringify(encode(event)),
    ...eventLines(candidate),
    String(limits.retentionMs),
    String(limits.perJob),
    oldestKept(limits, now()),
  ];
}
