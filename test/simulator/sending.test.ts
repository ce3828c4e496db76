import { fc, it as property } from '@fast-check/vitest';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ANA, type Bench, CLEO, FORUM, SMALL_GROUP, SUPERGROUP, startBench } from './bench.ts';

let bench: Bench;
beforeAll(async () => {
  bench = await startBench();
});
afterAll(() => bench.stop());

const refusedSend = (params: object) =>
  bench.refusal('sendMessage', { chat_id: ANA, text: 'hello', ...params });

describe('the text of a message', () => {
  it('counts characters, not UTF-16 units: 4,096 emoji pass, one more is too long', async () => {
    expect((await bench.send({ text: '🚀'.repeat(4096) })).text).toHaveLength(8192);
    expect(await refusedSend({ text: '🚀'.repeat(4097) })).toBe(
      '400 Bad Request: message is too long',
    );
  });

  it('is trimmed before it is counted', async () => {
    expect((await bench.send({ text: ` \n${'a'.repeat(4096)}\n ` })).text).toBe('a'.repeat(4096));
  });

  it.each(['', '   ', '\n\n', '\u200b\u2060'])('may not be empty: %j', async (text) => {
    expect(await refusedSend({ text })).toBe('400 Bad Request: message text is empty');
  });

  it('over 32,768 bytes is refused before anything else is checked', async () => {
    expect(await refusedSend({ text: '€'.repeat(11_000) })).toBe(
      '400 Bad Request: text is too long',
    );
  });

  it('with half a character is refused', async () => {
    expect(await refusedSend({ text: 'a\ud83d' })).toContain('must be encoded in UTF-8');
  });

  it('with markup is refused, because jobwire sends entities', async () => {
    expect(await refusedSend({ text: '<b>x</b>', parse_mode: 'HTML' })).toContain(
      "can't parse entities",
    );
    expect((await bench.send({ text: 'plain', parse_mode: 'HTML' })).text).toBe('plain');
  });

  it('loses carriage returns, and entities move along', async () => {
    const sent = await bench.send({
      text: 'a\r\nbold',
      entities: [{ type: 'bold', offset: 3, length: 4 }],
    });
    expect(sent.text).toBe('a\nbold');
    expect(sent.entities).toEqual([{ type: 'bold', offset: 2, length: 4 }]);
  });
});

describe('entities', () => {
  it.each([
    ['beyond the text', { type: 'bold', offset: 3, length: 9 }, 'ends after the end of the text'],
    ['before the text', { type: 'bold', offset: -1, length: 2 }, 'incorrect offset/length'],
    ['that begin inside a character', { type: 'bold', offset: 3, length: 2 }, 'begins in a middle'],
    ['that end inside a character', { type: 'bold', offset: 0, length: 3 }, 'ends in a middle'],
    ['of an unknown kind', { type: 'blink', offset: 0, length: 1 }, 'Unsupported type'],
    ['without a time', { type: 'date_time', offset: 0, length: 1 }, 'invalid date_time'],
  ])('%s are refused', async (_, entity, why) => {
    expect(await refusedSend({ text: 'ab🚀cd', entities: [entity] })).toContain(why);
  });

  it('beyond the hundredth are dropped silently', async () => {
    const entities = Array.from({ length: 101 }, (_, at) => ({
      type: 'bold',
      offset: at * 2,
      length: 1,
    }));
    const sent = await bench.send({ text: 'a '.repeat(101), entities });
    expect(sent.entities).toHaveLength(100);
    expect(sent.entities.at(-1).offset).toBe(198);
  });

  it('inside code are dropped, and nothing is found there', async () => {
    const sent = await bench.send({
      text: '/start @somebody',
      entities: [
        { type: 'code', offset: 0, length: 16 },
        { type: 'bold', offset: 0, length: 6 },
      ],
    });
    expect(sent.entities).toEqual([{ type: 'code', offset: 0, length: 16 }]);
  });

  it('are found by Telegram where the text holds commands, names or links', async () => {
    const sent = await bench.send({ text: '/deploy by @somebody: https://evil.example/x. ok' });
    expect(sent.entities).toEqual([
      { type: 'bot_command', offset: 0, length: 7 },
      { type: 'mention', offset: 11, length: 9 },
      { type: 'url', offset: 22, length: 22 },
    ]);
  });

  property.prop(
    [
      fc.array(fc.constantFrom('a', ' ', '\n', '\r', 'ß', '🚀', '日', '/', '@', '\t', '\u202e'), {
        maxLength: 40,
      }),
      fc.nat(40),
      fc.nat(40),
    ],
    { numRuns: 60 },
  )('on character borders never end up off them, whatever is cleaned away', async (parts, a, b) => {
    const units = parts.map((part) => part.length);
    const place = (count: number) => units.slice(0, count).reduce((sum, one) => sum + one, 0);
    const [from, to] = [place(Math.min(a, b)), place(Math.max(a, b))];
    const text = `x${parts.join('')}x`;
    const entity = { type: 'bold', offset: from + 1, length: to - from };
    const sent = await bench.send({ text, entities: [entity] });
    for (const { offset, length } of sent.entities ?? []) {
      const part = sent.text.slice(offset, offset + length);
      expect(part).not.toMatch(/\p{Surrogate}/u);
      expect(offset + length).toBeLessThanOrEqual(sent.text.length);
    }
  });
});

