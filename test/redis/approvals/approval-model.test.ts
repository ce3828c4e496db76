// Whatever happens to approvals, in any order and on two replicas, they are as the model says.
import { fc, test } from '@fast-check/vitest';
import type { Redis } from 'ioredis';
import { afterAll, beforeAll, describe, expect } from 'vitest';
import {
  type Action,
  type Asking,
  after,
  type Model,
  newModel,
  PEOPLE,
} from '../../helpers/approval-model.ts';
import { type RedisKit, startRedisKit } from '../../helpers/redis-kit.ts';
import { type Replicas, startReplicas, type View } from './approval-replicas.ts';

let kit: RedisKit;
let connections: [Redis, Redis];
beforeAll(async () => {
  kit = await startRedisKit();
  connections = [kit.redis, kit.server.client()];
});
afterAll(() => kit.server.stop());

/** What the model is and the real one shows, as they change. */
interface Course {
  model: Model;
  outcomes: ReadonlyMap<string, string>;
  readonly votes: Extract<Action, { kind: 'vote' }>[];
}

function viewOf({ approvals, announced }: Model): View {
  const open = approvals.filter(({ status }) => status === 'pending');
  const ids = (some: typeof approvals) => some.map(({ id }) => id);
  return {
    approvals: approvals.map(({ id, status, acknowledgement, audit }) => ({
      ...{ id, status, acknowledgement, audit },
    })),
    votes: approvals.flatMap(({ id, votes }) =>
      votes.map(({ who, verdict }) => `${id} ${who} ${verdict}`),
    ),
    pending: ids(open),
    overdue: ids(open.filter(({ isOver }) => isOver)),
    reminders: approvals.flatMap(({ id, reminders }) => reminders.map((n) => `${id} ${n}`)),
    unheard: ids(approvals.filter(({ acknowledgement }) => acknowledgement === 'pending')),
    stream: announced,
    journal: announced,
  };
}

/** The real one is as one of these models, and no outcome has changed. */
async function compare(course: Course, real: Replicas, models: readonly Model[]): Promise<void> {
  const [seen, outcomes] = await Promise.all([real.view(), real.outcomes()]);
  const text = JSON.stringify(seen);
  const found = models.find((model) => JSON.stringify(viewOf(model)) === text) ?? models[0];
  course.model = found ?? course.model;
  expect(seen).toEqual(viewOf(course.model));
  for (const [id, outcome] of course.outcomes) expect(outcomes.get(id)).toBe(outcome);
  course.outcomes = outcomes;
}

class Command implements fc.AsyncCommand<Course, Replicas> {
  readonly #name: string;
  readonly #act: (course: Course, real: Replicas) => Promise<readonly Model[]>;

  constructor(name: string, act: (course: Course, real: Replicas) => Promise<readonly Model[]>) {
    this.#name = name;
    this.#act = act;
  }

  check(): boolean {
    return true;
  }

  async run(course: Course, real: Replicas): Promise<void> {
    await compare(course, real, await this.#act(course, real));
  }

  toString(): string {
    return this.#name;
  }
}

/** One action, through one of the replicas. */
const acting = (action: Action, through: number) =>
  new Command(JSON.stringify(action), async (course, real) => {
    if (action.kind === 'vote') course.votes.push(action);
    await real.act(action, through);
    return [after(course.model, action)];
  });

/** Two at once, each through another replica: it is as if one had come after the other. */
const racing = (one: Action, two: Action) =>
  new Command(`at once: ${JSON.stringify([one, two])}`, async ({ model }, real) => {
    await Promise.all([real.act(one, 0), real.act(two, 1)]);
    return [after(after(model, one), two), after(after(model, two), one)];
  });

/** An earlier attempt once more, as after an answer that was lost. */
const repeating = (which: number) =>
  new Command(`attempt ${which} again`, async ({ model, votes }, real) => {
    const vote = votes[which % Math.max(1, votes.length)];
    if (vote === undefined) return [model];
    await real.act(vote, which);
    return [after(model, vote)];
  });

const restarting = new Command('restart', async ({ model }, real) => {
  real.restart();
  return [model];
});

const id = fc.constantFrom('a1', 'a2');
const who = fc.constantFrom(...PEOPLE);
const verdict = fc.constantFrom('approve', 'deny');
const attempt = fc.uuid();
const vote = fc.record({ kind: fc.constant('vote'), id, who, verdict, attempt });
const passing = fc.record({ kind: fc.constant('time passes'), id: fc.constant('a1') });
const ofOne = fc.record({ kind: fc.constantFrom('time out', 'ask again'), id });
const told = fc.record({
  kind: fc.constant('bus'),
  id,
  status: fc.constantFrom('approved', 'denied'),
  isOurs: fc.boolean(),
});
const reminded = fc.record({ kind: fc.constant('remind'), id, count: fc.constantFrom(1, 2) });
const ofJob = fc.record({ kind: fc.constantFrom('job ends', 'sign of life', 'a minute passes') });
const seldom: fc.Arbitrary<Action> = fc.oneof(passing, ofOne, reminded, ofJob, told);
const through = fc.nat(1);

const commands = fc.commands<Course, Replicas, false>(
  [
    fc.tuple(vote, through).map((args) => acting(...args)),
    fc.tuple(vote, through).map((args) => acting(...args)),
    fc.tuple(seldom, through).map((args) => acting(...args)),
    fc.tuple(vote, fc.oneof(vote, ofOne, told, reminded)).map((args) => racing(...args)),
    fc.nat(20).map(repeating),
    fc.constant(restarting),
  ],
  { maxCommands: 40, size: 'max' },
);

const asking = (name: string, hasEnd: boolean): fc.Arbitrary<Asking> =>
  fc.record({
    id: fc.constant(name),
    hasEnd: fc.constant(hasEnd),
    required: fc.integer({ min: 1, max: 3 }),
    denyRequired: fc.integer({ min: 1, max: 2 }),
    selfApproval: fc.boolean(),
    onTimeout: fc.constantFrom('expire', 'deny', 'approve'),
  });

describe('approvals', () => {
  test.prop([asking('a1', true), asking('a2', false), commands], { numRuns: 300 })(
    'are as the model says, whatever happens to them',
    async (first, second, course) => {
      const askings = [first, second];
      const real = await startReplicas({ connections, keys: kit.fresh(), askings });
      const model: Course = { model: newModel(askings), outcomes: new Map(), votes: [] };
      await fc.asyncModelRun(() => ({ model, real }), course);
    },
    // Thousands of commands of a real Redis.
    400_000,
  );
});
