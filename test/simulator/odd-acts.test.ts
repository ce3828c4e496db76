// Messages that are from no plain person, as Telegram sends them.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ANA, BEN, type Bench, SUPERGROUP, startBench } from './bench.ts';

const CHANNEL = -1_001_000_000_777;
const BOT = { id: 5_555, username: 'other_bot' };

let bench: Bench;
beforeEach(async () => {
  bench = await startBench();
  const members = [{ personId: ANA, role: 'administrator' }] as const;
  bench.world.addChannel({ id: CHANNEL, title: 'News', members, discussion: SUPERGROUP });
  bench.world.addGroup({ id: SUPERGROUP, title: 'Team', members: [...members, BEN] });
});
afterEach(() => bench.stop());

const IN_GROUP = { chatId: SUPERGROUP, personId: ANA, text: '/level off' };
const message = async () => (await bench.updates()).at(-1)?.message;

describe('a message', () => {
  it('of an anonymous administrator names the group, and a bot in place of the person', async () => {
    bench.world.sayAnonymously(IN_GROUP);
    expect(await message()).toMatchObject({
      from: { id: 1_087_968_824, is_bot: true, username: 'GroupAnonymousBot' },
      sender_chat: { id: SUPERGROUP, type: 'supergroup' },
      text: '/level off',
    });
  });

  it('as a channel names that, and a bot in place of the person', async () => {
    bench.world.sayAsChannel({ ...IN_GROUP, channelId: CHANNEL });
    expect(await message()).toMatchObject({
      from: { id: 136_817_688, is_bot: true },
      sender_chat: { id: CHANNEL, type: 'channel' },
    });
  });

  it('of either kind needs an administrator', () => {
    const byBen = { ...IN_GROUP, personId: BEN };
    expect(() => bench.world.sayAnonymously(byBen)).toThrow('no administrator');
    expect(() => bench.world.sayAsChannel({ ...byBen, channelId: CHANNEL })).toThrow(
      'no administrator',
    );
  });

  it('of a bot, by an inline bot, or forwarded says so', async () => {
    bench.world.sayAsBot({ ...IN_GROUP, bot: BOT });
    expect((await message())?.from).toMatchObject({ id: BOT.id, is_bot: true });
    bench.world.sayVia({ ...IN_GROUP, bot: BOT });
    expect(await message()).toMatchObject({ from: { id: ANA }, via_bot: { id: BOT.id } });
    bench.world.forward({ ...IN_GROUP, author: { id: BEN, firstName: 'Ben' } });
    expect((await message())?.forward_origin).toMatchObject({ sender_user: { id: BEN } });
  });

  it('that is edited is another kind of update', async () => {
    const said = bench.world.say(IN_GROUP);
    bench.world.editOwn(said, '/level all');
    const { edited_message: edited } = (await bench.updates()).at(-1) ?? {};
    expect(edited).toMatchObject({ message_id: said.messageId, text: '/level all' });
    expect(edited?.edit_date).toBeGreaterThan(0);
  });

  it('to a business account or a guest bears the number of a private chat, and is another kind', async () => {
    bench.world.sayToBusiness({ personId: ANA, text: 'hi' });
    bench.world.sayToGuest({ personId: ANA, text: 'hi' });
    const [business, guest] = await bench.updates();
    expect(business?.business_message).toMatchObject({
      business_connection_id: expect.any(String),
      chat: { id: ANA, type: 'private' },
    });
    expect(guest?.guest_message).toMatchObject({ guest_query_id: expect.any(String) });
  });

  it('of a kind that the bot did not ask for does not come', async () => {
    await bench.call('getUpdates', { allowed_updates: ['message'] });
    bench.world.sayToBusiness({ personId: ANA, text: 'hi' });
    bench.world.editOwn(bench.world.say(IN_GROUP), 'hi');
    expect((await bench.updates()).map((update) => Object.keys(update)[1])).toEqual(['message']);
  });
});

describe('a channel', () => {
  const post = () => bench.world.post({ chatId: CHANNEL, personId: ANA, text: '/level off' });

  it('sends a bot that is its administrator what is posted, and the group its forward', async () => {
    post();
    const [posted, forwarded] = await bench.updates();
    expect(posted?.channel_post).toMatchObject({
      sender_chat: { id: CHANNEL },
      text: '/level off',
    });
    expect(posted?.channel_post).not.toHaveProperty('from');
    expect(forwarded?.message).toMatchObject({
      from: { id: 777_000, is_bot: false },
      chat: { id: SUPERGROUP },
      sender_chat: { id: CHANNEL },
      is_automatic_forward: true,
      forward_origin: { type: 'channel', message_id: 1 },
    });
  });

  it('is written in only by administrators', async () => {
    expect(() => bench.world.post({ chatId: CHANNEL, personId: BEN, text: 'hi' })).toThrow();
    expect(() => bench.world.say({ chatId: CHANNEL, personId: ANA, text: 'hi' })).toThrow();
    const sent = () => bench.call('sendMessage', { chat_id: CHANNEL, text: 'hi' });
    expect((await sent()).result).toMatchObject({ sender_chat: { id: CHANNEL } });
    const members = [{ personId: ANA, role: 'administrator' }] as const;
    bench.world.addChannel({ id: CHANNEL, title: 'News', members, bot: 'member' });
    expect(await sent()).toMatchObject({
      status: 400,
      description: 'Bad Request: need administrator rights in the channel chat',
    });
  });

  it('takes no keyboard but an inline one', async () => {
    const reply_markup = { force_reply: true };
    const answer = await bench.call('sendMessage', { chat_id: CHANNEL, text: 'hi', reply_markup });
    expect(answer.description).toBe('Bad Request: inline keyboard expected');
  });
});
