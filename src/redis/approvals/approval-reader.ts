// Reads approvals: redis/approvals/approvals.lua has the layout.
import type { Redis } from 'ioredis';
import { z } from 'zod';
import type {
  Approval,
  ApprovalRequest,
  Outcome,
  Reception,
  Vote,
} from '../../approvals/approval.ts';
import type { ApprovalStore, AuditEntry, ReminderStep } from '../../approvals/approval-store.ts';
import { addressKey, parseAddress } from '../../audience/chat-book.ts';
import { stableName } from '../../event/event-id.ts';
import { readAsked } from '../scripts/asked.ts';
import type { Keys } from '../scripts/keys.ts';
import { loadNamedScript } from '../scripts/script.ts';

interface Deps {
  readonly redis: Redis;
  readonly keys: Keys;
}

interface Wanted {
  readonly ids: readonly string[];
}

type Reading = Pick<
  ApprovalStore,
  | 'get'
  | 'find'
  | 'pending'
  | 'recent'
  | 'overdue'
  | 'copyOf'
  | 'tokenFor'
  | 'askedIn'
  | 'audit'
  | 'remindersDue'
  | 'unheard'
>;

/** Others wait while a script runs. */
const READ_AT_ONCE = 100;
/** See approvals/requests/approval-key.ts. */
const KEY_FORM = /^[A-Za-z0-9_-]{22}(?:-internal)?(?:\.\d{1,15})?$/;

/**
 * Whatever is read takes one command: ioredis sends that again when the connection was cut, and not a
 * transaction.
 */
export function createApprovalReader({ redis, keys }: Deps): Reading {
  const script = loadNamedScript<Wanted, Standing[]>(
    new URL('./read.lua', import.meta.url),
    z.array(STANDING),
  );

  async function readAll(ids: readonly string[]): Promise<Approval[]> {
    const found: Approval[] = [];
    for (let at = 0; at < ids.length; at += READ_AT_ONCE) {
      const values = { ids: ids.slice(at, at + READ_AT_ONCE) };
      const approvals = (await script(redis, { keys, values })).map(readStanding);
      found.push(...approvals.filter((approval) => approval !== undefined));
    }
    return found;
  }

  async function find(id: string): Promise<Approval[]> {
    const identities = await redis.smembers(keys.approvalsOf(stableName(id)));
    const current =
      identities.length === 0 ? [] : await redis.hmget(keys.currentApprovals, ...identities);
    const named = await readAll(current.filter((key) => key !== null));
    // Only what has the form of a key may be looked for as one.
    const keyed = KEY_FORM.test(id) ? await readAll([id]) : [];
    const known = new Set(named.map(({ request }) => request.key));
    return [...named, ...keyed.filter(({ request }) => !known.has(request.key))];
  }

  return {
    get: async (key) => (await readAll([key]))[0],
    find,
    pending: async () => readAll(await redis.zrange(keys.pendingApprovals, '0', '-1')),
    recent: async (limit) => readAll(await redis.zrevrange(keys.approvals, 0, limit - 1)),
    overdue: (now) => redis.zrangebyscore(keys.deadlines, '-inf', String(now)),
    unheard: (now) => redis.zrangebyscore(keys.unheard, '-inf', String(now)),
    async remindersDue(now) {
      return (await redis.zrangebyscore(keys.reminders, '-inf', String(now))).map(reminderIn);
    },
    async copyOf(token) {
      const text = await redis.hget(keys.taps, token);
      if (text === null) return undefined;
      const cut = text.lastIndexOf('\n');
      return { approvalId: text.slice(0, cut), address: parseAddress(text.slice(cut + 1)) };
    },
    async tokenFor({ approvalId, address }) {
      const copies = keys.approvalCopies(approvalId);
      return (await redis.hget(copies, addressKey(address))) ?? undefined;
    },
    async askedIn(chatId, messageId) {
      const text = await redis.hget(keys.asked(chatId), String(messageId));
      if (text === null) return undefined;
      return readAsked(text);
    },
    async audit(approvalId) {
      const entries = await redis.lrange(keys.approvalAudit(approvalId), 0, -1);
      return entries.map((text) => JSON.parse(text) as AuditEntry);
    },
  };
}

/** `<number> <key>` */
function reminderIn(text: string): ReminderStep {
  const cut = text.indexOf(' ');
  return { count: Number(text.slice(0, cut)), approvalId: text.slice(cut + 1) };
}

/** As redis/approvals/standing.lua answers: key, request, version, changed, revision, outcome, reception, votes. */
const TEXT = z.string();
export const STANDING = z.union([
  z.tuple([TEXT, TEXT, TEXT, TEXT, TEXT, TEXT, TEXT, TEXT]),
  z.tuple([]),
]);
type Standing = z.infer<typeof STANDING>;

/** As redis/approvals/standing.lua tells of it; `undefined` for one that is unknown. */
export function readStanding(standing: Standing): Approval | undefined {
  const [key, request, version, changed, revision, outcome, reception, votes] = standing;
  if (key === undefined || request === undefined) return undefined;
  return {
    request: {
      ...(JSON.parse(request) as ApprovalRequest),
      key,
      version: Number(version),
      ...(changed ? { changedAt: changed } : {}),
    },
    revision: Number(revision),
    votes: votes ? (JSON.parse(votes) as Vote[]) : [],
    ...(outcome ? { outcome: JSON.parse(outcome) as Outcome } : {}),
    ...(reception ? { reception: JSON.parse(reception) as Reception } : {}),
  };
}
