// Reads approvals: redis/approvals/approvals.lua has the layout.
import type { Redis } from 'ioredis';
import { z } from 'zod';
import {
  type Approval,
  decodeAcknowledgement,
  decodeOutcome,
  decodeRequest,
  decodeVotes,
} from '../../approvals/approval.ts';
import {
  type ApprovalStore,
  decodeAuditEntry,
  type ReminderStep,
} from '../../approvals/approval-store.ts';
import { addressKey, parseAddress } from '../../audience/chat-book.ts';
import { stableName } from '../../event/event-id.ts';
import { createStoredReader, type StoredReader } from '../../runtime/stored/stored-reader.ts';
import { readAsked } from '../scripts/asked.ts';
import type { Keys } from '../scripts/keys.ts';
import { loadScript } from '../scripts/script.ts';

interface Deps {
  readonly redis: Redis;
  readonly keys: Keys;
  readonly reader?: StoredReader;
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
  | 'subjectOfMessage'
  | 'audit'
  | 'remindersDue'
  | 'unacknowledged'
>;

/** Limits how long a script blocks other clients. */
const READ_AT_ONCE = 100;
/** See approvals/requests/approval-key.ts. */
const KEY_FORM = /^[A-Za-z0-9_-]{22}(?:-internal)?(?:\.\d{1,15})?$/;

/** What is unknown takes as many commands as what the caller may not see: the empty key is none of a request. */
const orNothing = (found: readonly string[]) => (found.length === 0 ? [''] : found);

/**
 * Whatever is read takes one command: ioredis sends that again when the connection was cut, and not a
 * transaction.
 */
export function createApprovalReader(deps: Deps): Reading {
  const { redis, keys, reader = createStoredReader() } = deps;
  const { get, readAll } = createReads({ redis, keys, reader });

  async function find(id: string): Promise<Approval[]> {
    const identities = await redis.smembers(keys.approvalsOf(stableName(id)));
    const current = await redis.hmget(keys.currentApprovals, ...orNothing(identities));
    const named = await readAll(orNothing(current.filter((key) => key !== null)));
    // Only a string in the format of a key may be looked up as one.
    const keyed = KEY_FORM.test(id) ? await readAll([id]) : [];
    const known = new Set(named.map(({ request }) => request.key));
    return [...named, ...keyed.filter(({ request }) => !known.has(request.key))];
  }

  return {
    get,
    find,
    pending: async () => readAll(await redis.zrange(keys.pendingApprovals, '0', '-1')),
    recent: async (limit) => readAll(await redis.zrevrange(keys.approvals, 0, limit - 1)),
    overdue: (now) => redis.zrangebyscore(keys.deadlines, '-inf', String(now)),
    unacknowledged: (now) => redis.zrangebyscore(keys.acknowledgementsDue, '-inf', String(now)),
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
    async subjectOfMessage(chatId, messageId) {
      const text = await redis.hget(keys.asked(chatId), String(messageId));
      if (text === null) return undefined;
      return readAsked(text);
    },
    async audit(approvalId) {
      const key = keys.approvalAudit(approvalId);
      const entries = await redis.lrange(key, 0, -1);
      return entries.flatMap(
        (text, at) => reader.read(decodeAuditEntry, text, { key, field: String(at) }) ?? [],
      );
    },
  };
}

function createReads({ redis, keys, reader }: Required<Deps>) {
  const script = loadScript<Wanted, Standing[]>(
    new URL('./read.lua', import.meta.url),
    z.array(STANDING),
  );

  async function standings(ids: readonly string[]): Promise<StoredApproval[]> {
    const reply = await script(redis, { keys, values: { ids } });
    return reply.filter((standing) => standing.length > 0) as StoredApproval[];
  }

  /** Lists skip unreadable values. */
  async function readAll(ids: readonly string[]): Promise<Approval[]> {
    const found: Approval[] = [];
    for (let at = 0; at < ids.length; at += READ_AT_ONCE) {
      for (const standing of await standings(ids.slice(at, at + READ_AT_ONCE))) {
        const key = keys.approval(standing[0]);
        const approval = reader.read(() => readStanding(standing, keys), '', { key });
        if (approval !== undefined) found.push(approval);
      }
    }
    return found;
  }

  return {
    readAll,
    async get(key: string): Promise<Approval | undefined> {
      const [standing] = await standings([key]);
      return standing === undefined ? undefined : readStanding(standing, keys);
    },
  };
}

/** `<number> <key>` */
function reminderIn(text: string): ReminderStep {
  const cut = text.indexOf(' ');
  return { count: Number(text.slice(0, cut)), approvalId: text.slice(cut + 1) };
}

/** As redis/approvals/standing.lua answers: key, request, version, changed, revision, outcome, acknowledgement, votes. */
const TEXT = z.string();
const STORED = z.tuple([TEXT, TEXT, TEXT, TEXT, TEXT, TEXT, TEXT, TEXT]);
type StoredApproval = z.infer<typeof STORED>;
export const STANDING = z.union([STORED, z.tuple([])]);
type Standing = z.infer<typeof STANDING>;

/** As redis/approvals/standing.lua returns it. Throws `stored_unreadable` where any of it can't be read. */
export function readStanding(standing: StoredApproval, keys: Pick<Keys, 'approval'>): Approval {
  const [key, request, version, changed, revision, outcome, acknowledgement, votes] = standing;
  const at = (field: string) => ({ key: keys.approval(key), field });
  return {
    request: {
      ...decodeRequest(request, at('request')),
      key,
      version: Number(version),
      ...(changed ? { changedAt: changed } : {}),
    },
    revision: Number(revision),
    votes: votes ? decodeVotes(votes, at('votes')) : [],
    ...(outcome ? { outcome: decodeOutcome(outcome, at('outcome')) } : {}),
    ...(acknowledgement
      ? { acknowledgement: decodeAcknowledgement(acknowledgement, at('acknowledgement')) }
      : {}),
  };
}
