// Updates of chats that the bot is not in bear the numbers of private chats.
import type { Message, Update } from 'grammy/types';
import { expect, it } from 'vitest';
import { createMetrics } from '../../../src/runtime/metrics.ts';
import { createUpdateHandler } from '../../../src/telegram/updates/update-handler.ts';

const done: string[] = [];
const handler = createUpdateHandler({
  onTap: async () => void done.push('tap'),
  onMessage: async () => void done.push('message'),
  onMembership: async () => void done.push('membership'),
  isolate: ({ work }) => work(),
  deadLetter: async () => {},
  metrics: createMetrics(),
});

const CHAT = { id: 1001, type: 'private', first_name: 'Ana' } as const;

async function handled(more: Partial<Message>): Promise<string[]> {
  done.length = 0;
  const from = { id: 1001, is_bot: false, first_name: 'Ana' };
  const message = { message_id: 1, date: 1, chat: CHAT, from, text: '/level off', ...more };
  const query = { id: 'q', from, chat_instance: '', data: 'level:off', message };
  const { signal } = new AbortController();
  await handler.handle({ update_id: 1, message } as Update, signal);
  await handler.handle({ update_id: 2, channel_post: message } as unknown as Update, signal);
  await handler.handle({ update_id: 3, callback_query: query } as Update, signal);
  return [...done];
}

it('messages and taps of served chats are handled', async () => {
  expect(await handled({})).toEqual(['message', 'message', 'tap']);
});

it.each([
  { business_connection_id: 'b' },
  { guest_query_id: 'g' },
  { ephemeral_message_id: 1 },
  { direct_messages_topic: { topic_id: 1 } },
  { chat: { id: -1_001, type: 'supergroup', title: 'x', is_direct_messages: true } },
] as unknown as object[])('messages and taps are ignored that have %j', async (foreign) => {
  expect(await handled(foreign)).toEqual([]);
});
