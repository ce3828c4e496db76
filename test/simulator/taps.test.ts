import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ANA, BEN, type Bench, CLEO, FORUM, startBench } from './bench.ts';
import { createHandClock } from './hand-clock.ts';

const clock = createHandClock();
let bench: Bench;
beforeEach(async () => {
  bench = await startBench({ clock });
});
afterEach(() => bench.stop());

const reply_markup = {
  inline_keyboard: [
    [
      { text: 'Yes', callback_data: 'y' },
      { text: 'No', callback_data: 'n' },
    ],
  ],
};
const OLD = '400 Bad Request: query is too old and response timeout expired or query ID is invalid';

async function tapped() {
  const { message_id } = await bench.send({ chat_id: FORUM, message_thread_id: 7, reply_markup });
  const answered = bench.world.tap({
    chatId: FORUM,
    messageId: message_id,
    personId: BEN,
    column: 1,
  });
  answered.catch(() => {});
  const [update] = await bench.updates();
  return { answered, query: update.callback_query };
}

describe('a tap', () => {
  it('reaches the bot with who, where and what', async () => {
    const { query } = await tapped();
    expect(query).toMatchObject({
      from: { id: BEN, first_name: 'Ben', language_code: 'de' },
      data: 'n',
      chat_instance: expect.any(String),
      message: {
        message_thread_id: 7,
        chat: { id: FORUM, is_forum: true },
        from: { is_bot: true },
        reply_markup,
      },
    });
  });

  it('is answered once, and the person sees the answer', async () => {
    const { answered, query } = await tapped();
    const answer = { callback_query_id: query.id, text: 'Too late', show_alert: true };
    expect((await bench.call('answerCallbackQuery', answer)).result).toBe(true);
    expect(await answered).toEqual({ text: 'Too late', showAlert: true });
    expect(await bench.refusal('answerCallbackQuery', answer)).toBe(OLD);
  });

  it('can be answered within 30 seconds', async () => {
    const { query } = await tapped();
    clock.advance(30_001);
    expect(await bench.refusal('answerCallbackQuery', { callback_query_id: query.id })).toBe(OLD);
  });

  it('is answered with at most 200 characters', async () => {
    const { query } = await tapped();
    const answer = { callback_query_id: query.id };
    expect(await bench.refusal('answerCallbackQuery', { ...answer, text: '🚀'.repeat(201) })).toBe(
      '400 Bad Request: MESSAGE_TOO_LONG',
    );
    const longest = { ...answer, text: '🚀'.repeat(200) };
    expect((await bench.call('answerCallbackQuery', longest)).ok).toBe(true);
  });

  it('that nobody answers ends in an error', async () => {
    const { answered } = await tapped();
    clock.advance(30_000);
    await expect(answered).rejects.toThrow('No answer to the tap within 30000 ms');
  });

  it('may carry data that no button has, from a stale screen or a cheating app', async () => {
    const { message_id } = await bench.send({ reply_markup });
    const tap = { chatId: ANA, messageId: message_id, personId: ANA, data: 'forged' };
    bench.world.tap(tap).catch(() => {});
    expect((await bench.updates())[0].callback_query.data).toBe('forged');
  });

  it('needs a member of the chat and an existing button', async () => {
    const { message_id } = await bench.send({ chat_id: FORUM });
    const tap = { chatId: FORUM, messageId: message_id };
    await expect(bench.world.tap({ ...tap, personId: CLEO })).rejects.toThrow('not in chat');
    await expect(bench.world.tap({ ...tap, personId: ANA })).rejects.toThrow('no button');
  });
});
