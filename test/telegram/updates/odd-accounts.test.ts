// Who is no plain person in a plain chat, against the simulator. docs/groups.md has a row for each.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { SimMessage } from '../../../src/simulator/world/model.ts';
import type { World } from '../../../src/simulator/world/world.ts';
import { aRequest } from '../decisions/a-request.ts';
import { ANA, BEN, GROUP, type Started, show, startGroup, TOKEN } from '../edge.ts';

const CHANNEL = -1_001_000_000_777;
const OTHER_BOT = { id: 5_555, username: 'other_bot' };

let started: Started;
let world: World;
beforeEach(async () => {
  started = await startGroup();
  world = started.simulator.world;
  const chat = world.chat(GROUP);
  if (chat === undefined) throw new Error('there is no group');
  const role = 'administrator';
  const members = [ANA, BEN].map((personId) => ({ personId, role }) as const);
  world.addGroup({ id: GROUP, title: chat.title, members });
  world.addChannel({ id: CHANNEL, title: 'Releases', members, discussion: GROUP });
});
afterEach(() => started.stop());

const level = () => started.stores.chatBook.chats.get(GROUP)?.level;

/** What the bot says in any chat while this is handled, but for its answers to the command that comes behind it. */
async function heard(act: () => void): Promise<string[]> {
  const said = () =>
    [GROUP, CHANNEL, ANA, BEN].flatMap((id) => world.messages(id)).filter(({ from }) => from.isBot);
  const before = new Set(said());
  act();
  // Messages of a chat are handled in order.
  for (const chatId of [GROUP, ANA]) {
    await answerTo(world.say({ chatId, personId: ANA, text: '/help' }));
  }
  const news = said().filter((message) => !before.has(message));
  return news.map(({ text }) => text).filter((text) => !text.includes('/help'));
}

function answerTo({ chatId, messageId }: SimMessage): Promise<SimMessage> {
  return world.waitFor(({ messages }) =>
    messages(chatId).find((one) => one.from.isBot && one.messageId > messageId),
  );
}

describe('an anonymous administrator', () => {
  const anonymously = (text: string, replyTo?: number) =>
    world.sayAnonymously({
      ...{ chatId: GROUP, personId: ANA, text },
      ...(replyTo === undefined ? {} : { replyTo }),
    });

  it('has no rights, and is told how to have theirs', async () => {
    const answer = await answerTo(anonymously('/level off'));
    expect(answer.text).toContain('You write as the group');
    expect(level()).toBe('all');
  });

  it('has them when they tap: Telegram names the person then', async () => {
    const asked = await answerTo(world.say({ chatId: GROUP, personId: BEN, text: '/level' }));
    const { messageId } = asked;
    const tap = { chatId: GROUP, messageId, personId: ANA, data: 'level:errors' };
    expect((await world.tap(tap)).text).toBe('✅ Saved');
    expect(level()).toBe('errors');
  });

  it('gives no reason for a decision', async () => {
    const request = aRequest();
    const messageId = await show(request, { ...started, address: { chatId: GROUP } });
    await world.tap({ chatId: GROUP, messageId, personId: BEN, data: `v:${TOKEN}:r` });
    const question = world.messages(GROUP).find(({ forceReply }) => forceReply);
    const answer = await answerTo(anonymously('because', question?.messageId));
    expect(answer.text).toContain('You write anonymously');
    expect((await started.stores.approvals.get(request.id))?.outcome).toBeUndefined();
  });
});

describe('a person who writes as a channel', () => {
  it('has no rights, and is told how to have theirs', async () => {
    const written = { chatId: GROUP, personId: ANA, channelId: CHANNEL, text: '/level off' };
    const answer = await answerTo(world.sayAsChannel(written));
    expect(answer.text).toContain('You write as a channel');
    expect(level()).toBe('all');
  });
});