describe('inline keyboards', () => {
  const keyboard = (button: object) => ({ reply_markup: { inline_keyboard: [[button]] } });

  it.each([
    ['65 bytes of data', { text: 'A', callback_data: 'ä'.repeat(33) }, 'BUTTON_DATA_INVALID'],
    ['empty data', { text: 'A', callback_data: '' }, 'BUTTON_DATA_INVALID'],
    ['no action', { text: 'A' }, 'Text buttons are unallowed'],
    ['two actions', { text: 'A', callback_data: 'a', url: 'https://a.example' }, 'exactly one'],
    ['no label', { text: ' ', callback_data: 'a' }, 'BUTTON_TEXT_INVALID'],
    ['an unknown style', { text: 'A', callback_data: 'a', style: 'huge' }, 'BUTTON_STYLE_INVALID'],
    ['a wrong link', { text: 'A', url: 'javascript:alert(1)' }, 'is invalid'],
  ])('with %s are refused', async (_, button, why) => {
    expect(await refusedSend(keyboard(button))).toContain(why);
  });

  it('with 64 bytes of data pass and come back unchanged', async () => {
    const button = { text: 'Approve', callback_data: 'ä'.repeat(32), style: 'success' };
    const sent = await bench.send(keyboard(button));
    expect(sent.reply_markup).toEqual({ inline_keyboard: [[button]] });
  });

  it('may be given as JSON text', async () => {
    const reply_markup = JSON.stringify(keyboard({ text: 'A', callback_data: 'a' }).reply_markup);
    expect((await bench.send({ reply_markup })).reply_markup.inline_keyboard).toHaveLength(1);
    expect(await refusedSend({ reply_markup: '{' })).toContain("can't parse");
  });
});

describe('the chat of a message', () => {
  it('must exist', async () => {
    expect(await refusedSend({ chat_id: 99 })).toBe('400 Bad Request: chat not found');
    expect(await refusedSend({ chat_id: '' })).toBe('400 Bad Request: chat_id is empty');
  });

  it('must have been started by the person', async () => {
    expect(await refusedSend({ chat_id: CLEO })).toBe(
      "403 Forbidden: bot can't initiate conversation with a user",
    );
    bench.world.say({ chatId: CLEO, personId: CLEO, text: '/start' });
    expect((await bench.send({ chat_id: CLEO })).chat.id).toBe(CLEO);
  });

  it('numbers its messages by itself in supergroups, together with others elsewhere', async () => {
    const first = await bench.send({ chat_id: SUPERGROUP });
    expect(first.message_id).toBe(1);
    const before = await bench.send({ chat_id: ANA });
    const after = await bench.send({ chat_id: SMALL_GROUP });
    expect(after.message_id).toBe(before.message_id + 1);
  });
});

describe('the target in a chat', () => {
  it('is a topic that exists, and General has no id', async () => {
    const sent = await bench.send({ chat_id: FORUM, message_thread_id: 7 });
    expect(sent).toMatchObject({ message_thread_id: 7, is_topic_message: true });
    for (const message_thread_id of [1, 8]) {
      expect(await refusedSend({ chat_id: FORUM, message_thread_id })).toBe(
        '400 Bad Request: message thread not found',
      );
    }
    expect(await bench.send({ chat_id: FORUM })).not.toHaveProperty('message_thread_id');
  });

  it('is refused while the topic is closed, and when it is gone', async () => {
    bench.world.closeTopic(FORUM, 9);
    const params = { chat_id: FORUM, message_thread_id: 9 };
    expect(await refusedSend(params)).toBe('400 Bad Request: TOPIC_CLOSED');
    bench.world.reopenTopic(FORUM, 9);
    const { message_id } = await bench.send(params);
    bench.world.deleteTopic(FORUM, 9);
    expect(await refusedSend(params)).toBe('400 Bad Request: message thread not found');
    expect(await bench.refusal('editMessageText', { chat_id: FORUM, message_id, text: 'x' })).toBe(
      '400 Bad Request: message to edit not found',
    );
  });

  it('may reply to a message that still exists', async () => {
    const { message_id } = await bench.send({});
    const reply = await bench.send({ reply_parameters: { message_id } });
    expect(reply.reply_to_message.message_id).toBe(message_id);
    expect(await refusedSend({ reply_parameters: { message_id: 9999 } })).toBe(
      '400 Bad Request: message to be replied not found',
    );
  });
});

it('keeps a document that is uploaded as a form', async () => {
  const form = new FormData();
  form.set('chat_id', String(ANA));
  form.set('caption', 'the whole log');
  form.set('document', new Blob(['line 1\nline 2']), 'job-1.log');
  const url = `${bench.apiRoot}/bot${bench.token}/sendDocument`;
  const response = await fetch(url, { method: 'POST', body: form });
  expect(await response.json()).toMatchObject({
    ok: true,
    result: { caption: 'the whole log', document: { file_name: 'job-1.log', file_size: 13 } },
  });
});
