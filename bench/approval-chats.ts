// A hundred people with a private chat each who are asked in turn, and tap in turn. What is measured:
// until the call that a request or a tap leads to has arrived at the Bot API server.
import type { Redis } from 'ioredis';
import { createChatBook } from '../src/redis/people/chat-book.ts';
import { createMembers } from '../src/redis/people/members.ts';
import { createKeys } from '../src/redis/scripts/keys.ts';
import { systemClock } from '../src/runtime/clock.ts';
import type { Call } from '../src/simulator/world/calls.ts';
import type { World as Telegram } from '../src/simulator/world/world.ts';
import { publish } from '../test/helpers/publish.ts';

const CHATS = 100;
const FIRST_CHAT = 5_000;
/** They are to be ADMIN_USER_IDS, since not everybody may decide. */
export const PEOPLE = Array.from({ length: CHATS }, (_, at) => FIRST_CHAT + at);

export interface ApprovalChats {
  /** The next person is asked; milliseconds from the publish to the sendMessage. */
  ask(): Promise<number>;
  /** The next person approves their oldest open request; milliseconds to the answer of the tap. */
  tap(): Promise<number>;
}

interface Deps {
  readonly redis: Redis;
  readonly telegram: Telegram;
}

/** Each chat hears of one job; that of `listener` of all in `project`. */
export async function addApprovalChats(
  { redis, telegram }: Deps,
  listener: { readonly id: number; readonly project: string },
): Promise<ApprovalChats> {
  const keys = createKeys('jobwire');
  const members = createMembers({ redis, keys, adminUserIds: [listener.id] });
  const chatBook = createChatBook({ redis, keys, members });
  const add = (id: number, kind: 'job' | 'project', of: string) =>
    chatBook.update(id, () => ({
      id,
      kind: 'private',
      title: `chat ${id}`,
      locale: 'en',
      level: 'all',
      subscriptions: [{ kind, id: of, by: listener.id }],
      sponsors: [listener.id],
    }));
  await add(listener.id, 'project', listener.project);
  for (const id of PEOPLE) {
    telegram.addPerson({ id, firstName: `Person ${id}`, languageCode: 'en' });
    telegram.addPrivateChat(id);
    await add(id, 'job', `job-${id}`);
  }
  return createTurns({ redis, telegram });
}

function createTurns({ redis, telegram }: Deps): ApprovalChats {
  const { monotonic } = systemClock;
  let asked = 0;
  let tapped = 0;

  /** When the next call like this has reached the server. */
  function arrivalOf(isMeant: (call: Call) => boolean): Promise<number> {
    return new Promise((resolve) => {
      const unfollow = telegram.follow((change) => {
        if (change.kind !== 'call' || !isMeant(change.call)) return;
        unfollow();
        resolve(monotonic());
      });
    });
  }

  return {
    async ask() {
      const chatId = FIRST_CHAT + (asked % CHATS);
      asked += 1;
      // News of earlier requests goes to the same chats, but has no buttons.
      const arrival = arrivalOf(({ method, params }) => {
        const isRequest = method === 'sendMessage' && params.reply_markup !== undefined;
        return isRequest && Number(params.chat_id) === chatId;
      });
      const approval = { approval_id: `approval-${asked}`, scope: 'push', action: 'git push' };
      const startedAt = monotonic();
      await publish(redis, {
        event_type: 'job.approval_needed',
        job_id: `job-${chatId}`,
        data: approval,
      });
      return (await arrival) - startedAt;
    },
    async tap() {
      const chatId = FIRST_CHAT + (tapped % CHATS);
      tapped += 1;
      const open = telegram.messages(chatId).find(({ keyboard }) => keyboard.length > 0);
      if (open === undefined) throw new Error(`nothing is open in chat ${chatId}`);
      const arrival = arrivalOf(({ method }) => method === 'answerCallbackQuery');
      const startedAt = monotonic();
      const answer = await telegram.tap({
        chatId,
        messageId: open.messageId,
        personId: chatId,
      });
      if (answer.showAlert) throw new Error(`the tap did not count: ${answer.text}`);
      return (await arrival) - startedAt;
    },
  };
}