describe('a post of the linked channel in its discussion group', () => {
  it('is talk, whatever it says', async () => {
    const said = await heard(() => {
      world.post({ chatId: CHANNEL, personId: ANA, text: 'Version 2 is out. /level off' });
      world.post({ chatId: CHANNEL, personId: ANA, text: '/nonsense' });
    });
    expect(said).toEqual([]);
    expect(world.messages(GROUP).filter(({ text }) => text === '/nonsense')).toHaveLength(1);
  });

  it('with a command is answered in the channel only, where it was written', async () => {
    const post = world.post({ chatId: CHANNEL, personId: ANA, text: '/level off' });
    expect((await answerTo(post)).text).toContain("I don't work in channels");
    const said = await heard(() => undefined);
    expect(said).toEqual([]);
    expect(world.messages(GROUP).some(({ text }) => text.includes('channels'))).toBe(false);
    expect(level()).toBe('all');
  });
});

describe('a channel', () => {
  it('shows a request that is routed there, and a tap is the vote of the person who taps', async () => {
    const request = aRequest();
    const messageId = await show(request, { ...started, address: { chatId: CHANNEL } });
    const tap = { chatId: CHANNEL, messageId, personId: BEN };
    const asked = await world.tap({ ...tap, data: `v:${TOKEN}:r` });
    expect([asked.showAlert, asked.text]).toEqual([
      true,
      expect.stringContaining('In einem Kanal kann ich nicht nach deinen Worten fragen.'),
    ]);
    await world.tap({ ...tap, data: `v:${TOKEN}:a` });
    const { outcome } = (await started.stores.approvals.get(request.id)) ?? {};
    expect(outcome).toMatchObject({ status: 'approved' });
  });

  it('has no settings: a tap that would change them is refused with the reason', async () => {
    const messageId = await show(aRequest(), { ...started, address: { chatId: CHANNEL } });
    const tap = { chatId: CHANNEL, messageId, personId: ANA, data: 'level:off' };
    const { text, showAlert } = await world.tap(tap);
    expect([text, showAlert]).toEqual([
      'In a channel I only post. Write to me in private for that.',
      true,
    ]);
    expect(started.stores.chatBook.chats.has(CHANNEL)).toBe(false);
  });
});

describe('nobody is answered, and nothing happens', () => {
  const command = { chatId: GROUP, personId: ANA, text: '/level off' };

  it.each<[string, () => void]>([
    ['when a bot writes a command', () => world.sayAsBot({ ...command, bot: OTHER_BOT })],
    ['when a command comes by an inline bot', () => world.sayVia({ ...command, bot: OTHER_BOT })],
    [
      'when a command is forwarded',
      () => world.forward({ ...command, author: { id: BEN, firstName: 'Ben' } }),
    ],
    [
      'when a message becomes a command by an edit',
      () => void world.editOwn(world.say({ ...command, text: 'hello' }), '/level off'),
    ],
    [
      'when somebody writes to a business account',
      () => world.sayToBusiness({ personId: ANA, text: '/level off' }),
    ],
    [
      'when somebody calls the bot as a guest',
      () => world.sayToGuest({ personId: ANA, text: '/level off' }),
    ],
  ])('%s', async (_, act) => {
    const before = JSON.stringify([...started.stores.chatBook.chats]);
    expect(await heard(act)).toEqual([]);
    expect(JSON.stringify([...started.stores.chatBook.chats])).toBe(before);
  });

  it('when the reason for a decision comes by an inline bot or a bot', async () => {
    const request = aRequest();
    const messageId = await show(request, { ...started, address: { chatId: GROUP } });
    await world.tap({ chatId: GROUP, messageId, personId: BEN, data: `v:${TOKEN}:r` });
    const question = world.messages(GROUP).find(({ forceReply }) => forceReply);
    const replyTo = question?.messageId ?? 0;
    const reply = { chatId: GROUP, text: 'because', replyTo, bot: OTHER_BOT };
    const answer = await answerTo(world.sayVia({ ...reply, personId: BEN }));
    expect(answer.text).toContain('I need your answer in words');
    expect(await heard(() => world.sayAsBot(reply))).toEqual([]);
    expect((await started.stores.approvals.get(request.id))?.outcome).toBeUndefined();
  });
});
