// Whatever happens between two steps: in the end each request is shown by exactly one message, as it stands.
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { SendOutcome } from '../../../src/deliver/channel.ts';
import type { Effect } from '../../../src/routing/route-store.ts';
import { forgetPace, type RedisKit, startRedisKit } from '../../helpers/redis-kit.ts';
import { aRequest, aVote, voteStep } from '../../helpers/requests.ts';
import { AWAY, CHAT, createDelivery, type Delivery, REFUSED } from './delivery-kit.ts';
import { say } from './say.ts';

let kit: RedisKit;
beforeAll(async () => {
  kit = await startRedisKit();
});
afterAll(() => kit.server.stop());

type Step =
  | { readonly kind: 'ask'; readonly count: number }
  | { readonly kind: 'settle' | 'change'; readonly which: number }
  | { readonly kind: 'split' | 'wait' | 'visit' | 'killed before the call' | 'killed after it' }
  | { readonly kind: 'answered'; readonly outcome: SendOutcome };

const steps: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('ask' as const),
      count: fc.integer({ min: 1, max: 4 }),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constantFrom('settle' as const, 'change' as const),
      which: fc.nat(20),
    }),
  },
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constantFrom(
        ...([
          'split',
          'wait',
          'visit',
          'visit',
          'killed before the call',
          'killed after it',
        ] as const),
      ),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('answered' as const),
      outcome: fc.constantFrom<SendOutcome>(
        REFUSED,
        AWAY,
        { kind: 'unknown', reason: 'hang up' },
        { kind: 'gone' },
      ),
    }),
  },
);

class Killed extends Error {}

/** A chat, what its messages say, and a program that may die at each call. */
function aChat() {
  // A long request can't be listed.
  const delivery: Delivery = createDelivery(kit, {
    render: (notice) =>
      notice.kind === 'bundle' &&
      !notice.isSent &&
      notice.requests.some(({ key }) => key.endsWith('3'))
        ? []
        : say(notice),
  });
  const changes = new Map<string, number>();
  const states = new Map<string, string>();
  let dies: 'never' | 'before' | 'after' = 'never';

  const texts = new Map<number, string>();
  delivery.said.answer = (call) => {
    if (dies === 'before') throw new Killed();
    const outcome = delivery.answers.shift();
    const [what, id] = call.split(' ');
    const text = call.replace(/^(send|edit) \S+ (to \d+ )?/, '');
    if (outcome !== undefined && outcome.kind !== 'sent') return outcome;
    const messageId = what === 'edit' ? Number(id) : 100 + delivery.calls.length;
    texts.set(messageId, text);
    if (dies === 'after') throw new Killed();
    return { kind: 'sent', messageId };
  };

  async function visit(): Promise<void> {
    await forgetPace(kit.redis, delivery.keys);
    await delivery.visit(CHAT).catch((error: unknown) => {
      if (!(error instanceof Killed)) throw error;
    });
    // A killed program's visit runs out.
    await kit.redis.del(delivery.keys.outVisit(CHAT));
    dies = 'never';
  }

  const asked = (id: string): Effect => ({
    kind: 'ask',
    request: aRequest(id, {
      eventId: `event ${changes.get(id) ?? 0} of ${id}`,
      action: `run ${changes.get(id) ?? 0}`,
    }),
    copies: [{ address: { chatId: CHAT }, token: `token-of-${id}` }],
  });

  async function settle(id: string): Promise<void> {
    const approval = await delivery.approvals.get(id);
    if (approval === undefined || approval.outcome !== undefined) return;
    await delivery.approvals.step(voteStep(approval, aVote('ana', 'deny')));
    states.set(id, 'denied');
    await kit.redis.del('televibe:stream:p1');
  }

  /** Only who sees a message taps on it. */
  async function split(): Promise<void> {
    const [token] = await kit.redis.hkeys(delivery.keys.bundleTokens);
    if (token === undefined) return;
    const bundle = await delivery.bundles.get(token);
    if (bundle?.messageId !== undefined) await delivery.bundles.split(token);
  }

  async function change(id: string): Promise<void> {
    if (states.get(id) !== 'undefined') return;
    changes.set(id, (changes.get(id) ?? 0) + 1);
    await delivery.commit(asked(id));
  }

  async function ask(count: number): Promise<void> {
    const fresh = Array.from({ length: count }, (_, at) => `r${states.size + at}`);
    for (const id of fresh) states.set(id, 'undefined');
    await delivery.commit(...fresh.map(asked));
  }

  const someId = (which: number) => `r${which % Math.max(1, states.size)}`;

  return {
    delivery,
    texts,
    states,
    async take(step: Step): Promise<void> {
      switch (step.kind) {
        case 'ask':
          return ask(step.count);
        case 'settle':
          return settle(someId(step.which));
        case 'change':
          return change(someId(step.which));
        case 'split':
          return split();
        case 'wait':
          return delivery.gathered();
        case 'answered':
          delivery.answers.push(step.outcome);
          return;
        case 'killed before the call':
        case 'killed after it':
          dies = step.kind === 'killed after it' ? 'after' : 'before';
          return visit();
        case 'visit':
          return visit();
      }
    },
    /** Everything goes well from now on. */
    async settleDown(): Promise<void> {
      delivery.answers.length = 0;
      for (let at = 0; at < 6; at += 1) {
        await delivery.gathered();
        await delivery.later();
      }
    },
  };
}

describe('requests that are sent together', () => {
  it('are each shown by one message, as they stand, whatever happens in between', async () => {
    let bundles = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(steps, { minLength: 5, maxLength: 40 }), async (all) => {
        const chat = aChat();
        for (const step of all) await chat.take(step);
        await chat.settleDown();
        const { keys, copies } = chat.delivery;
        for (const [id, state] of chat.states) {
          const [copy] = await copies.of(id);
          const text = chat.texts.get(copy?.messageId ?? 0) ?? 'nothing';
          const states = text.replace(/^(approval|bundle) /, '').split(', ');
          expect(states, `${id} in ${JSON.stringify([...chat.texts])}`).toContain(`${id} ${state}`);
        }
        bundles += await kit.redis.hlen(keys.outBundles(CHAT));
        const left = [keys.outQueue, keys.outGathered, keys.outAside, keys.outTaken].map((name) =>
          name(CHAT),
        );
        expect(await kit.redis.exists(...left)).toBe(0);
      }),
      { numRuns: 120 },
    );
    // Not in vain.
    expect(bundles).toBeGreaterThan(30);
  });
});
