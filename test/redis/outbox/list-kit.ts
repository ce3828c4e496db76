// A private chat in which somebody asks for the list of /approvals, on a real Redis.
import type { ApprovalRequest } from '../../../src/approvals/approval.ts';
import type { ApprovalStep } from '../../../src/approvals/approval-store.ts';
import type { Address } from '../../../src/audience/chat-book.ts';
import { jobKey } from '../../../src/jobs/job-key.ts';
import { createSelections } from '../../../src/redis/approvals/buttons/selections.ts';
import type { Keys } from '../../../src/redis/scripts/keys.ts';
import type { Effect } from '../../../src/routing/route-store.ts';
import { systemClock } from '../../../src/runtime/clock.ts';
import { approvals as command } from '../../../src/telegram/commands/approvals/approvals.ts';
import { createOpenLists } from '../../../src/telegram/commands/approvals/open-list.ts';
import type { CommandCall } from '../../../src/telegram/commands/command/command.ts';
import { voiceFor } from '../../../src/telegram/sending/speech.ts';
import { forgetPace, type RedisKit } from '../../helpers/redis-kit.ts';
import { aRequest } from '../../helpers/requests.ts';
import { translator } from '../../message/speaking.ts';
import { createDelivery, type Delivery } from './delivery-kit.ts';

/** Ana, and her private chat. */
export const ANA = 1001;

export type ListKit = Awaited<ReturnType<typeof createListKit>>;

interface Options {
  readonly adminUserIds?: readonly number[];
  readonly address?: Address;
}

interface Asked {
  readonly terms?: ApprovalRequest['terms'];
  /** Where it is shown in full. */
  readonly copies?: Extract<Effect, { kind: 'ask' }>['copies'];
}

export async function createListKit(
  redisKit: RedisKit,
  keys: Keys = redisKit.fresh(),
  { adminUserIds = [ANA], address = { chatId: ANA } }: Options = {},
) {
  const { redis } = redisKit;
  const { chatId } = address;
  const selections = createSelections({ redis, keys, clock: systemClock });
  const made: { lists?: ReturnType<typeof createOpenLists> } = {};
  const lists = {
    redraw: async (token: string, at: Address) => made.lists?.redraw(token, at),
  };
  const delivery: Delivery = createDelivery(redisKit, { adminUserIds, keys, lists });
  const { approvals, chatBook, copies, members, outbox } = delivery;
  const deps = {
    ...{ approvals, chatBook, copies, members, selections, translator },
    ...{ routes: [], botName: async () => 'jobwire_bot', clock: systemClock },
  };
  made.lists = createOpenLists(deps);
  const kind = chatId < 0 ? 'group' : 'private';
  await chatBook.update(chatId, (chat) => ({
    ...{ id: chatId, kind, title: 'Ana', locale: 'en', level: 'all', sponsors: [ANA] },
    subscriptions: [{ kind: 'everything', id: '', by: ANA }],
    ...chat,
  }));

  async function answered() {
    const chat = await chatBook.get(chatId);
    const member = await members.get(ANA);
    const voice = voiceFor(translator, 'en');
    const call = { address, chat, member, voice, userId: ANA, userName: 'Ana' } as CommandCall;
    const reply = await command.run(call, deps);
    if (reply.kind !== 'reply' || reply.list === undefined) throw new Error('no list');
    return { ...reply, list: reply.list };
  }

  const kit = {
    ...{ delivery, keys, selections },
    /** Runs when the list was made, before it is queued. */
    beforePost: async (): Promise<unknown> => undefined,
    async ask(
      id: string,
      { terms, copies = [], ...fields }: Partial<ApprovalRequest> & Asked = {},
    ): Promise<void> {
      const request = aRequest(id, { action: `run ${id}`, ...fields }, terms);
      await delivery.commit({ kind: 'ask', request, job: jobKey('p1', `job of ${id}`), copies });
    },
    /** The answer to /approvals, which was sent. Answers the token of its buttons. */
    async answer(): Promise<string> {
      const { body, buttons, list } = await answered();
      await kit.beforePost();
      const message = { body, silent: true, ...(buttons === undefined ? {} : { buttons }) };
      await outbox.post(address, message, { list });
      await forgetPace(redis, keys);
      await delivery.visit(chatId);
      return list.token;
    },
    /** Somebody taps below it. */
    async tapped(token: string): Promise<void> {
      const editing = Number(await redis.hget(keys.outMessages(chatId), `list/${chatId}/${token}`));
      const now = await made.lists?.redraw(token, address);
      if (now === undefined) throw new Error('no list');
      await outbox.post(address, now.message, { editing, list: now.list });
      await forgetPace(redis, keys);
    },
    async expire(id: string, step: ApprovalStep): Promise<void> {
      await redis.zadd(keys.deadlines, '1', id);
      await approvals.step(step);
    },
    /** As if the time of whatever waits had come. */
    async due(): Promise<void> {
      for (const item of await redis.zrange(keys.outLater(chatId), '0', '-1')) {
        await redis.zadd(keys.outLater(chatId), '1', item);
      }
      await forgetPace(redis, keys);
    },
    /** The chat can be reached again. */
    async isBack(): Promise<void> {
      await chatBook.update(chatId, (chat) => {
        if (chat === undefined) throw new Error('no chat');
        const { inactive: _, ...active } = chat;
        return active;
      });
    },
    /** What is due goes out, as fast as the pace is forgotten. */
    async drain(): Promise<void> {
      for (let before = -1; before < delivery.calls.length; ) {
        before = delivery.calls.length;
        await forgetPace(redis, keys);
        await delivery.visit(chatId);
      }
    },
    async later(): Promise<void> {
      await kit.due();
      await kit.drain();
    },
    /** Between the last change of the list and the next. */
    async intervalMs(): Promise<number> {
      const [item = '', at] = await redis.zrange(keys.outLater(chatId), '0', '0', 'WITHSCORES');
      return Number(at) - Number(await redis.hget(keys.outChanged(chatId), item));
    },
    /** What its last edit says under each number. */
    lines(): ReadonlyMap<string, string> {
      const shown = delivery.messages.at(-1)?.body.text ?? '';
      return new Map(
        [...shown.matchAll(/^(\d)\. (.*)$/gm)].map(([, number = '', line = '']) => [number, line]),
      );
    },
  };
  return kit;
}
