import { beforeEach, describe, expect, it } from 'vitest';
import { parseCommand } from '../../../src/telegram/updates/written-command.ts';
import {
  ANA,
  BOT,
  CLEO,
  type CommandKit,
  createCommandKit,
  DAN,
  GROUP,
  NOW,
} from '../commands/command-kit.ts';

const MINUTES = 60_000;

let kit: CommandKit;
beforeEach(async () => {
  kit = await createCommandKit();
});

describe('a command', () => {
  it.each([
    ['/level', { name: 'level', text: '' }],
    ['/LEVEL  errors ', { name: 'level', text: 'errors' }],
    [
      '/deny@Jobwire_Bot 4f1c not\nnow',
      { name: 'deny', bot: 'jobwire_bot', text: '4f1c not\nnow' },
    ],
    ['hello /level', undefined],
    ['/', undefined],
    ['/level-errors', undefined],
  ])('%j is read as %j', (text, command) => {
    expect(parseCommand(text)).toEqual(command);
  });

  it('is answered where it was written: in the topic, as a reply in groups only', async () => {
    const inGroup = await kit.ask(CLEO, '/level', { chatId: GROUP, topicId: 7 });
    expect(inGroup.address).toEqual({ chatId: GROUP, topicId: 7 });
    expect(inGroup.message.replyTo).toBeDefined();
    const inPrivate = await kit.ask(CLEO, '/level');
    expect(inPrivate.message.replyTo).toBeUndefined();
    expect(inPrivate.message.silent).toBe(true);
  });

  it('for this bot by name is answered, for another one is not', async () => {
    expect(await kit.hear(CLEO, `/level@${BOT}`, { chatId: GROUP })).toHaveLength(1);
    expect(await kit.hear(CLEO, '/level@other_bot', { chatId: GROUP })).toEqual([]);
  });

  it('that is unknown gets a hint in private, and nothing in a group', async () => {
    expect(await kit.told(CLEO, '/nonsense')).toContain('/help');
    expect(await kit.hear(CLEO, '/nonsense', { chatId: GROUP })).toEqual([]);
  });

  it('of a person without a role is answered with their id', async () => {
    expect(await kit.told(DAN, '/level all', { chatId: GROUP })).toContain('1004');
    expect(kit.chatBook.chats.size).toBe(0);
  });

  it('is judged by the person, not by the chat', async () => {
    await kit.told(ANA, '/start', { chatId: GROUP });
    expect(await kit.told(DAN, '/approvals', { chatId: GROUP })).toContain('no role');
    await kit.members.revoke(CLEO, {});
    expect(await kit.told(CLEO, '/approvals')).toContain('no role');
  });

  const hidden = (id: number) => ({ sender_chat: { id, type: 'supergroup', title: 'x' } }) as const;
  const channel = { chat: { id: -1_002, type: 'channel', title: 'x' } } as const;

  it.each([
    ['an anonymous administrator', ANA, hidden(GROUP), 'You write as the group'],
    ['somebody who writes as a channel', ANA, hidden(-1_002), 'You write as a channel'],
    ['a channel', undefined, channel, "I don't work in channels"],
  ])('of %s is answered with what they can do, and changes nothing', async (...given) => {
    const [, from, more, answer] = given;
    for (const text of ['/level off', '/approvals', '/grant 1004 admin', `/hm@${BOT}`]) {
      const [said, ...further] = await kit.hear(from, text, { chatId: GROUP, more });
      expect(said?.message.body.text).toContain(answer);
      expect(said?.message.body.text).toContain('https://t.me/jobwire_bot');
      expect(further).toEqual([]);
    }
    expect(await kit.hear(from, '/hm', { chatId: GROUP, more })).toEqual([]);
    expect(await kit.hear(from, '/level@other_bot', { chatId: GROUP, more })).toEqual([]);
    expect(kit.chatBook.chats.size).toBe(0);
  });

  it('of a bot is not answered, so that two bots never talk for ever', async () => {
    const bot = { from: { id: ANA, is_bot: true, first_name: 'x' } };
    expect(await kit.hear(ANA, '/level', { more: bot })).toEqual([]);
    expect(await kit.hear(undefined, '/level', { chatId: GROUP })).toEqual([]);
  });

  it('that waited five minutes is refused as stale, except /start', async () => {
    const at = NOW - 6 * MINUTES;
    const { message } = await kit.ask(CLEO, '/level errors', { at });
    expect(message.body.text).toContain('I was away when you wrote this');
    expect(message.replyTo).toBeDefined();
    expect(await kit.hear(CLEO, '/hm', { at, chatId: GROUP })).toEqual([]);
    expect(kit.chatBook.chats.size).toBe(0);
    expect(await kit.hear(CLEO, '/level errors', { at: NOW - 4 * MINUTES })).toHaveLength(1);
    const [started] = await kit.hear(CLEO, '/start', { at });
    expect(started?.message.body.text).not.toContain('I was away');
    expect(kit.chatBook.chats.size).toBeGreaterThan(0);
  });

  it.each([-60, 60])(
    'is as old as Telegram says, although our clock is %d minutes off',
    async (off) => {
      const telegrams = NOW + off * MINUTES;
      kit.telegramTime.observe(new Date(telegrams).toUTCString());
      const fresh = await kit.ask(CLEO, '/level errors', { at: telegrams - 4 * MINUTES });
      expect(fresh.message.body.text).toContain('failures and requests');
      const old = await kit.ask(CLEO, '/level all', { at: telegrams - 6 * MINUTES });
      expect(old.message.body.text).toContain('I was away when you wrote this');
    },
  );

  it('waits for Redis and is answered then', async () => {
    kit.redis.begin('hanging');
    const answered = kit.hear(CLEO, '/level errors');
    await Promise.resolve();
    kit.redis.end();
    expect(await answered).toHaveLength(1);
  });

  it('that fails for good is still answered', async () => {
    kit.jobs.unshift(undefined as never);
    const answers = await kit.hear(CLEO, '/tail');
    const [text] = answers.map(({ message }) => message.body.text);
    expect(answers).toHaveLength(1);
    expect(text).toContain('went wrong');
    expect(text).not.toContain('undefined');
    expect(kit.log.count('command_failed')).toBe(1);
  });
});

