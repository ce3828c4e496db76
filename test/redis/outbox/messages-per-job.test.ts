// What a job costs a chat: stories of each format, event by event, each with all that is due after it. As many
// messages as docs/messages.md promises, and no more.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { NO_POLICY_FILE } from '../../../src/approvals/policy/policy-schema.ts';
import { decode } from '../../../src/dialects/all-dialects.ts';
import type { RawMessage } from '../../../src/dialects/dialect.ts';
import { createFlow } from '../../../src/routing/flow.ts';
import { systemClock } from '../../../src/runtime/clock.ts';
import { playStories } from '../../helpers/played-stories.ts';
import { televibe } from '../../helpers/publish.ts';
import { forgetPace, type RedisKit, startRedisKit } from '../../helpers/redis-kit.ts';
import { CHAT, createDelivery, type Delivery, letRead } from './delivery-kit.ts';

let kit: RedisKit;
beforeAll(async () => {
  kit = await startRedisKit();
});
afterAll(() => kit.server.stop());

/** What it costs: messages besides requests, and those of them that make a sound. */
async function cost(messages: readonly RawMessage[]) {
  const delivery = createDelivery(kit);
  await letRead(delivery, CHAT);
  await delivery.chatBook.update(CHAT, (chat) => ({
    ...chat,
    ...{ id: CHAT, kind: 'group', title: 'Team', locale: 'en', level: 'all' },
    subscriptions: [{ kind: 'everything', id: '', by: 7 }],
    sponsors: [7],
  }));
  for (const message of messages) {
    await route(message, delivery);
    await sendAll(delivery);
  }
  const sent = delivery.calls.filter((call) => /^send -42 (?!approval)/.test(call));
  const calls = delivery.calls.map((call, at) => ({ call, message: delivery.messages[at] }));
  return { sent, calls };
}

async function route(message: RawMessage, { journal, chatBook, flowStore, commit }: Delivery) {
  const decoded = decode(message);
  if (decoded === undefined) return;
  const candidate = { ...decoded, arrivedAt: message.arrivedAt };
  const result = await journal.append({ candidates: [candidate], deadLetters: [] });
  if (result.kind === 'moved') throw new Error('moved');
  const entries = (await journal.get(result.positions.flatMap((one) => one ?? []))).flatMap(
    (entry) => entry ?? [],
  );
  const flow = createFlow({
    audience: await chatBook.audience(),
    policies: NO_POLICY_FILE,
    jobs: await flowStore.jobs(entries.map(({ event }) => event)),
    newToken: () => systemClock.token(18),
  });
  for (const entry of entries) flow.add(entry);
  await commit(...flow.effects());
}

/** As if the next event came a while later. */
async function sendAll({ keys, visit }: Delivery): Promise<void> {
  for (let visits = 0; visits < 5; visits += 1) {
    for (const item of await kit.redis.zrange(keys.outLater(CHAT), '0', '-1')) {
      await kit.redis.zadd(keys.outLater(CHAT), '1', item);
    }
    await forgetPace(kit.redis, keys);
    await visit(CHAT);
  }
}

const [project_id, session_id, job_id] = ['shop', 'S1', 'j1'];
const said = (event_type: string, data = {}, more = {}) =>
  ({
    dialect: 'televibe',
    text: JSON.stringify(televibe({ event_type, project_id, session_id, job_id, data, ...more })),
    source: `televibe:events:${event_type}`,
    arrivedAt: systemClock.now(),
  }) satisfies RawMessage;
const BEGUN = [
  said('job.started', { instruction: 'Roll out shop 3.8.1' }),
  said('job.progress', { tool: 'Bash', command: 'npm test' }),
];
const sessionError = said('session.error', { error: 'tmux is gone' }, { job_id: undefined });
const failed = said('job.failed', { error: 'exit 1' });

describe('a job costs a chat', async () => {
  const stories = await playStories();
  const other = [...stories].filter(([name]) => !name.startsWith('delivery'));
  it.each<[string, readonly RawMessage[]]>([
    ...other,
    ['televibe: completed', [...BEGUN, said('job.completed', { success: true })]],
    ['televibe: failed', [...BEGUN, failed]],
    ['televibe: its session failed before', [...BEGUN, sessionError, failed]],
    ['televibe: its session failed after', [...BEGUN, failed, sessionError]],
    ['televibe: failed twice', [...BEGUN, said('job.completed', { success: false }), failed]],
    ['a tool failed', [...BEGUN, said('tool.failed', { error: 'exit 1' }), failed]],
  ])('a card and one outcome: %s', async (_, messages) => {
    const { sent } = await cost(messages);
    expect(sent).toEqual([
      expect.stringMatching(/^send -42 card of /),
      expect.stringMatching(/^send -42 (?:alert|event) /),
    ]);
  });

  const delivery = (round: number) => stories.get(`delivery: ${round}`) ?? [];
  const ARRIVAL = 5;
  it.each([
    ['is merged', delivery(0), []],
    ['fails once and is merged', delivery(1), [expect.stringMatching(/ alert /)]],
  ] as const)('a card and one outcome for a feature request that %s', async (_, all, failures) => {
    const { sent, calls } = await cost(all);
    // The repository's own events before it, each of which comes long after the other.
    expect(sent.slice(ARRIVAL)).toEqual([
      expect.stringMatching(/^send -42 card of feature:.*: queued$/),
      ...failures,
      expect.stringMatching(/^send -42 event /),
    ]);
    const states = calls.flatMap(({ call }) => /^edit .* card of .*: (\w+)$/.exec(call)?.[1] ?? []);
    expect(states.slice(-2)).toEqual(['waiting', 'completed']);
  });

  it('a message for what follows after a feature request was merged', async () => {
    const all = delivery(0);
    const again = all
      .filter(({ text }) => /agent\.execution\.(?:started|completed)/.test(text))
      .map((message) => ({
        ...message,
        text: message.text.replace(/event_id":"/, 'event_id":"2-'),
      }));
    expect(again.length).toBeGreaterThan(1);
    const [before, after] = [await cost(all), await cost([...all, ...again])];
    expect(after.sent.length).toBe(before.sent.length + again.length);
  });
});
