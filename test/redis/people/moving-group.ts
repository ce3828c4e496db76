// A group with everything that may wait for it, on a real Redis, and the supergroup that it becomes.
import type { ApprovalRequest } from '../../../src/approvals/approval.ts';
import type { Chat } from '../../../src/audience/chat-book.ts';
import type { Outbox } from '../../../src/deliver/outbox.ts';
import { jobKey } from '../../../src/jobs/job-key.ts';
import type { Message } from '../../../src/message/message.ts';
import type { RelatedFailure } from '../../../src/routing/related-failures.ts';
import { anEvent, candidate } from '../../helpers/events.ts';
import { forgetPace, type RedisKit } from '../../helpers/redis-kit.ts';
import { aRequest, aVote, voteStep } from '../../helpers/requests.ts';
import { createDelivery, letRead } from '../outbox/delivery-kit.ts';
import { text } from '../outbox/say.ts';

export const OLD = -42;
export const NEW = -1_000_042;

export type MovingGroup = Awaited<ReturnType<typeof createMovingGroup>>;

const AT = '2026-03-02T09:00:00.000Z';
const RELATED = { replaces: [], joins: [], knownAs: [] };

export async function createMovingGroup(kit: RedisKit) {
  const { redis } = kit;
  const list = { message: text('list'), list: { token: 'l1', stands: {} } };
  const delivery = createDelivery(kit, { lists: { redraw: async () => list } });
  const { keys } = delivery;
  await letRead(delivery, OLD);

  async function change(fields: Partial<Chat>): Promise<void> {
    for (const id of [OLD, NEW]) {
      const chat = await delivery.chatBook.get(id);
      if (chat !== undefined) await delivery.chatBook.update(id, () => ({ ...chat, ...fields }));
    }
    await delivery.outbox.retry(NEW);
  }

  const group = {
    delivery,
    ask: (id: string, fields: Partial<ApprovalRequest> = {}) =>
      delivery.commit({
        kind: 'ask',
        request: aRequest(id, fields),
        job: jobKey('p1', 'j1'),
        copies: [{ address: { chatId: OLD }, token: `token of ${id}` }],
      }),
    async askInstead(id: string, title: string): Promise<void> {
      await delivery.commit({ kind: 'ask', request: aRequest(id), copies: [] });
      const further = [{ address: { chatId: OLD }, token: 't' }];
      await delivery.copies.showElsewhere(id, { address: { chatId: -9 }, title }, further);
    },
    async deny(id: string): Promise<void> {
      const approval = await delivery.approvals.get(id);
      if (approval === undefined) throw new Error(`no ${id}`);
      await delivery.approvals.step(voteStep(approval, aVote('ana', 'deny')));
    },
    hold: (id: string) => redis.zadd(keys.heldApprovals, '1', id),
    post: (
      body: string,
      fields: Partial<Message> = {},
      options: Parameters<Outbox['post']>[2] = {},
    ) => delivery.outbox.post({ chatId: OLD }, { ...text(body), ...fields }, options),
    /** Answers where it is in the journal. */
    async fail(id: string, related?: Partial<RelatedFailure>): Promise<string> {
      const event = anEvent({ id, jobId: `job of ${id}` });
      const added = await delivery.journal.append({
        candidates: [candidate(event)],
        deadLetters: [],
      });
      const position = (added.kind === 'moved' ? undefined : added.positions[0]) ?? '';
      const entry = { position, group: `job:${id}`, weight: 'alert' } as const;
      const of = related === undefined ? {} : { related: { ...RELATED, ...related } };
      await delivery.commit({ kind: 'gather', addresses: [{ chatId: OLD }], entry, ...of });
      return position;
    },
    async changedList(): Promise<void> {
      await delivery.commit({ kind: 'ask', request: aRequest('a9'), copies: [] });
      const shown = { ...list.list, stands: { a9: '0' } };
      await group.shown(() => group.post('list', {}, { list: shown }));
      await group.deny('a9');
    },
    /** A request that the old group gets just then: what is asked next waits for others. */
    async seen(begin: () => Promise<unknown>): Promise<void> {
      await begin();
      await delivery.visit(OLD);
      await forgetPace(redis, keys);
    },
    /** Begins something, which the old group gets; what follows is new. */
    async shown<T>(begin: () => Promise<T>): Promise<T> {
      const begun = await begin();
      await group.drain(OLD);
      delivery.calls.length = 0;
      delivery.messages.length = 0;
      return begun;
    },
    mute: () => change({ mutedUntil: '2999-01-01T00:00:00.000Z' }),
    unmute: () => change({ mutedUntil: AT }),
    muteJob: (...ids: string[]) => change({ mutedJobs: ids.map((id) => `id:${id}`) }),
    /** As if the time of whatever waits had come, but for what is held until then. */
    async visitOnce(chatId: number): Promise<void> {
      const sets = [keys.outLater, keys.outGathered, keys.outAside];
      for (const key of sets.map((of) => of(chatId))) {
        for (const [at, item] of (await redis.zrange(key, '0', '-1')).entries()) {
          await redis.zadd(key, at + 1, item);
        }
      }
      await redis.del(keys.outAskedAt(chatId));
      await forgetPace(redis, keys);
      await delivery.visit(chatId);
    },
    async drain(chatId: number): Promise<void> {
      for (let before = -1; before < delivery.calls.length; ) {
        before = delivery.calls.length;
        await group.visitOnce(chatId);
      }
    },
    /** What was sent there: nothing there can be changed, or answered by its number. */
    sentTo(chatId: number): string[] {
      const start = `send ${chatId} `;
      return delivery.calls
        .filter((call) => call.startsWith(start) || call.startsWith('edit'))
        .map((call) => (call.startsWith(start) ? call.slice(start.length) : call));
    },
    async leftOf(chatId: number): Promise<string[]> {
      const left = await redis.keys(`${keys.prefix}:*:${chatId}*`);
      return left.filter((key) => !key.startsWith(`${keys.prefix}:pace:`));
    },
  };
  return group;
}
