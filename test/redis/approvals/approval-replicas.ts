// Approvals on two replicas and one Redis, acted upon as the model is (approval-model.ts).
import type { Redis } from 'ioredis';
import type { Vote } from '../../../src/approvals/approval.ts';
import { createDecide } from '../../../src/approvals/decisions/decide.ts';
import { approvalKey } from '../../../src/approvals/requests/approval-key.ts';
import type { Voter } from '../../../src/approvals/voters/voter.ts';
import type { Role } from '../../../src/audience/access.ts';
import { jobKey } from '../../../src/jobs/job-key.ts';
import type { Keys } from '../../../src/redis/scripts/keys.ts';
import type { Effect } from '../../../src/routing/route-store.ts';
import { systemClock } from '../../../src/runtime/clock.ts';
import type { Action, Asking, ModelApproval, Who } from '../../helpers/approval-model.ts';
import { aRequest } from '../../helpers/requests.ts';
import { approvalStore, eventsIn, routeSteps, standingStore } from './approval-kit.ts';

export interface Replicas {
  /** Does it, through the replica of this number. */
  act(action: Action, through: number): Promise<void>;
  /** New objects on the same Redis. */
  restart(): void;
  view(): Promise<View>;
  /** Outcomes as they are written, by approval; an open one has none. */
  outcomes(): Promise<Map<string, string>>;
}

/** All that can be seen of approvals from outside. */
export interface View {
  readonly approvals: readonly Pick<ModelApproval, 'id' | 'status' | 'acknowledgement' | 'audit'>[];
  readonly votes: readonly string[];
  readonly pending: readonly string[];
  readonly overdue: readonly string[];
  readonly reminders: readonly string[];
  readonly unheard: readonly string[];
  readonly stream: readonly string[];
  readonly journal: readonly string[];
}

const HOUR_MS = 3_600_000;
const AT = '2026-03-02T09:05:00.000Z';
const ROLES: Partial<Record<Who, Role>> = {
  approver: 'approver',
  admin: 'admin',
  requester: 'approver',
  viewer: 'viewer',
};

interface Deps {
  readonly connections: readonly [Redis, Redis];
  readonly keys: Keys;
  readonly askings: readonly Asking[];
}

