// Updates of another shape than any that Telegram sends.
import type { Update } from 'grammy/types';
import { expect, it } from 'vitest';
import { createRedaction } from '../../../src/redact/redaction.ts';
import { createMetrics } from '../../../src/runtime/metrics.ts';
import { createDeadLetterUpdate } from '../../../src/telegram/handling/dead-letter-update.ts';
import { createHandlingDeadline } from '../../../src/telegram/handling/handling-time.ts';
import { createIsolateUpdate } from '../../../src/telegram/handling/isolate-update.ts';
import { createRetryWhileUnavailable } from '../../../src/telegram/sending/retry-while-unavailable.ts';
import { createUpdateHandler } from '../../../src/telegram/updates/update-handler.ts';
import { createLogBook } from '../../helpers/log-book.ts';
import { createManualClock } from '../../helpers/manual-clock.ts';
import { createMemoryChatBook } from '../../helpers/memory-chat-book.ts';
import { createMemoryJournal } from '../../helpers/memory-journal.ts';
import { createMemoryMembers } from '../../helpers/memory-members.ts';
import { createMemoryUpdateLog } from '../../helpers/memory-update-log.ts';
import { createRecordingOutbox } from '../../helpers/recording-outbox.ts';
import { translator } from '../../message/speaking.ts';

const running = new AbortController().signal;

function createParts() {
  const [clock, log, metrics] = [createManualClock(), createLogBook(), createMetrics()];
  const memory = createMemoryJournal();
  const updateLog = createMemoryUpdateLog().process();
  const retryWhileUnavailable = createRetryWhileUnavailable({
    ...{ clock, log, isUnavailable: () => false },
  });
  const deadLetter = createDeadLetterUpdate({
    journal: memory.journal,
    redaction: createRedaction({ redact: true }),
    chatBook: createMemoryChatBook({ members: createMemoryMembers({ adminUserIds: [] }) }),
    outbox: createRecordingOutbox(),
    ...{ translator, metrics, retryWhileUnavailable, clock, log },
  });
  const inTime = createHandlingDeadline({ clock, isOutage: () => false });
  const handler = createUpdateHandler({
    onTap: () => Promise.reject(new Error('handled')),
    onMessage: () => Promise.reject(new Error('handled')),
    onMembership: () => Promise.reject(new Error('handled')),
    isolate: createIsolateUpdate({
      ...{ updateLog, deadLetter, retryWhileUnavailable, inTime, clock, log },
    }),
    ...{ deadLetter, metrics },
  });
  return { handler, memory, updateLog, log };
}

it.each([
  ['a message of nothing', { message: {} }],
  ['a message that is a list', { message: [] }],
  ['a message that is text', { message: 'hello' }],
  ['a command without a chat', { message: { text: '/health', from: { id: 7 } } }],
  ['a command in a chat that is null', { message: { text: '/health', chat: null } }],
  ['a command in a chat of nothing', { message: { text: '/health', chat: {}, from: null } }],
  ['a text that is a number', { message: { chat: { id: 1 }, text: 5 } }],
  ['a reply to null', { message: { chat: { id: 1, type: 'private' }, reply_to_message: null } }],
  ['a text that is a list', { message: { chat: { id: 1, type: 'private' }, text: ['/health'] } }],
  ['a post of nothing', { channel_post: {} }],
  ['no post', { channel_post: null }],
  ['a tap of nothing', { callback_query: {} }],
  ['no tap', { callback_query: null }],
  ['a tap without a chat', { callback_query: { id: '1', from: { id: 7 }, message: {} } }],
  ['a membership of nothing', { my_chat_member: {} }],
  ['no membership', { my_chat_member: null }],
])('%s is a dead letter, and comes to an end', async (_, odd) => {
  const { handler, memory, updateLog, log } = createParts();
  const update = { update_id: 1, ...odd } as unknown as Update;
  await updateLog.keep(update);
  await handler.handle(update, running);
  expect(await memory.deadLetters()).toMatchObject([{ source: 'telegram', entryId: '1' }]);
  expect(await updateLog.parked()).toEqual([]);
  expect(log.count('telegram_update_lost')).toBe(0);
});

it.each(
  ['__proto__', '1', 1e300, 1.5, null].flatMap((id) => {
    const chat = { id };
    return [
      { chat, update: { message: { chat, text: '/help' } } },
      { chat, update: { channel_post: { chat, text: '/help' } } },
      { chat, update: { callback_query: { id: '1', message: { chat } } } },
      { chat, update: { my_chat_member: { chat } } },
    ];
  }),
)('nothing is done for a chat that can not be: $chat, $update', async ({ update }) => {
  const { handler, memory } = createParts();
  await handler.handle({ update_id: 1, ...update } as unknown as Update, running);
  expect(await memory.deadLetters()).toMatchObject([
    { reason: 'The id of its chat is not a whole number.' },
  ]);
});
