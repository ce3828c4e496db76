import { Bot } from 'grammy';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { ANA, BEN, type Bench, FORUM, startBench } from './bench.ts';

let bench: Bench;
let bot: Bot;
let running: Promise<void>;
beforeEach(async () => {
  bench = await startBench({ limits: {} });
  bot = new Bot(bench.token, { client: { apiRoot: bench.apiRoot } });
});
afterEach(async () => {
  await bot.stop();
  await running;
  await bench.stop();
});

it('serves a grammY bot: commands, taps, edits, topics', async () => {
  bot.command('ask', (context) =>
    context.reply('Deploy?', {
      ...(context.msg.message_thread_id === undefined
        ? {}
        : { message_thread_id: context.msg.message_thread_id }),
      reply_markup: { inline_keyboard: [[{ text: '✅ Approve', callback_data: 'yes' }]] },
    }),
  );
  bot.callbackQuery('yes', async (context) => {
    await context.answerCallbackQuery({ text: `Thanks, ${context.from.first_name}` });
    await context.editMessageText('Approved');
  });
  running = bot.start({ onStart: () => {} });
  const { world } = bench;
  world.say({ chatId: FORUM, personId: ANA, text: '/ask@jobwire_bot', topicId: 7 });
  const asked = await world.waitFor((it) => it.messages(FORUM).find(({ from }) => from.isBot));
  expect(asked).toMatchObject({ text: 'Deploy?', topicId: 7 });
  const { messageId } = asked;
  const answer = await world.tap({ chatId: FORUM, messageId, personId: BEN, row: 0, column: 0 });
  expect(answer).toEqual({ text: 'Thanks, Ben', showAlert: false });
  const edited = await world.waitFor((it) => {
    const message = it.message(FORUM, messageId);
    return message?.text === 'Approved' && message;
  });
  expect(edited.keyboard).toEqual([]);
  expect(edited.history.map(({ text }) => text)).toEqual(['Deploy?']);
});

it('shows grammY the errors that Telegram shows', async () => {
  running = Promise.resolve();
  await expect(bot.api.sendMessage(ANA, '')).rejects.toMatchObject({
    error_code: 400,
    description: 'Bad Request: message text is empty',
  });
  bench.world.faults.add({ kind: 'flood', retryAfter: 3 });
  await expect(bot.api.sendMessage(ANA, 'x')).rejects.toMatchObject({
    error_code: 429,
    parameters: { retry_after: 3 },
  });
  bench.world.faults.add({ kind: 'drop-answer' });
  await expect(bot.api.sendMessage(ANA, 'sent all the same')).rejects.toThrow('Network');
  expect(bench.world.messages(ANA).map(({ text }) => text)).toEqual(['sent all the same']);
});