export async function startReplicas({ connections, keys, askings }: Deps): Promise<Replicas> {
  const [redis] = connections;
  const job = { jobId: 'j1', projectId: keys.prefix };
  const ofJob = { job: jobKey(job.projectId, job.jobId) };
  const commit = routeSteps(redis, keys);
  /** Replicas that are late to notice are slower, nothing else; these know the time. */
  let passedMs = 0;
  const now = () => systemClock.now() + passedMs;
  const replica = (connection: Redis) => {
    const store = approvalStore(connection, keys);
    const deps = {
      store,
      standings: standingStore(connection, keys),
      rightsNow: async ({ by }: Pick<Vote, 'by'>) => voterOf(by.id as Who),
      clock: { ...systemClock, now },
      metrics: { approvalChanged: () => {} },
    };
    return { store, decide: createDecide(deps) };
  };
  let replicas = connections.map(replica);
  const nth = (at: number) => {
    const found = replicas[at % replicas.length];
    if (found === undefined) throw new Error('there is no replica');
    return found;
  };

  function ask({ id, ...terms }: Asking, action: string): Effect {
    const at = systemClock.now();
    const request = aRequest(
      id,
      {
        ...job,
        action,
        onTimeout: terms.onTimeout,
        requestedBy: { id: 'requester' },
        ...(terms.hasEnd ? { expiresAt: new Date(at + HOUR_MS).toISOString() } : {}),
      },
      {
        required: terms.required,
        denyRequired: terms.denyRequired,
        selfApproval: terms.selfApproval,
        remindAt: [at - 1, at + HOUR_MS],
      },
    );
    const copies = [{ address: { chatId: 7 }, token: `token-${id}` }];
    return { kind: 'ask', request, ...ofJob, copies };
  }

  async function signOfLife(): Promise<Effect> {
    const position = (await redis.xadd(keys.journal, '*', 'e', '{}')) ?? '';
    return { kind: 'alive', ...ofJob, position, at: AT };
  }

  async function act(action: Action, through: number): Promise<void> {
    const { store, decide } = nth(through);
    switch (action.kind) {
      case 'vote': {
        const { id: approvalId, who, verdict, attempt } = action;
        await decide({ approvalId, voter: voterOf(who), verdict, attempt });
        break;
      }
      case 'time passes':
        passedMs = 2 * HOUR_MS;
        await redis.zadd(keys.deadlines, 'XX', 1, action.id);
        break;
      case 'time out': {
        const approval = await store.get(action.id);
        if (approval !== undefined) await decide.timeOut(approval);
        break;
      }
      case 'remind': {
        const further = [{ address: { chatId: 99 }, token: `further-${action.id}` }];
        await store.remind({ approvalId: action.id, count: action.count }, further);
        break;
      }
      case 'a minute passes':
        for (const id of await store.unacknowledged(systemClock.now() + 61_000))
          await store.repeat(id);
        break;
      default:
        await commit(...(await effectsOf(action)));
    }
  }

  async function effectsOf(action: Action): Promise<Effect[]> {
    switch (action.kind) {
      case 'ask again':
        return askings
          .filter(({ id }) => id === action.id)
          .map((asking) => ask(asking, 'another action'));
      case 'job ends':
        return [{ kind: 'withdraw', ...ofJob, outcome: { status: 'canceled', at: AT } }];
      case 'sign of life':
        return [await signOfLife()];
      case 'bus': {
        const projectId = action.isOurs ? job.projectId : 'another';
        const outcome = { status: action.status, elsewhere: { source: 'bus' }, at: AT } as const;
        const key = action.isOurs
          ? action.id
          : approvalKey({ projectId, visibility: 'public' }, action.id);
        const statement = { key, approvalId: action.id, projectId, source: 'bus', outcome };
        return [{ kind: 'settle', statement }];
      }
      default:
        throw new Error(`${action.kind} is no route step`);
    }
  }

  async function view(): Promise<View> {
    const { store } = nth(1);
    const ids = askings.map(({ id }) => id);
    const [found, audits, pending, overdue, reminders, unheard, stream, journal] =
      await Promise.all([
        Promise.all(ids.map((id) => store.get(id))),
        Promise.all(ids.map((id) => store.audit(id))),
        store.pending(),
        store.overdue(systemClock.now()),
        store.remindersDue(systemClock.now() + 2 * HOUR_MS),
        store.unacknowledged(systemClock.now() + 61_000),
        said(`televibe:stream:${job.projectId}`),
        said(keys.journal),
      ]);
    const asked = found.map((approval) => {
      if (approval?.request.action !== 'kubectl apply') throw new Error('not what was asked first');
      return approval;
    });
    return {
      approvals: asked.map(({ request: { id }, outcome, acknowledgement }, at) => ({
        id,
        status: outcome?.status ?? 'pending',
        acknowledgement: acknowledgement?.kind ?? '',
        audit: (audits[at] ?? []).map(({ what }) => what),
      })),
      votes: asked.flatMap(({ request, votes }) =>
        votes.map(({ by, verdict }) => `${request.id} ${by.id} ${verdict}`),
      ),
      pending: pending.map(({ request }) => request.id).sort(),
      overdue,
      reminders: reminders.map(({ approvalId, count }) => `${approvalId} ${count}`).sort(),
      unheard: unheard.sort(),
      stream,
      journal,
    };
  }

  async function said(stream: string): Promise<string[]> {
    const events = (await eventsIn(redis, stream)) as readonly {
      readonly type?: string;
      readonly data?: { readonly approval_id?: string };
    }[];
    return events
      .filter(({ type }) => type !== undefined)
      .map(({ type, data }) => `${type} ${data?.approval_id}`);
  }

  await commit(...askings.map((asking) => ask(asking, 'kubectl apply')));
  return {
    act,
    view,
    restart() {
      replicas = connections.map(replica);
    },
    async outcomes() {
      const texts = await Promise.all(
        askings.map(
          async ({ id }) => [id, await redis.hget(keys.approval(id), 'outcome')] as const,
        ),
      );
      return new Map(texts.flatMap(([id, text]) => (text === null ? [] : [[id, text]])));
    },
  };
}

function voterOf(who: Who): Voter {
  const role = ROLES[who];
  const grants = role === undefined ? [] : [{ role }];
  return { id: who, name: who, grants, knownAs: [], via: 'telegram' };
}
