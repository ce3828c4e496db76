import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ANA, type Bench, FORUM, SMALL_GROUP, startBench } from './bench.ts';
import { createHandClock } from './hand-clock.ts';

const clock = createHandClock();
let bench: Bench;
beforeAll(async () => {
  bench = await startBench({ clock });
});
afterAll(() => bench.stop());

const NOT_MODIFIED =
  '400 Bad Request: message is not modified: specified new message content and reply markup are exactly the same as a current content and reply markup of the message';
const reply_markup = { inline_keyboard: [[{ text: 'A', callback_data: 'a' }]] };

describe('editMessageText', () => {
  it('changes the message and keeps the earlier version, with its time', async () => {
    const { message_id } = await bench.send({ text: 'one', reply_markup });
    const sentAt = clock.now();
    clock.advance(1_000);
    await bench.call('editMessageText', { chat_id: ANA, message_id, text: 'two' });
    clock.advance(1_000);
    await bench.call('editMessageText', { chat_id: ANA, message_id, text: 'three' });
    const message = bench.world.message(ANA, message_id);
    expect(message?.text).toBe('three');
    expect(message?.editedAt).toBe(sentAt + 2_000);
    expect(message?.history.map(({ text, at }) => [text, at - sentAt])).toEqual([
      ['one', 0],
      ['two', 1_000],
    ]);
    expect(message?.history[0]?.keyboard).toEqual(reply_markup.inline_keyboard);
  });

  it('removes the keyboard unless it is given again', async () => {
    const { message_id } = await bench.send({ reply_markup });
    const edit = { chat_id: ANA, message_id };
    const kept = await bench.call('editMessageText', { ...edit, text: 'x', reply_markup });
    expect(kept.result.reply_markup).toEqual(reply_markup);
    const lost = await bench.call('editMessageText', { ...edit, text: 'x' });
    expect(lost.ok).toBe(true);
    expect(lost.result).not.toHaveProperty('reply_markup');
  });

  it('to the same text, entities and keyboard is refused', async () => {
    const same = { text: 'same', entities: [{ type: 'bold', offset: 0, length: 4 }], reply_markup };
    const { message_id } = await bench.send(same);
    const edit = { chat_id: ANA, message_id };
    expect(await bench.refusal('editMessageText', { ...edit, ...same })).toBe(NOT_MODIFIED);
    expect((await bench.call('editMessageText', { ...edit, ...same, entities: [] })).ok).toBe(true);
  });

  it('of an unknown message, and of a message of somebody else, is refused', async () => {
    const edit = { chat_id: ANA, text: 'x' };
    expect(await bench.refusal('editMessageText', { ...edit, message_id: 9999 })).toBe(
      '400 Bad Request: message to edit not found',
    );
    const { messageId } = bench.world.say({ chatId: ANA, personId: ANA, text: 'mine' });
    expect(await bench.refusal('editMessageText', { ...edit, message_id: messageId })).toBe(
      "400 Bad Request: message can't be edited",
    );
  });

  it('works for ever, deleting for 48 hours', async () => {
    const { message_id } = await bench.send({});
    clock.advance(48 * 3_600_000 + 1);
    const id = { chat_id: ANA, message_id };
    expect(await bench.refusal('deleteMessage', id)).toBe(
      "400 Bad Request: message can't be deleted",
    );
    expect((await bench.call('editMessageText', { ...id, text: 'late' })).ok).toBe(true);
  });
});

describe('editMessageReplyMarkup', () => {
  it('changes the buttons and leaves the text', async () => {
    const { message_id } = await bench.send({ text: 'stay', reply_markup });
    const id = { chat_id: ANA, message_id };
    const { result } = await bench.call('editMessageReplyMarkup', id);
    expect(result.text).toBe('stay');
    expect(bench.world.message(ANA, message_id)?.keyboard).toEqual([]);
    expect(await bench.refusal('editMessageReplyMarkup', id)).toBe(NOT_MODIFIED);
  });
});

describe('deleteMessage', () => {
  it('removes the message; a second call finds none', async () => {
    const { message_id } = await bench.send({});
    const id = { chat_id: ANA, message_id };
    expect((await bench.call('deleteMessage', id)).result).toBe(true);
    expect(bench.world.message(ANA, message_id)).toBeUndefined();
    expect(await bench.refusal('deleteMessage', id)).toBe(
      '400 Bad Request: message to delete not found',
    );
  });

  it('does not delete messages of others in a group', async () => {
    const said = bench.world.say({ chatId: FORUM, personId: ANA, text: '/jobs' });
    const id = { chat_id: FORUM, message_id: said.messageId };
    expect(await bench.refusal('deleteMessage', id)).toContain("can't be deleted");
  });
});

describe('what people do to the bot', () => {
  it('blocking is answered with 403 and reported as my_chat_member', async () => {
    bench.world.block(ANA);
    expect(await bench.refusal('sendMessage', { chat_id: ANA, text: 'x' })).toBe(
      '403 Forbidden: bot was blocked by the user',
    );
    bench.world.unblock(ANA);
    await bench.send({});
    const changes = (await bench.updates()).filter((update) => update.my_chat_member);
    expect(changes.map(({ my_chat_member: it }) => it.new_chat_member.status)).toEqual([
      'kicked',
      'member',
    ]);
  });

  it('a kick from a group is answered with 403', async () => {
    bench.world.kick(FORUM);
    expect(await bench.refusal('sendMessage', { chat_id: FORUM, text: 'x' })).toBe(
      '403 Forbidden: bot was kicked from the supergroup chat',
    );
    bench.world.invite(FORUM);
    await bench.send({ chat_id: FORUM });
  });

  it('a group that migrates gives its new id in the refusal and in both service messages', async () => {
    const { message_id } = await bench.send({ chat_id: SMALL_GROUP });
    const to = bench.world.migrate(SMALL_GROUP);
    for (const method of ['sendMessage', 'editMessageText']) {
      const answer = await bench.call(method, { chat_id: SMALL_GROUP, text: 'x', message_id });
      expect(answer).toMatchObject({
        status: 400,
        description: 'Bad Request: group chat was upgraded to a supergroup chat',
        parameters: { migrate_to_chat_id: to },
      });
    }
    expect((await bench.send({ chat_id: to })).chat).toMatchObject({ type: 'supergroup' });
    const messages = (await bench.updates()).map(({ message }) => message);
    expect(messages).toContainEqual(
      expect.objectContaining({
        chat: expect.objectContaining({ id: SMALL_GROUP }),
        migrate_to_chat_id: to,
      }),
    );
    expect(messages).toContainEqual(
      expect.objectContaining({
        chat: expect.objectContaining({ id: to }),
        migrate_from_chat_id: SMALL_GROUP,
      }),
    );
  });
});