describe('other messages', () => {
  const PLAIN = /^I only understand commands/;

  it('in private are answered with what is understood, once for what comes within a minute', async () => {
    const [answer, ...others] = await kit.hear(CLEO, 'thanks!');
    expect(answer?.message).toMatchObject({ silent: true });
    expect(answer?.message.body.text).toMatch(PLAIN);
    expect(others).toEqual([]);
    expect(await kit.hear(CLEO, 'and another thing')).toEqual([]);
    kit.time.now += MINUTES;
    kit.telegramTime.observe(new Date(kit.time.now).toUTCString());
    expect(await kit.hear(CLEO, 'hello?', { at: kit.time.now })).toHaveLength(1);
  });

  it('of somebody without a role are answered with their id and whom to ask', async () => {
    const [answer] = await kit.hear(DAN, 'hello');
    expect(answer?.message.body.text).toMatch(/no role.* 1004\.\n.*an admin/s);
  });

  it('are not answered in a group, without words, or long after they were written', async () => {
    expect(await kit.hear(CLEO, 'thanks!', { chatId: GROUP })).toEqual([]);
    expect(await kit.hear(CLEO, undefined)).toEqual([]);
    expect(await kit.hear(CLEO, 'hello', { at: NOW - 6 * MINUTES })).toEqual([]);
  });

  it('count when each person was answered, of a thousand of them', async () => {
    for (let id = 2_000; id < 3_000; id += 1) await kit.hear(id, 'hi');
    await kit.hear(CLEO, 'hi');
    expect(await kit.hear(2_999, 'hi')).toEqual([]);
    expect(await kit.hear(2_000, 'hi')).toHaveLength(1);
  });

  it.each([
    ['the code', (code: string) => `  ${code}\n`],
    ['the link', (code: string) => `https://t.me/jobwire_bot?start=${code}`],
  ])(
    'in private that are %s of an invitation count as /start with it, and in no group',
    async (_, write) => {
      const code = 'jwi_0123456789abx'.padEnd(59, 'y');
      const said = async (text: string, chatId?: number) =>
        (await kit.hear(DAN, text, chatId === undefined ? {} : { chatId })).map(
          ({ message }) => message.body.text.split('\n')[0],
        );
      const invalid = await said(`/start ${code}`);
      expect(invalid[0]).toContain('not valid');
      expect(await said(write(code))).toEqual(invalid);
      expect(await said(write(code), GROUP)).toEqual([]);
    },
  );

  it('that are forwarded are no commands', async () => {
    const user = { id: ANA, is_bot: false, first_name: 'Ana' };
    const more = { forward_origin: { type: 'user', sender_user: user, date: 1 } } as const;
    const answers = await kit.hear(ANA, '/grant 1004 admin', { more });
    expect(answers.map(({ message }) => PLAIN.test(message.body.text))).toEqual([true]);
    expect(await kit.members.get(DAN)).toBeUndefined();
  });

  it('that are captions of files are no commands', async () => {
    const more = { caption: '/level off', photo: [] } as object;
    expect(await kit.hear(ANA, undefined, { more })).toEqual([]);
  });

  it('report that a group has moved', async () => {
    await kit.hear(CLEO, undefined, { chatId: -5, more: { migrate_to_chat_id: -1_005 } });
    await kit.hear(CLEO, undefined, { chatId: -1_005, more: { migrate_from_chat_id: -5 } });
    expect(kit.moves).toEqual([
      [-5, -1_005],
      [-5, -1_005],
    ]);
  });
});
